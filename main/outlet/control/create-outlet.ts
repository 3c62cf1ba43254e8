/**
 * The outlet as main sees it. Keeps what was asked for (configuration, destinations, recording), so that a new process after a
 * crash takes up where the old one ended: destinations connect again, the recording goes on as a further part.
 */
import { join } from 'node:path';
import type { UserMessage } from '../../contract/failure.ts';
import type { DestinationId } from '../../contract/ids.ts';
import type { Clock } from '../../kernel/clock.ts';
import { createDeferred, type Deferred } from '../../kernel/deferred.ts';
import type { Disposable } from '../../kernel/disposable.ts';
import { Emitter, type Event } from '../../kernel/emitter.ts';
import type { Logger } from '../../kernel/logger.ts';
import { ProcessError } from '../../processes/host/process-error.ts';
import { createSupervised } from '../../processes/host/supervise.ts';
import type { ProcessAdapter, ProcessHandle, RestartPolicy } from '../../processes/host/types.ts';
import type {
  DestinationSpec,
  OutletConfig,
  OutletEvent,
  OutletMethods,
  OutletStats,
  RecordingSpec,
  ReplayHold,
  ReplaySpec,
  SlateFiles,
} from '../protocol/control.ts';
import { createDestinationEnds } from './destination-ends.ts';
import { lateChanges, type Wanted } from './late-changes.ts';
import { createRecordingLedger, type RecordingSummary } from './recording-ledger.ts';

export type OutletProcessState = 'starting' | 'running' | 'restarting' | 'given-up' | 'stopped';

/** `running` after a restart: the programme has to attach to `mediaPath` again. */
export interface OutletProcessEvent {
  readonly type: 'process';
  readonly state: OutletProcessState;
  readonly pid: number | undefined;
  readonly generation: number;
  readonly mediaPath: string;
  readonly message?: UserMessage;
}

export interface OutletOptions {
  readonly adapter: ProcessAdapter;
  /** Folder of the built child entries. */
  readonly entriesDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policy?: RestartPolicy;
}

export interface Outlet extends Disposable {
  readonly state: OutletProcessState;
  readonly pid: number | undefined;
  /** Once; rejects with the child's error (`code`: 'slate-unusable', 'listen-failed' …). */
  configure(config: OutletConfig): Promise<{ readonly pid: number }>;
  addDestination(spec: DestinationSpec): Promise<void>;
  removeDestination(id: DestinationId): Promise<void>;
  /** Rejects with code 'cannot-open' when the file cannot be made; the event 'recording' says it in words. */
  startRecording(spec: RecordingSpec): Promise<void>;
  /** See 'hold-slate'. Kept for a new process. Rejects with code 'slate-unusable', and nothing changes. */
  holdSlate(path: string | null): Promise<void>;
  /** See 'use-slates'. Kept for a new process, with which of them is held. */
  useSlates(files: SlateFiles): Promise<void>;
  /** All parts in order, those of earlier processes included; null when nothing was recorded. */
  stopRecording(): Promise<RecordingSummary | null>;
  /** Kept for the next process, which begins it anew. null ends it. */
  setReplay(spec: ReplaySpec | null): Promise<void>;
  holdReplay(lastMs: number): Promise<ReplayHold | null>;
  /** Where the process that held it is gone, there is nothing to release. */
  releaseReplay(holdId: number): Promise<void>;
  stats(): Promise<OutletStats>;
  readonly onEvent: Event<OutletEvent | OutletProcessEvent>;
}

const callTimeoutMs = 10_000;
/** A stop has to write out what is queued and close the file. */
const stopBudgetMs = 2000;
const eagerPolicy: RestartPolicy = { baseDelayMs: 100, maxDelayMs: 5000, decayMs: 20_000, maxAttempts: 8 };

/** An outlet that hangs is noticed in time for its destinations to be back within five seconds: it is never busy for long. */
const heartbeat = { intervalMs: 500, warnAfterMs: 1500, unresponsiveAfterMs: 3000 } as const;
const givenUpWords: UserMessage = {
  en: 'Sending has failed too often and has stopped: nothing goes to the platforms or into the recording now. What was recorded is kept. Stop the show and start it again.',
  zh: '推流进程多次失败，已停止：目前没有内容发送到平台，也没有录制。已录制的内容已保存。请停止并重新开始直播。',
};

export function createOutlet(options: OutletOptions): Outlet {
  const { logger, clock } = options;
  const onEvent = new Emitter<OutletEvent | OutletProcessEvent>((error) =>
    logger.error('an event listener threw', { error: String(error) }),
  );
  const destinations = new Map<DestinationId, DestinationSpec>();
  const ledger = createRecordingLedger(clock);
  const ends = createDestinationEnds((event) => onEvent.emit(event));
  const waiters = new Set<Deferred<ProcessHandle>>();
  let config: OutletConfig | null = null;
  let replay: ReplaySpec | null = null;
  let state: OutletProcessState = 'starting';
  /** The generation that has its configuration. */
  let configuredGeneration = 0;

  const setState = (next: OutletProcessState, message?: UserMessage): void => {
    if (state === next) return;
    state = next;
    const { pid, generation } = supervised.current ?? { pid: undefined, generation: configuredGeneration };
    onEvent.emit({ type: 'process', state, pid, generation, mediaPath: config?.mediaPath ?? '', ...(message ? { message } : {}) });
  };

  const ask = <M extends keyof OutletMethods>(
    handle: ProcessHandle,
    method: M,
    payload: Parameters<OutletMethods[M]>[0],
  ): Promise<ReturnType<OutletMethods[M]>> => handle.call<ReturnType<OutletMethods[M]>>(method, payload, { timeoutMs: callTimeoutMs });

  const ready = (handle: ProcessHandle): void => {
    configuredGeneration = handle.generation;
    setState('running');
    for (const waiter of waiters) waiter.resolve(handle);
    waiters.clear();
  };

  /** Gives a new generation what the old one had. What is asked for meanwhile is only noted, and found here or in `catchUp`. */
  const resume = async (handle: ProcessHandle): Promise<void> => {
    if (config === null) return;
    try {
      await handle.ready;
      const givenConfig = config;
      await ask(handle, 'configure', givenConfig);
      const givenReplay = replay;
      if (givenReplay) await ask(handle, 'set-replay', givenReplay).catch(unlessProcessFailed);
      const givenRecording = ledger.spec;
      // not waited for: a file on storage that does not answer must not keep the platforms waiting
      if (givenRecording) ask(handle, 'start-recording', givenRecording).catch(goOnWithout);
      const connected = new Set<DestinationId>();
      for (const spec of destinations.values()) {
        // stopped and started again meanwhile, maybe with another key
        if (connected.has(spec.id)) await end(handle, spec.id).catch(unlessProcessFailed);
        connected.add(spec.id);
        ends.given(spec.id);
        await ask(handle, 'add-destination', spec).catch(unlessProcessFailed);
      }
      // Nothing may come between the end of that loop, which sees late additions, and these two.
      ready(handle);
      catchUp(handle, { config: givenConfig, replay: givenReplay, recording: givenRecording }, connected);
    } catch (error) {
      if (error instanceof ProcessError && error.code !== 'call-timeout') return; // the supervisor knows
      logger.error('a new outlet process could not be set up', { error: String(error) });
      await handle.stop(); // and is tried again
    }
  };

  const end = (handle: ProcessHandle, id: DestinationId): Promise<void> =>
    ends.byProcess(id, () => ask(handle, 'remove-destination', { id }));

  /**
   * All of it is posted at once, so that whatever is asked for from now on comes behind it. The process works, and viewers see it: none of this is worth
   * another one.
   */
  const catchUp = (handle: ProcessHandle, given: Wanted, connected: ReadonlySet<DestinationId>): void => {
    const now: Wanted = { config: config ?? given.config, replay, recording: ledger.spec };
    const late: Promise<unknown>[] = lateChanges(given, now).map(({ method, payload }) => ask(handle, method, payload));
    for (const id of connected) if (!destinations.has(id)) late.push(end(handle, id));
    for (const done of late)
      done.catch((error: unknown) => logger.error('the new outlet process did not take a late change', { error: String(error) }));
  };

  /** A recording or a destination that cannot go on says so itself; the show does not wait for it. */
  const goOnWithout = (error: unknown): void =>
    logger.warn('something could not be continued in the new outlet process', { error: String(error) });
  const unlessProcessFailed = (error: unknown): void => {
    if (error instanceof ProcessError) throw error;
    goOnWithout(error);
  };

  const supervised = createSupervised({
    adapter: options.adapter,
    spec: { name: 'outlet', entry: join(options.entriesDir, 'outlet.js'), stopBudgetMs, heartbeat },
    policy: options.policy ?? eagerPolicy,
    clock,
    logger,
    onGeneration(handle) {
      ends.newProcess();
      handle.onEvent(({ name, payload }) => {
        if (name !== 'outlet') return;
        const event = payload as OutletEvent;
        if (event.type === 'recording') ledger.note(event);
        if (event.type === 'destination' && !ends.isNews(event)) return;
        onEvent.emit(event);
      });
      void resume(handle);
    },
  });
  supervised.onState((change) => {
    if (change.state === 'backing-off') {
      ledger.interrupted();
      setState('restarting');
    } else if (change.state === 'given-up') {
      ledger.interrupted();
      setState('given-up', givenUpWords);
      rejectWaiters();
    }
  });

  /** The process that is configured; while one is being replaced there is none, and what was asked for is kept for the next. */
  const configured = (): ProcessHandle | null => {
    const handle = supervised.current;
    return handle && handle.generation === configuredGeneration ? handle : null;
  };

  const rejectWaiters = (): void => {
    for (const waiter of waiters) waiter.reject(new ProcessError('no-process', 'the outlet is not running any more'));
    waiters.clear();
  };

  const whenConfigured = (): Promise<ProcessHandle> => {
    const handle = configured();
    if (handle) return Promise.resolve(handle);
    if (config === null || state === 'given-up' || state === 'stopped')
      return Promise.reject(
        new ProcessError('no-process', config === null ? 'the outlet is not configured yet' : 'the outlet is not running any more'),
      );
    const waiter = createDeferred<ProcessHandle>();
    waiters.add(waiter);
    return waiter.promise;
  };

  return {
    get state() {
      return state;
    },
    get pid() {
      return supervised.current?.pid;
    },
    onEvent: onEvent.event,
    async configure(wanted) {
      const handle = await supervised.whenReady();
      const reply = await ask(handle, 'configure', wanted);
      config = wanted;
      ready(handle);
      return reply;
    },
    async addDestination(spec) {
      destinations.set(spec.id, spec);
      const handle = configured();
      if (!handle) return;
      try {
        await ask(handle, 'add-destination', spec);
      } catch (error) {
        if (error instanceof ProcessError) return; // kept for the next process
        destinations.delete(spec.id);
        throw error;
      }
    },
    async removeDestination(id) {
      const wasThere = destinations.delete(id);
      const handle = configured();
      if (handle) await (wasThere ? end(handle, id) : ask(handle, 'remove-destination', { id }));
      else if (wasThere) ends.withoutProcess(id);
    },
    async holdSlate(path) {
      const handle = configured();
      const before = config;
      if (before === null) throw new ProcessError('no-process', 'the outlet is not configured yet');
      const { heldSlatePath: _, ...rest } = before;
      // first: a process that is being started must not show the programme either
      config = path === null ? rest : { ...rest, heldSlatePath: path };
      if (!handle) return;
      try {
        await ask(handle, 'hold-slate', { path });
      } catch (error) {
        if (error instanceof ProcessError) return; // kept for the next process
        config = before;
        throw error;
      }
    },
    async useSlates(files) {
      const before = config;
      if (before === null) throw new ProcessError('no-process', 'the outlet is not configured yet');
      const { heldSlatePath: _, ...rest } = before;
      config = { ...rest, ...files };
      const handle = configured();
      if (!handle) return;
      try {
        await ask(handle, 'use-slates', files);
      } catch (error) {
        if (error instanceof ProcessError) return; // kept for the next process
        config = before;
        throw error;
      }
    },
    async startRecording(spec) {
      const handle = await whenConfigured();
      ledger.start(spec);
      try {
        await ask(handle, 'start-recording', spec);
      } catch (error) {
        ledger.stop(null);
        // it may open after all, when nobody waits for it any more
        if (error instanceof ProcessError && error.code === 'call-timeout')
          ask(handle, 'stop-recording', undefined).catch((cause: unknown) =>
            logger.warn('a recording that opened too slowly was not stopped in order', { error: String(cause) }),
          );
        throw error;
      }
    },
    async stopRecording() {
      const handle = configured();
      ledger.closing();
      const last = handle ? await ask(handle, 'stop-recording', undefined).catch(() => null) : null;
      return ledger.stop(last);
    },
    async setReplay(spec) {
      replay = spec;
      const handle = configured();
      if (handle) await ask(handle, 'set-replay', spec);
    },
    async holdReplay(lastMs) {
      const handle = configured();
      return handle ? ask(handle, 'hold-replay', { lastMs }) : null;
    },
    async releaseReplay(holdId) {
      const handle = configured();
      if (handle) await ask(handle, 'release-replay', { holdId });
    },
    async stats() {
      const handle = configured();
      if (!handle) throw new ProcessError('no-process', 'the outlet is being started again');
      return ask(handle, 'stats', undefined);
    },
    async dispose() {
      await supervised.stop();
      setState('stopped');
      rejectWaiters();
      onEvent.clear();
    },
  };
}
