/** What each slot is wanted to hold at the next start, and whether a rollback has pinned it. Implements `SwapPorts.desired`. */
import { z } from 'zod';
import { asSlotId, type SlotId } from '../../contract/ids.ts';
import type { EngineChoice } from '../../engines/contract/choice.ts';
import type { Connection } from '../driver/types.ts';
import { choice, json, readRows, toJson } from './read-json.ts';

export interface WantedSlot {
  readonly slotId: SlotId;
  /** null = off. */
  readonly choice: EngineChoice | null;
  readonly state: 'wanted' | 'pinned';
}

export interface SlotStore {
  set(slotId: SlotId, choice: EngineChoice | null, state: WantedSlot['state']): void;
  all(): readonly WantedSlot[];
}

const row = z
  .object({ slot_id: z.string(), choice: json(choice.nullable()), state: z.enum(['wanted', 'pinned']) })
  .transform((found): WantedSlot => ({ slotId: asSlotId(found.slot_id), choice: found.choice, state: found.state }));

export function createSlotStore(connection: Connection, now: () => number): SlotStore {
  const put = connection.prepare(
    `INSERT INTO slots (slot_id, choice, state, set_at_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT (slot_id) DO UPDATE SET choice = excluded.choice, state = excluded.state, set_at_ms = excluded.set_at_ms`,
  );
  const select = connection.prepare('SELECT slot_id, choice, state FROM slots ORDER BY slot_id');
  return {
    set: (slotId, wanted, state) => put.run(slotId, toJson(wanted), state, now()),
    all: () => readRows(select.all(), row),
  };
}
