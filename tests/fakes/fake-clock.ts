/** A clock that a test owns: time moves only in `advance`, timers run in order, and what they set off is let run in between. */
import type { Clock } from '../../main/kernel/clock.ts';

export interface FakeClock extends Clock {
  /** Runs every timer that falls due, each at its own time, and the promises that hang on them. */
  advance(byMs: number): Promise<void>;
  /** Moves the clock as a suspended machine does: time has passed, and timers fire late and together. */
  jump(byMs: number): Promise<void>;
  /** Timers that wait. */
  readonly waiting: number;
}

interface Timer {
  readonly dueMs: number;
  readonly order: number;
  readonly fn: () => void;
}

/** Turns of the event loop, so that chains of promises and immediates can end. */
export async function settle(turns = 4): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export function createFakeClock(startMs = 0, wallStartMs = 1_700_000_000_000): FakeClock {
  const timers = new Set<Timer>();
  let nowMs = startMs;
  let order = 0;

  function nextDue(untilMs: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (timer.dueMs > untilMs) continue;
      if (next === undefined || timer.dueMs < next.dueMs || (timer.dueMs === next.dueMs && timer.order < next.order)) next = timer;
    }
    return next;
  }

  async function runDue(untilMs: number, at: (timer: Timer) => number): Promise<void> {
    await settle();
    for (let timer = nextDue(untilMs); timer !== undefined; timer = nextDue(untilMs)) {
      timers.delete(timer);
      nowMs = Math.max(nowMs, at(timer));
      timer.fn();
      await settle();
    }
    nowMs = untilMs;
  }

  return {
    now: () => nowMs,
    wallNow: () => wallStartMs + nowMs - startMs,
    after(delayMs, fn) {
      const timer: Timer = { dueMs: nowMs + Math.max(0, delayMs), order: (order += 1), fn };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance: (byMs) => runDue(nowMs + byMs, (timer) => timer.dueMs),
    jump: (byMs) => {
      const untilMs = nowMs + byMs;
      return runDue(untilMs, () => untilMs);
    },
    get waiting() {
      return timers.size;
    },
  };
}
