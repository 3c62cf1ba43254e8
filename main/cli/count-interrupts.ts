/**
 * Ctrl-C as a command hears it: the first one asks for the orderly end, a later one stops waiting for what may wait. One key press may come as several signals
 * (the terminal's, and one that npm or our own script hands on): what comes close together is one. The end of the terminal (SIGHUP) counts like Ctrl-C.
 */
import process from 'node:process';
import { systemClock, type Clock } from '../kernel/clock.ts';
import { createDeferred } from '../kernel/deferred.ts';

export interface Interrupts {
  readonly first: Promise<void>;
  /** The next one from now on. */
  next(): Promise<void>;
  /** The system's own way again: the next signal ends the process. */
  dispose(): void;
}

const samePressMs = 500;
const signals = ['SIGINT', 'SIGHUP'] as const;

type SignalSource = Pick<NodeJS.Process, 'on' | 'off'>;

export function countInterrupts(source: SignalSource = process, clock: Clock = systemClock): Interrupts {
  const first = createDeferred<void>();
  let next = createDeferred<void>();
  let lastAtMs = -Infinity;
  const note = (): void => {
    const now = clock.now();
    const again = now - lastAtMs < samePressMs;
    lastAtMs = now;
    if (again) return;
    first.resolve();
    next.resolve();
    next = createDeferred<void>();
  };
  for (const signal of signals) source.on(signal, note);
  return {
    first: first.promise,
    next: () => next.promise,
    dispose() {
      for (const signal of signals) source.off(signal, note);
    },
  };
}

/**
 * For a command whose orderly end is short. The first Ctrl-C asks for it; the next one, pressed because it does not come, ends the process
 * as the system does. It listens to the end of the process: the second signal of the same press may come when the work is over.
 */
export function stopOnInterrupt(
  stop: () => void,
  interrupts: Interrupts = countInterrupts(),
  endNow: () => void = () => process.kill(process.pid, 'SIGINT'),
): void {
  void interrupts.first.then(() => {
    void interrupts.next().then(() => {
      interrupts.dispose();
      endNow();
    });
    stop();
  });
}
