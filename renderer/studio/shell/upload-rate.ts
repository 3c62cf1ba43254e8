/** What goes out to the platforms. Pure. */
import type { DestinationView } from '../../../main/api/contract/destinations.ts';

/** kbit/s to all platforms together; the preview never leaves this machine. null: nothing goes out. */
export function uploadKbps(destinations: readonly Pick<DestinationView, 'destinationId' | 'state' | 'figures'>[]): number | null {
  const rates = destinations.flatMap(({ destinationId, state, figures }) =>
    destinationId !== 'local' && (state === 'live' || state === 'congested') && figures !== undefined ? [figures.kbps] : [],
  );
  return rates.length === 0 ? null : rates.reduce((sum, kbps) => sum + kbps, 0);
}
