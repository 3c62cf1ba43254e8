/** Stores that never throw and never wait: a read that fails gives nothing, a write that is refused is written later. */
import type { Stores } from './forgetful.ts';

export interface Quiet {
  read<T>(what: string, fallback: T, act: () => T): T;
  write(what: string, act: () => void): void;
}

export function makeQuiet({ receipts, memory, slots, choices, shows, destinations, onAir, settings }: Stores, quiet: Quiet): Stores {
  return {
    receipts: {
      append: (receipt) => quiet.write('a receipt', () => receipts.append(receipt)),
      newest: (count, slotId) => quiet.read('receipts', [], () => receipts.newest(count, slotId)),
    },
    memory: {
      expectedBytes: (choice) => quiet.read('memory', undefined, () => memory.expectedBytes(choice)),
      expectedGraphicsBytes: (choice) => quiet.read('memory', undefined, () => memory.expectedGraphicsBytes?.(choice)),
      remember: (choice, bytes, graphicsBytes) => quiet.write('memory', () => memory.remember(choice, bytes, graphicsBytes)),
      history: (choiceId, count) => quiet.read('memory', [], () => memory.history(choiceId, count)),
    },
    slots: {
      set: (slotId, choice, state) => quiet.write('a slot', () => slots.set(slotId, choice, state)),
      all: () => quiet.read('slots', [], () => slots.all()),
    },
    choices: {
      put: (choice) => quiet.write('a choice', () => choices.put(choice)),
      remove: (choiceId) => quiet.write('a choice', () => choices.remove(choiceId)),
      all: () => quiet.read('choices', [], () => choices.all()),
    },
    shows: {
      note: (event) => quiet.write('a turn', () => shows.note(event)),
      page: (query) => quiet.read('turns', { turns: [], more: false }, () => shows.page(query)),
      find: (showId) => quiet.read('a show', undefined, () => shows.find(showId)),
      turns: (count, showId) => quiet.read('turns', [], () => shows.turns(count, showId)),
      shows: (count) => quiet.read('shows', [], () => shows.shows(count)),
      closeCutOff: (cut) => quiet.write('turns that were cut off', () => shows.closeCutOff(cut)),
    },
    // whoever adds or removes one is told when it fails
    destinations,
    onAir: {
      set: (record) => quiet.write('what is on air', () => onAir.set(record)),
      clear: (showId) => quiet.write('what is on air', () => onAir.clear(showId)),
      get: () => quiet.read('what was on air', null, () => onAir.get()),
    },
    settings: {
      get: (name) => quiet.read('a setting', undefined, () => settings.get(name)),
      set: (name, value) => quiet.write('a setting', () => settings.set(name, value)),
    },
  };
}
