/** One clause of a voice: its sound goes to the programme's socket, its marks and the running count of samples to the host, in the order they happened. */
import type { MediaConnection } from '../../processes/protocol/media-socket.ts';
import type { VoicePacketMeta } from '../../contract/programme-media.ts';
import { EngineError } from '../contract/engine-error.ts';
import type { TtsItem, TtsRequest } from '../contract/requests.ts';
import { createItemQueue } from './item-queue.ts';
import type { Lips } from './lips/open-lips.ts';
import type { PcmSinks } from './pcm-sinks.ts';
import type { LoadedTts, PcmOut } from './types.ts';

/** Longest packet: a cancel should not have to wait behind seconds of sound. */
const maxSamplesPerPacket = 16_384;

export async function* speakInto(
  voice: LoadedTts,
  request: TtsRequest,
  sinks: PcmSinks,
  signal: AbortSignal,
  listener?: Pick<Lips, 'listen'>,
): AsyncIterable<TtsItem> {
  const { sampleRate } = voice.signature;
  const items = createItemQueue<TtsItem>(64);
  const stream = createSinkStream(request.sink, sampleRate, sinks, signal);
  // A voice that cannot tell its sounds is listened to.
  const lips = listener?.listen(sampleRate);
  let written = 0;

  const out: PcmOut = {
    get written() {
      return written;
    },
    async write(samples) {
      for (let from = 0; from < samples.length; from += maxSamplesPerPacket) {
        const part = samples.subarray(from, from + maxSamplesPerPacket);
        await stream.send(part);
        written += part.length;
        const seen = (await lips?.hear(part)) ?? [];
        await items.push({ type: 'audio', samples: part.length });
        if (seen.length > 0) await items.push({ type: 'marks', marks: seen });
      }
    },
  };

  async function produce(): Promise<void> {
    await items.push({ type: 'format', sampleRate });
    for await (const item of voice.infer(request, out, signal)) {
      if (item.marks.length > 0) await items.push({ type: 'marks', marks: item.marks });
    }
    signal.throwIfAborted();
    if (written === 0) throw new EngineError('nothing-to-say', 'The clause has nothing that can be spoken');
    const rest = (await lips?.end()) ?? [];
    if (rest.length > 0) await items.push({ type: 'marks', marks: rest });
    // Closed before the end is announced: who hears of the end finds the stream complete.
    await stream.close();
    await items.push({ type: 'end', samples: written, durationMs: (written * 1000) / sampleRate });
  }

  async function run(): Promise<void> {
    try {
      await produce();
      items.end();
    } catch (error) {
      items.fail(signal.aborted ? signal.reason : error);
    }
    await stream.close();
  }

  const produced = run();
  try {
    yield* items.items;
  } finally {
    // The reader may have gone away: nothing that the producer awaits may hang then.
    items.close();
    await produced;
  }
}

interface SinkStream {
  send(samples: Int16Array): Promise<void>;
  close(): Promise<void>;
}

/** pcm-open before the first sound, pcm-close after the last, whatever happened in between. */
function createSinkStream(sink: TtsRequest['sink'], sampleRate: number, sinks: PcmSinks, signal: AbortSignal): SinkStream {
  const { path, streamId } = sink;
  let connection: MediaConnection | undefined;

  async function open(): Promise<MediaConnection> {
    const hello: VoicePacketMeta = { type: 'pcm-open', streamId, sampleRate, channels: 1 };
    for (;;) {
      const { connection: candidate, reused } = await sinks.connect(path);
      try {
        await unlessAborted(candidate.send({ ...hello }), signal);
        return candidate;
      } catch (cause) {
        signal.throwIfAborted();
        sinks.drop(path, candidate);
        // A kept connection may have died unseen with an earlier programme: nothing was said yet, so try a new one.
        if (!reused) throw new EngineError('sink-lost', 'The programme closed its media socket', { cause });
      }
    }
  }

  return {
    async send(samples) {
      signal.throwIfAborted();
      connection ??= await open();
      const meta: VoicePacketMeta = { type: 'pcm', streamId };
      const bytes = new Uint8Array(samples.byteLength);
      bytes.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
      try {
        await unlessAborted(connection.send({ ...meta }, bytes), signal);
      } catch (cause) {
        signal.throwIfAborted();
        sinks.drop(path, connection);
        throw new EngineError('sink-lost', 'The programme closed its media socket in mid-clause', { cause });
      }
    },
    async close() {
      const gone = connection;
      connection = undefined;
      const meta: VoicePacketMeta = { type: 'pcm-close', streamId };
      // A lost sink was reported by `send` already.
      await gone?.send({ ...meta }).catch(() => undefined);
    },
  };
}

/** Settles with `work`, or rejects with the signal's reason as soon as it is aborted. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
