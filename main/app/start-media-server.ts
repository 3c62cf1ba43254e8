/** The media server for preview and OBS: on its usual ports, on free ones when those are taken (said so), or not at all (said so; the show runs without it). */
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

  async function open(rtmpPort: number, httpPort: number): Promise<MediaServer> {
    const server = createMediaServer({ adapter, entriesDir, config: { rtmpPort, httpPort, dataDir, publishSecret }, clock, logger });
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
    try {
      current = await open(config.rtmpPort, config.httpPort);
      return;
    } catch (error) {
      logger.warn('the media server did not start on its usual ports', { error });
    }
    try {
      current = await open(0, 0);
      const used = Number(new URL(current.rtmpUrl('/')).port);
      emit({ type: 'notice', level: 'warn', message: appMessages.portTaken(config.rtmpPort, used) });
    } catch (error) {
      logger.error('the media server did not start', { error });
      emit({ type: 'notice', level: 'error', message: appMessages.noPreview });
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
