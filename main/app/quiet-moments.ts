/**
 * Knows the moments in which somebody waits for the anchor: from a line's turn to the first sound of its answer. In them nothing that is loaded beside
 * may take the processor away. Each moment is short by construction: a model that thinks for long is not waited for by everything else.
 */
import type { TurnId } from '../contract/ids.ts';
import { isTerminalTurn, type ShowEvent } from '../contract/show-events.ts';
import type { Clock } from '../kernel/clock.ts';

export interface QuietMoments {
  note(event: ShowEvent): void;
  /** Resolves when nobody waits, at the latest after a second. Rejects with `signal.reason`. */
  calm(signal: AbortSignal): Promise<void>;
  dispose(): void;
}

export interface QuietMomentsOptions {
  readonly clock: Clock;
  /** Begins (again) a quiet moment of at most so many milliseconds. */
  readonly hush: (forMs: number) => void;
  readonly unhush: () => void;
}

/** Longer than an embedded engine needs for an answer, shorter than anybody who loads could be held up by. */
const mostMs = 400;
const mostCalmMs = 1000;

export function createQuietMoments({ clock, hush, unhush }: QuietMomentsOptions): QuietMoments {
  /** Turns whose first sound is waited for, with the end of their moment's timer. */
  const open = new Map<TurnId, () => void>();
  const begun = new Set<TurnId>();
  const waiting = new Set<() => void>();

  function begin(turnId: TurnId): void {
    open.get(turnId)?.();
    open.set(
      turnId,
      clock.after(mostMs, () => end(turnId)),
    );
    hush(mostMs);
  }

  function end(turnId: TurnId): void {
    const cancel = open.get(turnId);
    if (!cancel) return;
    cancel();
    open.delete(turnId);
    if (open.size > 0) return;
    unhush();
    for (const wake of Array.from(waiting)) wake();
  }

  return {
    note(event) {
      if (event.type === 'turn') {
        // nobody waits for what the anchor says by itself
        if (event.kind === 'idle') {
          begun.add(event.turnId);
          if (isTerminalTurn(event.state)) begun.delete(event.turnId);
          return;
        }
        if (event.state === 'thinking') begin(event.turnId);
        if (!isTerminalTurn(event.state)) return;
        begun.delete(event.turnId);
        end(event.turnId);
      } else if (event.type === 'clause' && !begun.has(event.turnId)) {
        // The first one: a model that took its time has answered, and now its voice is waited for.
        begun.add(event.turnId);
        begin(event.turnId);
      } else if (event.type === 'speech-heard') end(event.turnId);
    },
    calm(signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      if (open.size === 0) return Promise.resolve();
      return new Promise((resolve, reject) => {
        const settle = (act: () => void): void => {
          waiting.delete(wake);
          cancel();
          signal.removeEventListener('abort', onAbort);
          act();
        };
        const wake = (): void => settle(resolve);
        const onAbort = (): void => settle(() => reject(signal.reason));
        const cancel = clock.after(mostCalmMs, wake);
        waiting.add(wake);
        signal.addEventListener('abort', onAbort, { once: true });
      });
    },
    dispose() {
      for (const turnId of Array.from(open.keys())) end(turnId);
      begun.clear();
      for (const wake of Array.from(waiting)) wake();
    },
  };
}
