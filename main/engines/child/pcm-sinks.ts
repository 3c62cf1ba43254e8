/** Connections to the programme's media socket for sound: one per path, kept between clauses, opened again when lost. */
import { connectMedia } from '../../processes/protocol/connect-media.ts';
import type { MediaConnection } from '../../processes/protocol/media-socket.ts';
import { EngineError } from '../contract/engine-error.ts';

/** More programmes than this at a time would be odd; the connection made longest ago is closed. */
const maxConnections = 4;
const connectTimeoutMs = 2000;

export interface PcmSinks {
  /** A connection that has not reported its end yet. `reused` ones may turn out to be dead at the first send. */
  connect(path: string): Promise<{ readonly connection: MediaConnection; readonly reused: boolean }>;
  /** Forgets a connection that proved to be dead. */
  drop(path: string, connection: MediaConnection): void;
  close(): void;
}

export function createPcmSinks(): PcmSinks {
  const open = new Map<string, MediaConnection>();
  const opening = new Map<string, Promise<MediaConnection>>();

  function drop(path: string, connection: MediaConnection): void {
    if (open.get(path) === connection) open.delete(path);
    connection.close();
  }

  async function start(path: string): Promise<MediaConnection> {
    let connection: MediaConnection;
    try {
      connection = await connectMedia(path, { timeoutMs: connectTimeoutMs });
    } catch (cause) {
      throw new EngineError('sink-lost', `The programme does not answer at ${path}`, { cause });
    }
    connection.onClose(() => drop(path, connection));
    open.set(path, connection);
    const oldest = open.size > maxConnections ? open.entries().next().value : undefined;
    if (oldest) drop(...oldest);
    return connection;
  }

  return {
    async connect(path) {
      const existing = open.get(path);
      if (existing) return { connection: existing, reused: true };
      let pending = opening.get(path);
      if (!pending) {
        pending = start(path).finally(() => opening.delete(path));
        opening.set(path, pending);
      }
      return { connection: await pending, reused: false };
    },
    drop,
    close() {
      for (const [path, connection] of Array.from(open)) drop(path, connection);
    },
  };
}
