/** Stores whose failures are told and forgotten: the show goes on when the disk is full. */
import type { Stores } from './forgetful.ts';

export type Quietly = <T>(what: string, fallback: T, act: () => T) => T;

export function makeQuiet({ receipts, memory, slots, choices, shows }: Stores, quietly: Quietly): Stores {
  return {
    receipts: {
      append: (receipt) => quietly('a receipt', undefined, () => receipts.append(receipt)),
      newest: (count, slotId) => quietly('receipts', [], () => receipts.newest(count, slotId)),
    },
    memory: {
      expectedBytes: (choice) => quietly('memory', undefined, () => memory.expectedBytes(choice)),
      expectedGraphicsBytes: (choice) => quietly('memory', undefined, () => memory.expectedGraphicsBytes?.(choice)),
      remember: (choice, bytes, graphicsBytes) => quietly('memory', undefined, () => memory.remember(choice, bytes, graphicsBytes)),
      history: (choiceId, count) => quietly('memory', [], () => memory.history(choiceId, count)),
    },
    slots: {
      set: (slotId, choice, state) => quietly('a slot', undefined, () => slots.set(slotId, choice, state)),
      all: () => quietly('slots', [], () => slots.all()),
    },
    choices: {
      put: (choice) => quietly('a choice', undefined, () => choices.put(choice)),
      remove: (choiceId) => quietly('a choice', undefined, () => choices.remove(choiceId)),
      all: () => quietly('choices', [], () => choices.all()),
    },
    shows: {
      note: (event) => quietly('a turn', undefined, () => shows.note(event)),
      turns: (count, showId) => quietly('turns', [], () => shows.turns(count, showId)),
      shows: (count) => quietly('shows', [], () => shows.shows(count)),
    },
  };
}
