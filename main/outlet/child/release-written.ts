/**
 * mediabunny keeps each sample of each fragment that it has written, only to index the fragments when the file is closed, for which
 * the first sample of each is enough: some 30 MiB an hour. No option tells it to let the others go, so they are taken out of its list.
 */
import type { Output } from 'mediabunny';

interface WrittenChunk {
  readonly samples: unknown[];
}

/** To be called now and then. Where mediabunny keeps them elsewhere (a test tells) nothing is done: memory is all that it costs. */
export function createReleaseWritten(output: Output): () => void {
  let released = 0;
  return () => {
    const chunks = writtenChunks(output);
    for (; released < chunks.length; released += 1) {
      const samples = chunks[released]?.samples;
      if (Array.isArray(samples) && samples.length > 1) samples.length = 1;
    }
  };
}

function writtenChunks(output: Output): readonly WrittenChunk[] {
  const { _muxer: muxer } = output as unknown as { readonly _muxer?: { readonly finalizedChunks?: unknown } };
  return Array.isArray(muxer?.finalizedChunks) ? (muxer.finalizedChunks as WrittenChunk[]) : [];
}
