/**
 * Asks "are you there?" and judges silence: first late, then unresponsive.
 * Overdue time is counted in our own ticks, so a pause of this process (suspend, SIGSTOP) is not held against the child.
 */
import type { Clock } from '../../kernel/clock.ts';

export interface HeartbeatTimes {
  readonly intervalMs: number;
  readonly warnAfterMs: number;
  readonly unresponsiveAfterMs: number;
}

export const defaultHeartbeat: HeartbeatTimes = { intervalMs: 1000, warnAfterMs: 3000, unresponsiveAfterMs: 8000 };

/** A child that everybody else goes before answers late without being ill: so many times the usual patience. */
const politePatience = 5;

export function patientHeartbeat({ intervalMs, warnAfterMs, unresponsiveAfterMs }: HeartbeatTimes): HeartbeatTimes {
  return { intervalMs, warnAfterMs: warnAfterMs * politePatience, unresponsiveAfterMs: unresponsiveAfterMs * politePatience };
}

export type Verdict = 'answering' | 'late' | 'unresponsive';

export interface Heartbeat {
  start(): void;
  stop(): void;
  pong(id: number): void;
}

export function createHeartbeat(
  clock: Clock,
  /** Asked anew at each look. */
  timesNow: () => HeartbeatTimes,
  ping: (id: number) => void,
  onVerdict: (verdict: Verdict, overdueMs: number) => void,
): Heartbeat {
  let verdict: Verdict = 'answering';
  let cancel: (() => void) | undefined;
  let lastId = 0;
  let answeredId = 0;
  let overdueMs = 0;
  let lastTickMs = 0;

  function judge(next: Verdict): void {
    if (next === verdict) return;
    verdict = next;
    onVerdict(next, overdueMs);
  }

  function tick(): void {
    const nowMs = clock.now();
    const times = timesNow();
    const elapsedMs = Math.min(nowMs - lastTickMs, 2 * times.intervalMs);
    lastTickMs = nowMs;
    overdueMs = answeredId === lastId ? 0 : overdueMs + elapsedMs;
    if (overdueMs >= times.unresponsiveAfterMs) {
      cancel = undefined;
      judge('unresponsive');
      return;
    }
    judge(overdueMs >= times.warnAfterMs ? 'late' : 'answering');
    lastId += 1;
    if (answeredId === lastId - 1) overdueMs = 0;
    cancel = clock.after(times.intervalMs, tick);
    ping(lastId);
  }

  return {
    start() {
      lastTickMs = clock.now();
      tick();
    },
    stop() {
      cancel?.();
      cancel = undefined;
    },
    pong(id) {
      if (cancel === undefined || id <= answeredId || id > lastId) return;
      answeredId = id;
      overdueMs = 0;
      judge('answering');
    },
  };
}
