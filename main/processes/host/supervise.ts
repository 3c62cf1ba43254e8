/** Keeps one process alive: a new generation after each failure, by the restart policy, until it is stopped or given up on. */
import { createDeferred, type Deferred } from '../../kernel/deferred.ts';
import { Emitter, type Event } from '../../kernel/emitter.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import { ProcessError } from './process-error.ts';
import { decideRestart, defaultRestartPolicy } from './restart-policy.ts';
import { startProcess } from './start-process.ts';
import type { ExitReport, ProcessAdapter, ProcessHandle, ProcessSpec, RestartPolicy } from './types.ts';

export type SupervisedState = 'starting' | 'running' | 'backing-off' | 'given-up' | 'stopping' | 'stopped';

export interface SupervisedChange {
  readonly state: SupervisedState;
  /** 0 before the first start. */
  readonly generation: number;
  /** Failures without a healthy life in between. */
  readonly failures: number;
  /** With 'backing-off': the wait before the next generation. */
  readonly delayMs?: number;
  /** With 'backing-off', 'given-up' and 'stopped': how the last generation ended. */
  readonly exit?: ExitReport;
}

export interface SupervisedOptions {
  readonly adapter: ProcessAdapter;
  /** A function is asked anew for each generation (fresh socket paths, changed environment). */
  readonly spec: ProcessSpec | ((generation: number) => ProcessSpec);
  readonly policy?: RestartPolicy;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called with each new generation right after its start, before anything can have come from it. */
  readonly onGeneration?: (handle: ProcessHandle) => void;
  /**
   * Called with each new generation behind `onGeneration`: resolves when it works, from which on its healthy life counts; rejects when it never will. Left out:
   * it works when it is ready. For one that is ready long before it has done what it may die of.
   */
  readonly works?: (handle: ProcessHandle) => Promise<unknown>;
}

export interface Supervised {
  /** The living generation; undefined while backing off, given up or stopped. */
  readonly current: ProcessHandle | undefined;
  readonly state: SupervisedState;
  readonly onState: Event<SupervisedChange>;
  /** The current generation once it is ready, or the next one that will be. Rejects with 'no-process' when there will be none. */
  whenReady(signal?: AbortSignal): Promise<ProcessHandle>;
  /** After 'given-up', or to skip the back-off: starts at once with a clean count. No effect while one lives or after stop. */
  retry(): void;
  /** Idempotent; resolves when the last generation was seen to exit or quarantined. */
  stop(): Promise<void>;
}

export function createSupervised(options: SupervisedOptions): Supervised {
  const { adapter, clock, onGeneration, works } = options;
  const policy = options.policy ?? defaultRestartPolicy;
  const logger = options.logger;
  const onState = new Emitter<SupervisedChange>((error) => logger.error('a state listener threw', { error: String(error) }));
  const waiters = new Set<Deferred<ProcessHandle>>();
  const stopped = createDeferred<void>();
  let state: SupervisedState = 'starting';
  let current: ProcessHandle | undefined;
  let generation = 0;
  let failures = 0;
  let cancelBackOff: (() => void) | undefined;

  const stopWanted = (): boolean => state === 'stopping' || state === 'stopped';
  const noProcess = (): ProcessError =>
    new ProcessError('no-process', state === 'given-up' ? 'the process failed too often' : 'the process was stopped');

  function setState(next: SupervisedState, more: Pick<SupervisedChange, 'delayMs' | 'exit'> = {}): void {
    state = next;
    onState.emit({ state, generation, failures, ...more });
  }

  function settleWaiters(settle: (waiter: Deferred<ProcessHandle>) => void): void {
    for (const waiter of Array.from(waiters)) settle(waiter);
    waiters.clear();
  }

  function start(): void {
    cancelBackOff = undefined;
    generation += 1;
    const spec = typeof options.spec === 'function' ? options.spec(generation) : options.spec;
    const handle = startProcess(adapter, spec, { generation, clock, logger });
    let worksSinceMs: number | undefined;
    current = handle;
    setState('starting');
    onGeneration?.(handle);
    (works?.(handle) ?? handle.ready).then(
      () => {
        worksSinceMs = clock.now();
      },
      () => {},
    );
    handle.ready.then(
      () => {
        if (stopWanted() || current !== handle) return;
        setState('running');
        settleWaiters((waiter) => waiter.resolve(handle));
      },
      () => {}, // `exited` tells
    );
    void handle.exited.then((exit) => ended(exit, worksSinceMs === undefined ? 0 : clock.now() - worksSinceMs));
  }

  function ended(exit: ExitReport, livedMs: number): void {
    current = undefined;
    if (stopWanted()) {
      finish(exit);
      return;
    }
    const decision = decideRestart(policy, failures, livedMs);
    failures = decision.failures;
    if (decision.kind === 'give-up') {
      logger.error('given up: the process failed too often', { generation, failures, cause: exit.cause });
      setState('given-up', { exit });
      settleWaiters((waiter) => waiter.reject(noProcess()));
      return;
    }
    logger.warn('the process is started again', { generation, failures, cause: exit.cause, delayMs: decision.delayMs });
    cancelBackOff = clock.after(decision.delayMs, start);
    setState('backing-off', { exit, delayMs: decision.delayMs });
  }

  function finish(exit?: ExitReport): void {
    setState('stopped', exit === undefined ? {} : { exit });
    settleWaiters((waiter) => waiter.reject(noProcess()));
    stopped.resolve();
  }

  start();

  return {
    get current() {
      return current;
    },
    get state() {
      return state;
    },
    onState: onState.event,
    async whenReady(signal) {
      signal?.throwIfAborted();
      if (state === 'running' && current !== undefined) return current;
      if (stopWanted() || state === 'given-up') throw noProcess();
      const waiter = createDeferred<ProcessHandle>();
      const onAbort = (): void => {
        waiters.delete(waiter);
        waiter.reject(signal?.reason);
      };
      waiters.add(waiter);
      signal?.addEventListener('abort', onAbort, { once: true });
      return waiter.promise.finally(() => signal?.removeEventListener('abort', onAbort));
    },
    retry() {
      if (state !== 'given-up' && state !== 'backing-off') return;
      cancelBackOff?.();
      failures = 0;
      start();
    },
    stop() {
      if (stopWanted()) return stopped.promise;
      cancelBackOff?.();
      if (current === undefined) finish();
      else {
        setState('stopping');
        void current.stop();
      }
      return stopped.promise;
    },
  };
}
