/** What goes out to the platforms, and what is lost on the way; the preview never leaves this machine. Pure. */
import type { DestinationView } from '../../../main/api/contract/destinations.ts';
import { localDestinationId } from '../../../main/contract/ids.ts';

type Seen = Pick<DestinationView, 'destinationId' | 'state' | 'figures'>;

const platforms = (destinations: readonly Seen[]): readonly Seen[] =>
  destinations.filter(({ destinationId }) => destinationId !== localDestinationId);

/** kbit/s to all platforms together. null: nothing goes out. */
export function uploadKbps(destinations: readonly Seen[]): number | null {
  const rates = platforms(destinations).flatMap(({ state, figures }) =>
    (state === 'live' || state === 'congested') && figures !== undefined ? [figures.kbps] : [],
  );
  return rates.length === 0 ? null : rates.reduce((sum, kbps) => sum + kbps, 0);
}

/** Pictures that did not get through, since the destinations were started. */
export const droppedFrames = (destinations: readonly Seen[]): number =>
  platforms(destinations).reduce((sum, { figures }) => sum + (figures?.droppedFrames ?? 0), 0);
