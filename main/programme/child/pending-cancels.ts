/** Owns cancels that wait for their silence to be handed to the encoder. */
import type { Clock } from '../../kernel/clock.ts';
import { createDeferred, type Deferred } from '../../kernel/deferred.ts';
import type { ProgrammeEvent } from '../protocol/control.ts';

interface PendingCancel {
  readonly epoch: number;
  readonly atMs: number;
  readonly done: Deferred<{ silentAfterMs: number }>;
}

export class PendingCancels {
  readonly #clock: Clock;
  readonly #emit: (event: ProgrammeEvent) => void;
  #pending: PendingCancel[] = [];

  constructor(options: { readonly clock: Clock; readonly emit: (event: ProgrammeEvent) => void }) {
    this.#clock = options.clock;
    this.#emit = options.emit;
  }

  add(epoch: number): Promise<{ silentAfterMs: number }> {
    const pending: PendingCancel = { epoch, atMs: this.#clock.now(), done: createDeferred() };
    this.#pending.push(pending);
    return pending.done.promise;
  }

  /** The silence is out. */
  settle(): void {
    for (const { epoch, atMs, done } of this.#pending.splice(0)) {
      const silentAfterMs = this.#clock.now() - atMs;
      done.resolve({ silentAfterMs });
      this.#emit({ type: 'cancelled', epoch, atMs: this.#clock.wallNow(), silentAfterMs });
    }
  }
}
