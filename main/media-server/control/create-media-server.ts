/** The media server as main sees it: one call to start, the same ports again after a crash, words when it cannot run. */
import { join } from 'node:path';
import type { UserMessage } from '../../contract/failure.ts';
import type { Clock } from '../../kernel/clock.ts';
import { createDeferred } from '../../kernel/deferred.ts';
import type { Disposable } from '../../kernel/disposable.ts';
import { Emitter, type Event } from '../../kernel/emitter.ts';
import type { Logger } from '../../kernel/logger.ts';
import { ProcessError } from '../../processes/host/process-error.ts';
import { createSupervised } from '../../processes/host/supervise.ts';
import type { ProcessAdapter, ProcessHandle, RestartPolicy } from '../../processes/host/types.ts';
import type { MediaServerConfig, MediaServerEvent, MediaServerInfo } from '../protocol/control.ts';
import { mediaServerWords } from './media-server-words.ts';
import { publishTarget } from './sign-publish-path.ts';

export type MediaServerState = 'starting' | 'running' | 'restarting' | 'given-up' | 'stopped';

export interface MediaServerOptions {
  readonly adapter: ProcessAdapter;
  /** Folder of the built child entries. */
  readonly entriesDir: string;
  readonly config: MediaServerConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policy?: RestartPolicy;
}

export interface MediaServer extends Disposable {
  readonly state: MediaServerState;
  readonly pid: number | undefined;
  /** The ports once it runs; rejects with the reason when the first start fails (`code` 'port-taken' among others). */
  readonly started: Promise<MediaServerInfo>;
  readonly onState: Event<{ readonly state: MediaServerState; readonly pid: number | undefined; readonly message?: UserMessage }>;
  readonly onEvent: Event<MediaServerEvent>;
  /** What the outlet needs to publish to `/app/name` here. Only after `started`. */
  publishTarget(path: string): { readonly url: string; readonly streamKey: string };
  rtmpUrl(path: string): string;
  httpFlvUrl(path: string): string;
}

const configureTimeoutMs = 10_000;
const generousPolicy: RestartPolicy = { baseDelayMs: 300, maxDelayMs: 10_000, decayMs: 20_000, maxAttempts: 8 };

export function createMediaServer(options: MediaServerOptions): MediaServer {
  const { config, logger } = options;
  const started = createDeferred<MediaServerInfo>();
  started.promise.catch(() => {});
  const onState = new Emitter<{ state: MediaServerState; pid: number | undefined; message?: UserMessage }>((error) =>
    logger.error('a state listener threw', { error: String(error) }),
  );
  const onEvent = new Emitter<MediaServerEvent>((error) => logger.error('an event listener threw', { error: String(error) }));
  let state: MediaServerState = 'starting';
  let info: MediaServerInfo | null = null;

  const setState = (next: MediaServerState, message?: UserMessage): void => {
    if (state === next && message === undefined) return;
    state = next;
    onState.emit({ state, pid: supervised.current?.pid, ...(message ? { message } : {}) });
  };

  const bring = async (handle: ProcessHandle): Promise<void> => {
    handle.onEvent(({ name, payload }) => {
      if (name === 'media-server') onEvent.emit(payload as MediaServerEvent);
    });
    try {
      await handle.ready;
      // After a crash the players look for it where it was.
      const wanted = info === null ? config : { ...config, ...info };
      info = await handle.call<MediaServerInfo>('configure', wanted, { timeoutMs: configureTimeoutMs });
      started.resolve(info);
      setState('running');
    } catch (error) {
      if (error instanceof ProcessError && error.code !== 'call-timeout') return; // the supervisor knows
      logger.error('the media server cannot run', { error: String(error) });
      if (info === null) {
        started.reject(error);
        setState('given-up', mediaServerWords(error));
        await supervised.stop();
      } else {
        setState('restarting', mediaServerWords(error));
        await handle.stop(); // the supervisor tries again: the port may be free a moment later
      }
    }
  };

  const supervised = createSupervised({
    adapter: options.adapter,
    spec: { name: 'media-server', entry: join(options.entriesDir, 'media-server.js') },
    policy: options.policy ?? generousPolicy,
    clock: options.clock,
    logger,
    onGeneration: (handle) => void bring(handle),
  });
  supervised.onState((change) => {
    if (change.state === 'backing-off') setState('restarting');
    else if (change.state === 'given-up') {
      started.reject(new ProcessError('no-process', 'the media server failed too often'));
      setState('given-up', mediaServerWords(null));
    }
  });

  const known = (): MediaServerInfo => {
    if (info === null) throw new ProcessError('no-process', 'the media server has not started yet');
    return info;
  };

  return {
    get state() {
      return state;
    },
    get pid() {
      return supervised.current?.pid;
    },
    started: started.promise,
    onState: onState.event,
    onEvent: onEvent.event,
    publishTarget: (path) => publishTarget(known().rtmpPort, path, config.publishSecret),
    rtmpUrl: (path) => `rtmp://127.0.0.1:${known().rtmpPort}${path}`,
    httpFlvUrl: (path) => `http://127.0.0.1:${known().httpPort}${path}.flv`,
    async dispose() {
      started.reject(new ProcessError('no-process', 'the media server was stopped before it ran'));
      await supervised.stop();
      setState('stopped');
      onState.clear();
      onEvent.clear();
    },
  };
}
