/** Connects to a media socket, waiting for its listener to appear within the time given. */
import { Socket } from 'node:net';
import { createMediaConnection } from './media-connection.ts';
import { MediaError } from './media-error.ts';
import type { MediaConnection } from './media-socket.ts';

const retryMs = 25;

/** Rejects with MediaError 'connect-timeout', 'connect-failed', or `signal.reason`. */
export async function connectMedia(
  path: string,
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<MediaConnection> {
  const deadlineMs = performance.now() + options.timeoutMs;
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      return createMediaConnection(await open(path, Math.max(1, deadlineMs - performance.now())));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Not there yet, or a dead process's file: its listener may be on the way.
      const mayCome = code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'EAGAIN';
      if (error instanceof MediaError) throw error;
      if (!mayCome) throw new MediaError('connect-failed', `cannot connect to ${path}: ${String(error)}`, { cause: error });
      if (performance.now() + retryMs >= deadlineMs) {
        throw new MediaError('connect-timeout', `nobody answered at ${path} within ${options.timeoutMs} ms`, { cause: error });
      }
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

function open(path: string, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = new Socket();
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new MediaError('connect-timeout', `nobody answered at ${path} within ${timeoutMs} ms`));
    }, timeoutMs);
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.connect(path, () => {
      clearTimeout(timer);
      resolve(socket);
    });
  });
}
