/** A lease, waited for where one is on its way: an engine that restarts, or a new one that takes the slot. Decides nothing about which engine is right. */
import type { Clock } from '../../kernel/clock.ts';
import type { Lease, Need, Router } from '../../routing/types.ts';

export interface LeaseSoonOptions {
  readonly router: Router;
  readonly clock: Clock;
  /** Longest wait. */
  readonly withinMs: number;
  /** Picks among what is ready now. */
  readonly pick: () => Lease | undefined;
}

/** Undefined: nothing is ready, and nothing is coming or it did not come in time. Rejects with `signal.reason`. */
export function leaseSoon(
  need: Need,
  { router, clock, withinMs, pick }: LeaseSoonOptions,
  signal: AbortSignal,
): Promise<Lease | undefined> {
  return new Promise((resolve, reject) => {
    const subscriptions: (() => void)[] = [];
    const leave = (): void => {
      for (const unsubscribe of subscriptions.splice(0)) unsubscribe();
    };
    const finish = (settle: () => void): void => {
      leave();
      cancelTimer();
      unsubscribeRouter();
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    const onAbort = (): void => finish(() => reject(signal.reason));
    const look = (): boolean => {
      const lease = pick();
      if (!lease && router.canServe(need)) return false;
      finish(() => resolve(lease));
      return true;
    };
    const watch = (): void => {
      leave();
      for (const { kind, active } of router.slots) if (kind === need.kind && active) subscriptions.push(active.onState(() => void look()));
    };
    const cancelTimer = clock.after(withinMs, () => finish(() => resolve(pick())));
    const unsubscribeRouter = router.onChange(() => {
      if (!look()) watch();
    });
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    else if (!look()) watch();
  });
}
