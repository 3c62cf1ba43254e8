/**
 * The connection of an engine that works for the programme frame by frame (a face, an enhancer): says hello, and connects again by itself when the
 * programme comes back on the same path. What is said on it afterwards is its user's.
 */
import { connectMedia } from '../../processes/protocol/connect-media.ts';
import type { MediaConnection } from '../../processes/protocol/media-socket.ts';
import { EngineError } from '../contract/engine-error.ts';
import type { FaceLinkState } from '../contract/face-link.ts';
import type { FaceAttach } from '../contract/requests.ts';

const connectTimeoutMs = 2000;
const retryDelayMs = { first: 50, longest: 1000 };

export interface MediaLink<Loaded> {
  /** Resolves when hello was said. Replaces an earlier attachment. */
  attach(request: FaceAttach, loaded: Loaded): Promise<void>;
  detach(): void;
}

export interface MediaLinkOptions<Loaded> {
  readonly onState: (state: FaceLinkState) => void;
  readonly hello: (request: FaceAttach, loaded: Loaded) => Readonly<Record<string, unknown>>;
  /** A new connection; called before hello is said. */
  readonly serve: (connection: MediaConnection, loaded: Loaded) => void;
}

export function createMediaLink<Loaded>({ onState, hello, serve }: MediaLinkOptions<Loaded>): MediaLink<Loaded> {
  /** Grows with each attach and detach: an older attachment's callbacks find that they are out of date. */
  let attachment = 0;
  let current: MediaConnection | undefined;
  let retry: NodeJS.Timeout | undefined;

  function detach(): void {
    attachment += 1;
    clearTimeout(retry);
    current?.close();
    current = undefined;
  }

  async function connect(mine: number, request: FaceAttach, loaded: Loaded): Promise<void> {
    const connection = await connectMedia(request.path, { timeoutMs: connectTimeoutMs });
    if (mine !== attachment) {
      connection.close();
      return;
    }
    current = connection;
    serve(connection, loaded);
    connection.onClose(() => {
      if (mine !== attachment) return;
      current = undefined;
      onState({ path: request.path, state: 'lost' });
      reconnect(mine, request, loaded, retryDelayMs.first);
    });
    await connection.send(hello(request, loaded));
    onState({ path: request.path, state: 'attached' });
  }

  function reconnect(mine: number, request: FaceAttach, loaded: Loaded, delayMs: number): void {
    retry = setTimeout(() => {
      if (mine !== attachment) return;
      connect(mine, request, loaded).catch(() => {
        if (mine === attachment && !current) reconnect(mine, request, loaded, Math.min(delayMs * 2, retryDelayMs.longest));
      });
    }, delayMs);
  }

  return {
    async attach(request, loaded) {
      detach();
      try {
        await connect(attachment, request, loaded);
      } catch (cause) {
        throw new EngineError('sink-lost', `The programme does not answer at ${request.path}`, { cause });
      }
    },
    detach,
  };
}
