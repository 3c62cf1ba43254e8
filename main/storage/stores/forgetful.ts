/** The stores without a file: what is told in this run is there until it ends. For when the database cannot be used; bounded, and it cannot fail. */
import type { DestinationRecord, DestinationStore } from '../../destinations/destination-store.ts';
import type { EngineChoice } from '../../engines/contract/choice.ts';
import type { SwapReceipt } from '../../swap/types.ts';
import type { ChoiceStore } from './choice-store.ts';
import type { MemorySample, MemoryStore } from './memory-store.ts';
import type { OnAirRecord, OnAirStore } from './on-air-store.ts';
import type { ReceiptStore } from './receipt-store.ts';
import type { SettingStore } from './setting-store.ts';
import type { ShowStore } from './show-store.ts';
import type { SlotStore, WantedSlot } from './slot-store.ts';

export interface Stores {
  readonly receipts: ReceiptStore;
  readonly memory: MemoryStore;
  readonly slots: SlotStore;
  readonly choices: ChoiceStore;
  readonly shows: ShowStore;
  readonly destinations: DestinationStore;
  readonly onAir: OnAirStore;
  readonly settings: SettingStore;
}

const keptReceipts = 500;
const keptSamples = 100;

export function createForgetfulStores(now: () => number): Stores {
  let receipts: readonly SwapReceipt[] = [];
  const samples = new Map<string, readonly MemorySample[]>();
  const slots = new Map<string, WantedSlot>();
  const choices = new Map<string, EngineChoice>();
  const destinations = new Map<string, DestinationRecord>();
  const settings = new Map<string, unknown>();
  let onAir: OnAirRecord | null = null;
  const largest = (choice: EngineChoice, of: (sample: MemorySample) => number | null): number | undefined => {
    const known = (samples.get(choice.choiceId) ?? []).flatMap((sample) => of(sample) ?? []);
    return known.length === 0 ? undefined : Math.max(...known);
  };
  return {
    receipts: {
      append(receipt) {
        receipts = [receipt, ...receipts].slice(0, keptReceipts);
      },
      newest: (count, slotId) => receipts.filter((receipt) => slotId === undefined || receipt.slotId === slotId).slice(0, count),
    },
    memory: {
      expectedBytes: (choice) => largest(choice, ({ bytes }) => bytes),
      expectedGraphicsBytes: (choice) => largest(choice, ({ graphicsBytes }) => graphicsBytes),
      remember(choice, bytes, graphicsBytes) {
        const before = samples.get(choice.choiceId) ?? [];
        samples.set(choice.choiceId, [{ bytes, graphicsBytes, measuredAtMs: now() }, ...before].slice(0, keptSamples));
      },
      history: (choiceId, count) => (samples.get(choiceId) ?? []).slice(0, count),
    },
    slots: {
      set: (slotId, choice, state) => void slots.set(slotId, { slotId, choice, state }),
      all: () => Array.from(slots.values()),
    },
    choices: {
      put: (choice) => void choices.set(choice.choiceId, choice),
      remove: (choiceId) => void choices.delete(choiceId),
      all: () => Array.from(choices.values()),
    },
    // turns of a run are in the studio's own state
    shows: {
      note() {},
      page: () => ({ turns: [], more: false }),
      find: () => undefined,
      turns: () => [],
      shows: () => [],
      closeCutOff() {},
    },
    destinations: {
      list: async () => Array.from(destinations.values()),
      put: async (record) => void destinations.set(record.id, record),
      remove: async (id) => void destinations.delete(id),
    },
    onAir: {
      set(record) {
        onAir = record;
      },
      clear(showId) {
        if (onAir?.showId === showId) onAir = null;
      },
      get: () => onAir,
    },
    settings: { get: (name) => settings.get(name), set: (name, value) => void settings.set(name, value) },
  };
}
