/**
 * One generation of one process, from spawn to observed exit: ready hand-shake, requests, heartbeat, and a stop that ends.
 * Does not restart anything (supervise.ts does) and does not know which adapter is behind it.
 */
import { createDeferred } from '../../kernel/deferred.ts';
import { Emitter } from '../../kernel/emitter.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import { protocolVersion, type ChildFrame } from '../protocol/frames.ts';
import { parseChildFrame } from '../protocol/parse-frames.ts';
import { buildEnvironment } from './build-environment.ts';
import { createHeartbeat, defaultHeartbeat, patientHeartbeat } from './heartbeat.ts';
import { createLineRing } from './line-ring.ts';
import { createPendingRequests, type RequestBody } from './pending-requests.ts';
import { setProcessPriority } from './priority.ts';
import { ProcessError } from './process-error.ts';
import type { ExitReport, ProcessAdapter, ProcessHandle, ProcessSpec, ProcessState } from './types.ts';

export interface StartOptions {
  readonly generation: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

const defaultReadyTimeoutMs = 15_000;
const defaultStopBudgetMs = 1000;
const pidPollMs = 20;
/** Well below the heartbeat's first warning: a child that is held is not late. */
const longestHoldMs = 1000;

export function startProcess(adapter: ProcessAdapter, spec: ProcessSpec, options: StartOptions): ProcessHandle {
  const { generation, clock } = options;
  const { name } = spec;
  const logger = options.logger.child({ process: name, generation });
  const stopBudgetMs = spec.stopBudgetMs ?? defaultStopBudgetMs;
  const stderr = createLineRing();
  const ready = createDeferred<unknown>();
  const exited = createDeferred<ExitReport>();
  const onState = new Emitter<ProcessState>((error) => logger.error('a state listener threw', { error: String(error) }));
  const onEvent = new Emitter<{ readonly name: string; readonly payload: unknown }>((error) =>
    logger.error('an event listener threw', { error: String(error) }),
  );
  ready.promise.catch(() => {}); // whoever does not wait for `ready` learns it from `exited`

  let state: ProcessState = 'starting';
  let cause: ExitReport['cause'] | undefined;
  let saidBye = false;
  let reportedPid: number | undefined;
  let cancelTimer: (() => void) | undefined;
  let niceness = spec.nice ?? 0;
  /** Set while it is held. */
  let cancelHold: (() => void) | undefined;
  /** Requests made before `ready`; bounded by the limit on pending requests. */
  let outbox: RequestBody[] | undefined = [];

  const raw = adapter.spawn({ name, entry: spec.entry, env: buildEnvironment(process.env, spec.env) });
  const pidNow = (): number | undefined => raw.pid ?? reportedPid;
  const ended = (): boolean => state === 'exited' || state === 'quarantined';

  function setState(next: ProcessState): void {
    if (state === next) return;
    state = next;
    onState.emit(next);
  }

  function post(body: object): void {
    const frame = { protocol: protocolVersion, generation, ...body };
    try {
      raw.send(frame);
    } catch (error) {
      throw new ProcessError('unserializable', `a frame for ${name} cannot be sent: ${String(error)}`, { cause: error });
    }
  }

  /** For frames of our own making: they always serialize, and a closed port is followed by an exit. */
  function postQuietly(body: object): void {
    try {
      post(body);
    } catch (error) {
      logger.debug('frame not sent', { error: String(error) });
    }
  }

  const requests = createPendingRequests(name, clock, (body) => {
    if (ended()) return;
    if (outbox !== undefined) outbox.push(body);
    else if (body.kind === 'call' || body.kind === 'open') post(body);
    else postQuietly(body);
  });

  const heartbeat = createHeartbeat(
    clock,
    () => {
      const times = spec.heartbeat ?? defaultHeartbeat;
      return niceness > 0 ? patientHeartbeat(times) : times;
    },
    (id) => postQuietly({ kind: 'ping', id }),
    (verdict, overdueMs) => {
      if (state !== 'ready' && state !== 'late') return;
      if (verdict === 'answering') setState('ready');
      else if (verdict === 'late') {
        logger.warn('heartbeat late', { overdueMs });
        setState('late');
      } else {
        logger.error('unresponsive: stopped by force', { overdueMs });
        setState('unresponsive');
        requests.refuseNew(new ProcessError('process-stopping', `${name} does not answer and is being stopped`));
        cause ??= 'unresponsive';
        killByForce();
      }
    },
  );

  function accept(frame: ChildFrame): void {
    switch (frame.kind) {
      case 'ready':
        if (state !== 'starting') return;
        reportedPid = frame.pid;
        cancelTimer?.();
        setState('ready');
        ready.resolve(frame.info);
        flushOutbox();
        heartbeat.start();
        return;
      case 'event':
        onEvent.emit({ name: frame.name, payload: frame.payload });
        return;
      case 'pong':
        heartbeat.pong(frame.id);
        return;
      case 'bye':
        saidBye = true;
        postQuietly({ kind: 'farewell' });
        return;
      case 'result':
      case 'item':
      case 'end':
      case 'error':
        requests.accept(frame);
    }
  }

  function flushOutbox(): void {
    const waiting = outbox ?? [];
    outbox = undefined;
    for (const body of waiting) {
      try {
        post(body);
      } catch (error) {
        requests.fail(body.id, error as ProcessError); // `post` throws nothing else
      }
    }
  }

  function release(): void {
    if (!cancelHold) return;
    cancelHold();
    cancelHold = undefined;
    raw.resume();
  }

  function finish(code: number | null, signal: string | null, observed: boolean): void {
    cancelTimer?.();
    cancelHold?.();
    cancelHold = undefined;
    heartbeat.stop();
    if (exited.settled) {
      if (observed) {
        logger.info('a quarantined process has gone after all');
        setState('exited');
      }
      return;
    }
    const report: ExitReport = {
      generation,
      clean: saidBye,
      expected: cause === 'stop',
      code,
      signal,
      observed,
      stderrTail: stderr.lines(),
      cause: cause ?? (observed && pidNow() === undefined ? 'spawn-failed' : 'exit'),
    };
    outbox = undefined;
    setState(observed ? 'exited' : 'quarantined');
    const detail = { cause: report.cause, code, signal, stderrTail: report.stderrTail.slice(-5) };
    const error =
      report.cause === 'ready-timeout'
        ? new ProcessError('ready-timeout', `${name} was not ready within ${spec.readyTimeoutMs ?? defaultReadyTimeoutMs} ms`, { detail })
        : new ProcessError('process-exited', `${name} ended (${report.cause}, code ${code}, signal ${signal})`, { detail });
    ready.reject(error);
    requests.settleAll(error);
    const log = report.expected && observed ? 'info' : 'warn';
    logger[log](observed ? 'process ended' : 'process quarantined: no exit was seen after SIGKILL', { ...detail, clean: saidBye });
    exited.resolve(report);
  }

  function killByForce(): void {
    cancelTimer?.();
    heartbeat.stop();
    forceKill();
    cancelTimer = clock.after(stopBudgetMs, () => finish(null, null, false));
  }

  function forceKill(): void {
    const pid = pidNow();
    logger.debug('SIGKILL', { pid });
    raw.forceKill();
  }

  function stop(): void {
    if (ended() || state === 'stopping' || state === 'unresponsive') return;
    cause ??= 'stop';
    release();
    cancelTimer?.();
    heartbeat.stop();
    setState('stopping');
    requests.refuseNew(new ProcessError('process-stopping', `${name} is being stopped`));
    postQuietly({ kind: 'stop' });
    cancelTimer = clock.after(stopBudgetMs, () => {
      logger.warn('no exit within the stop budget: kill');
      raw.kill();
      cancelTimer = clock.after(stopBudgetMs, killByForce);
    });
  }

  raw.onExit((code, signal) => finish(code, signal, true));
  raw.onStderr((chunk) => stderr.push(chunk));
  raw.onMessage((message) => {
    const frame = parseChildFrame(message, generation);
    if (frame === undefined) logger.warn('dropped a frame that is not of this generation or protocol');
    else if (!ended()) accept(frame);
  });
  postQuietly({ kind: 'hello', name });
  if (spec.nice !== undefined) applyPriority(spec.nice);
  const readyTimeoutMs = spec.readyTimeoutMs ?? defaultReadyTimeoutMs;
  cancelTimer = clock.after(readyTimeoutMs, () => {
    logger.error('not ready in time: stopped', { readyTimeoutMs });
    cause ??= 'ready-timeout';
    stop();
  });

  function applyPriority(nice: number): void {
    const pid = pidNow();
    if (ended()) return;
    if (pid === undefined) {
      if (state === 'starting') clock.after(pidPollMs, () => applyPriority(nice)); // utilityProcess tells its pid a little later
      return;
    }
    const outcome = setProcessPriority(pid, nice);
    if (outcome !== 'set') logger.debug('niceness not changed', { nice, outcome });
  }

  return {
    name,
    generation,
    get pid() {
      return pidNow();
    },
    get state() {
      return state;
    },
    ready: ready.promise,
    exited: exited.promise,
    onState: onState.event,
    onEvent: onEvent.event,
    async call<T>(method: string, payload: unknown, callOptions = {}): Promise<T> {
      return (await requests.call(method, payload, callOptions)) as T;
    },
    stream<T>(method: string, payload: unknown, streamOptions = {}) {
      return requests.stream(method, payload, streamOptions) as AsyncIterableIterator<T>;
    },
    stop() {
      stop();
      return exited.promise;
    },
    setPriority(nice) {
      niceness = nice;
      applyPriority(nice);
    },
    hold(forMs) {
      if (state !== 'starting' && state !== 'ready' && state !== 'late') return;
      if (cancelHold) cancelHold();
      else raw.suspend();
      cancelHold = clock.after(Math.min(forMs, longestHoldMs), release);
    },
    release,
    stderrTail: () => stderr.lines(),
  };
}
