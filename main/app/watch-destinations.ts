/** Asks the outlet once a second how its destinations go. An outlet that is being started again has nothing to tell. */
import type { Clock } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/disposable.ts';
import type { Outlet } from '../outlet/control/create-outlet.ts';
import type { DestinationStats } from '../outlet/protocol/control.ts';

const everyMs = 1000;

export function watchDestinations(outlet: Outlet, clock: Clock, onStats: (stats: readonly DestinationStats[]) => void): Disposable {
  let state: 'watching' | 'ended' = 'watching';
  let cancel: (() => void) | undefined;
  const look = async (): Promise<void> => {
    const stats = await outlet.stats().catch(() => null);
    if (state === 'ended') return;
    if (stats) onStats(stats.destinations);
    cancel = clock.after(everyMs, () => void look());
  };
  void look();
  return {
    dispose() {
      state = 'ended';
      cancel?.();
    },
  };
}
