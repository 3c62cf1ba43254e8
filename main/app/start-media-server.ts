/** The media server for preview and OBS: on its usual ports, on a free one in place of each that is taken (said so), or not at all (said so; the show runs without it). */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/disposable.ts';
import type { Logger } from '../kernel/logger.ts';
import { createMediaServer, type MediaServer } from '../media-server/control/create-media-server.ts';
import type { ProcessAdapter } from '../processes/host/types.ts';
import type { UnstampedShowEvent } from './create-show.ts';
import { appMessages } from './messages.ts';
import type { StudioConfig } from './studio-config.ts';

const portNames = ['rtmpPort', 'httpPort'] as const;
type Ports = Record<(typeof portNames)[number], number>;

export interface StartedMediaServer extends Disposable {
  readonly current: MediaServer | undefined;
  /** Never rejects. */
  readonly settled: Promise<void>;
}

export function startMediaServer(options: {
  readonly adapter: ProcessAdapter;
  readonly entriesDir: string;
  readonly dataDir: string;
  readonly config: StudioConfig;
  readonly publishSecret: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly emit: (event: UnstampedShowEvent) => void;
}): StartedMediaServer {
  const { adapter, entriesDir, config, publishSecret, clock, logger, emit } = options;
  const dataDir = path.join(options.dataDir, 'media-server');
  mkdirSync(dataDir, { recursive: true });
  let current: MediaServer | undefined;

  async function open(ports: Ports): Promise<MediaServer> {
    const server = createMediaServer({ adapter, entriesDir, config: { ...ports, dataDir, publishSecret }, clock, logger });
    try {
      await server.started;
    } catch (error) {
      await server.dispose();
      throw error;
    }
    server.onState((change) => {
      emit({ type: 'process', name: 'media-server', pid: change.pid ?? null, state: change.state });
      if (change.message) emit({ type: 'notice', level: 'warn', message: change.message });
    });
    return server;
  }

  async function start(): Promise<void> {
    const ports: Ports = { rtmpPort: config.rtmpPort, httpPort: config.httpPort };
    for (;;) {
      try {
        current = await open(ports);
        break;
      } catch (error) {
        const taken = takenPort(error, ports);
        if (taken === undefined) {
          logger.error('the media server did not start', { error });
          emit({ type: 'notice', level: 'error', message: appMessages.noPreview });
          return;
        }
        logger.warn('the media server gets another port', { [taken]: ports[taken] });
        ports[taken] = 0;
      }
    }
    const used = { rtmpPort: current.rtmpUrl('/'), httpPort: current.httpFlvUrl('/') };
    for (const name of portNames) {
      if (ports[name] === config[name]) continue;
      const port = Number(new URL(used[name]).port);
      emit({ type: 'notice', level: 'warn', message: appMessages.portTaken(config[name], port) });
    }
  }

  const settled = start();
  return {
    get current() {
      return current;
    },
    settled,
    async dispose() {
      await settled;
      await current?.dispose();
    },
  };
}

/** Which of the ports the failure is about; undefined when it is about something else, or about a port that was free to be any. */
function takenPort(error: unknown, ports: Ports): keyof Ports | undefined {
  const { code, detail } = (error ?? {}) as { readonly code?: unknown; readonly detail?: { readonly port?: unknown } };
  // RTMP is claimed first, so with one number for both it is HTTP that has to give way.
  return code === 'port-taken' ? portNames.findLast((name) => ports[name] !== 0 && ports[name] === detail?.port) : undefined;
}
