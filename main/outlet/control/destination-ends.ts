/**
 * The end of each destination is told once: by the process that has it or, where that one hangs, dies or is being set up, from here. Without this a
 * destination that was stopped in such a moment would stay as it was last seen.
 */
import type { DestinationId } from '../../contract/ids.ts';
import type { DestinationFigures, OutletEvent } from '../protocol/control.ts';

type DestinationEvent = Extract<OutletEvent, { type: 'destination' }>;

export interface DestinationEnds {
  /** It knows no destination yet. */
  newProcess(): void;
  /** The process that is being set up gets it. */
  given(id: DestinationId): void;
  /** There is no process that could be asked to end it. */
  withoutProcess(id: DestinationId): void;
  /** Asks the process to end it, told already or not; rejects as `ask` does. */
  byProcess(id: DestinationId, ask: () => Promise<unknown>): Promise<void>;
  /** What the process says of a destination. false: its end has been told already, and this comes too late. */
  isNews(event: DestinationEvent): boolean;
}

const noFigures: DestinationFigures = { kbps: 0, droppedVideoTags: 0, reconnects: 0, nextTryInMs: null };

export function createDestinationEnds(emit: (event: DestinationEvent) => void): DestinationEnds {
  const known = new Set<DestinationId>();
  /** Asked to end, and no end was told yet. */
  const owed = new Set<DestinationId>();
  /** Told from here while the process may still have it: it goes unheard up to its own word of the end. */
  const unheard = new Set<DestinationId>();

  const tell = (id: DestinationId): void => emit({ type: 'destination', id, state: 'stopped', figures: noFigures });

  return {
    newProcess() {
      known.clear();
      unheard.clear();
    },
    given: (id) => void known.add(id),
    withoutProcess(id) {
      if (known.has(id)) unheard.add(id);
      tell(id);
    },
    async byProcess(id, ask) {
      if (!unheard.has(id)) owed.add(id);
      try {
        await ask();
        // its own word comes before its answer: whatever is said of this destination from here on is of a new one
        unheard.delete(id);
        if (owed.delete(id)) tell(id);
      } catch (error) {
        if (owed.delete(id)) {
          unheard.add(id);
          tell(id);
        }
        throw error;
      }
    },
    isNews({ id, state }) {
      if (state === 'stopped') owed.delete(id);
      if (!unheard.has(id)) return true;
      if (state === 'stopped') unheard.delete(id);
      return false;
    },
  };
}
