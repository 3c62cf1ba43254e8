/** Entry of the finaliser process: makes recordings seekable files, one at a time, at a low priority. Its ffmpeg ends with it. */
import { setPriority } from 'node:os';
import process from 'node:process';
import { serveProcess } from '../../processes/child/serve-process.ts';
import type { CallContext } from '../../processes/child/types.ts';
import { type Finalised, FinaliseError, finaliseRecording } from '../finalise-recording.ts';
import type { FinaliseRequest, FinaliserAnswer, FinaliserMethods, FinaliserProgress } from '../finaliser-protocol.ts';
import { saveReplay, type SaveReplayRequest } from '../save-replay.ts';

const lowPriority = 15;

serveProcess((runtime) => {
  try {
    setPriority(process.pid, lowPriority);
  } catch {
    // the system does not let us
  }
  const ending = new AbortController();
  const answer = async (
    path: string,
    work: (signal: AbortSignal) => Promise<Finalised>,
    { signal }: CallContext,
  ): Promise<FinaliserAnswer> => {
    try {
      return { done: true, result: await work(AbortSignal.any([signal, ending.signal])) };
    } catch (error) {
      if (signal.aborted || ending.signal.aborted) throw error;
      const known = error instanceof FinaliseError ? error : new FinaliseError('failed', path, { cause: error });
      return { done: false, code: known.code, words: known.userMessage, cause: known.cause instanceof Error ? known.cause.message : '' };
    }
  };
  const onProgress =
    (path: string) =>
    ({ phase, share }: Omit<FinaliserProgress, 'path'>): void =>
      runtime.emit('progress', { path, phase, share } satisfies FinaliserProgress);
  const methods = {
    finalise: (request: FinaliseRequest, context: CallContext) =>
      answer(request.path, (signal) => finaliseRecording({ ...request, onProgress: onProgress(request.path), signal }), context),
    'save-replay': (request: SaveReplayRequest, context: CallContext) =>
      answer(request.path, (signal) => saveReplay({ ...request, onProgress: onProgress(request.path), signal }), context),
  } satisfies Record<keyof FinaliserMethods, unknown>;
  return {
    methods,
    // kills ffmpeg; what was half made goes with it
    onStop: () => ending.abort(new DOMException('the finaliser is stopping', 'AbortError')),
  };
});
