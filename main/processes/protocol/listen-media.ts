/** Listens for media connections. A socket file that a dead process left behind is removed; one that answers is not. */
import { chmod, lstat, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createMediaConnection } from './media-connection.ts';
import { MediaError } from './media-error.ts';
import { maxSocketPathBytes } from './media-socket-path.ts';
import type { MediaConnection, MediaListener } from './media-socket.ts';

/** Rejects with MediaError 'listen-failed' or 'path-too-long'. `close` ends the connections too and removes the file. */
export async function listenMedia(path: string, onConnection: (connection: MediaConnection) => void): Promise<MediaListener> {
  const isPipe = path.startsWith('\\\\');
  if (!isPipe && Buffer.byteLength(path) > maxSocketPathBytes) {
    throw new MediaError('path-too-long', `a socket path may have ${maxSocketPathBytes} bytes, got ${Buffer.byteLength(path)}`);
  }
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    onConnection(createMediaConnection(socket));
  });
  try {
    await bind(server, path);
  } catch (error) {
    if (isPipe || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || !(await isStale(path))) throw listenFailed(path, error);
    await rm(path, { force: true });
    await bind(server, path).catch((second: unknown) => {
      throw listenFailed(path, second);
    });
  }
  if (!isPipe) await chmod(path, 0o600);
  server.on('error', () => {}); // an accept that failed; the listener goes on

  return {
    path,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function bind(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function listenFailed(path: string, cause: unknown): MediaError {
  return new MediaError('listen-failed', `cannot listen on ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
}

async function isStale(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found === undefined || (found.isSocket() && !(await answers(path)));
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path, () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}
