/** What swaps have left, for ever (up to a bound that no streamer reaches in years). Implements `SwapPorts.receipts`. */
import { z } from 'zod';
import { asSlotId, type SlotId } from '../../contract/ids.ts';
import { engineKinds } from '../../engines/contract/manifest.ts';
import { swapCodes, swapOutcomes, swapPhases, type SwapReceipt } from '../../swap/types.ts';
import type { Connection } from '../driver/types.ts';
import { choice, json, readRows, toJson, words } from './read-json.ts';

export interface ReceiptStore {
  append(receipt: SwapReceipt): void;
  /** Newest first. */
  newest(count: number, slotId?: SlotId): readonly SwapReceipt[];
}

const kept = 20_000;

const row = z
  .object({
    swap_id: z.string(),
    slot_id: z.string(),
    kind: z.enum(engineKinds),
    from_choice: json(choice.nullable()),
    to_choice: json(choice.nullable()),
    mode: z.enum(['beside', 'stop-then-start']),
    asked_by: z.string(),
    reason: z.string(),
    started_at_ms: z.number(),
    ended_at_ms: z.number(),
    phases: json(z.array(z.object({ phase: z.enum(swapPhases), atMs: z.number(), durationMs: z.number() }))),
    outcome: z.enum(swapOutcomes),
    code: z.enum(swapCodes).nullable(),
    words: json(words.nullable()),
    figures: json(z.record(z.string(), z.number())),
  })
  .transform((found): SwapReceipt => ({
    swapId: found.swap_id,
    slotId: asSlotId(found.slot_id),
    kind: found.kind,
    from: found.from_choice,
    to: found.to_choice,
    mode: found.mode,
    by: found.asked_by,
    reason: found.reason,
    startedAtMs: found.started_at_ms,
    endedAtMs: found.ended_at_ms,
    phases: found.phases,
    outcome: found.outcome,
    ...(found.code === null ? {} : { code: found.code }),
    ...(found.words === null ? {} : { words: found.words }),
    figures: found.figures,
  }));

export function createReceiptStore(connection: Connection): ReceiptStore {
  const insert = connection.prepare(
    `INSERT INTO swaps (swap_id, slot_id, kind, from_choice, to_choice, mode, asked_by, reason, started_at_ms, ended_at_ms, phases, outcome, code, words, figures)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const forget = connection.prepare(
    'DELETE FROM swaps WHERE ended_at_ms < (SELECT ended_at_ms FROM swaps ORDER BY ended_at_ms DESC LIMIT 1 OFFSET ?)',
  );
  const all = connection.prepare('SELECT * FROM swaps ORDER BY ended_at_ms DESC, rowid DESC LIMIT ?');
  const ofSlot = connection.prepare('SELECT * FROM swaps WHERE slot_id = ? ORDER BY ended_at_ms DESC, rowid DESC LIMIT ?');
  return {
    append(receipt) {
      connection.transaction(() => {
        insert.run(
          receipt.swapId,
          receipt.slotId,
          receipt.kind,
          toJson(receipt.from),
          toJson(receipt.to),
          receipt.mode,
          receipt.by,
          receipt.reason,
          Math.round(receipt.startedAtMs),
          Math.round(receipt.endedAtMs),
          JSON.stringify(receipt.phases),
          receipt.outcome,
          receipt.code ?? null,
          toJson(receipt.words),
          JSON.stringify(receipt.figures),
        );
        forget.run(kept);
      });
    },
    newest: (count, slotId) => readRows(slotId === undefined ? all.all(count) : ofSlot.all(slotId, count), row),
  };
}
