/** Which voice slot a voice that is in none is best put into: where the fewest languages fall silent by it, else the first. Pure. */
import type { SlotId } from '../contract/ids.ts';

export interface SpokenSlot {
  readonly slotId: SlotId;
  /** Of what stands there now; none where the slot is off. */
  readonly languages: readonly string[];
}

export function slotForVoice(languages: readonly string[], slots: readonly SpokenSlot[]): SlotId | undefined {
  const silencedBy = (slot: SpokenSlot): number => {
    const still = new Set([...languages, ...slots.filter((other) => other !== slot).flatMap((other) => other.languages)]);
    return slot.languages.filter((lang) => !still.has(lang)).length;
  };
  // stable: of equals the first
  return slots.toSorted((a, b) => silencedBy(a) - silencedBy(b))[0]?.slotId;
}
