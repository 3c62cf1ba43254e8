/** What engines were measured to hold: a short history per choice, and its largest. Implements the swap controller's memory ledger. */
import { z } from 'zod';
import type { EngineChoice } from '../../engines/contract/choice.ts';
import type { MemoryLedger } from '../../swap/types.ts';
import type { Connection } from '../driver/types.ts';
import { readRows } from './read-json.ts';

export interface MemorySample {
  readonly bytes: number;
  /** null: no card told. */
  readonly graphicsBytes: number | null;
  readonly measuredAtMs: number;
}

export interface MemoryStore extends MemoryLedger {
  /** Newest first. */
  history(choiceId: string, count: number): readonly MemorySample[];
}

const keptPerChoice = 100;
const sample = z
  .object({ bytes: z.number(), graphics_bytes: z.number().nullable(), measured_at_ms: z.number() })
  .transform((row): MemorySample => ({ bytes: row.bytes, graphicsBytes: row.graphics_bytes, measuredAtMs: row.measured_at_ms }));

export function createMemoryStore(connection: Connection, now: () => number): MemoryStore {
  const insert = connection.prepare('INSERT INTO engine_memory (choice_id, bytes, graphics_bytes, measured_at_ms) VALUES (?, ?, ?, ?)');
  const forget = connection.prepare(
    'DELETE FROM engine_memory WHERE choice_id = ? AND id <= (SELECT id FROM engine_memory WHERE choice_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?)',
  );
  const largest = connection.prepare('SELECT MAX(bytes) AS bytes, MAX(graphics_bytes) AS graphics FROM engine_memory WHERE choice_id = ?');
  const newest = connection.prepare(
    'SELECT bytes, graphics_bytes, measured_at_ms FROM engine_memory WHERE choice_id = ? ORDER BY id DESC LIMIT ?',
  );
  const most = (choice: EngineChoice, column: 'bytes' | 'graphics'): number | undefined => {
    const value = largest.get(choice.choiceId)?.[column];
    return typeof value === 'number' ? value : undefined;
  };
  return {
    expectedBytes: (choice) => most(choice, 'bytes'),
    expectedGraphicsBytes: (choice) => most(choice, 'graphics'),
    remember(choice, bytes, graphicsBytes) {
      connection.transaction(() => {
        insert.run(choice.choiceId, Math.round(bytes), graphicsBytes === null ? null : Math.round(graphicsBytes), now());
        forget.run(choice.choiceId, choice.choiceId, keptPerChoice);
      });
    },
    history: (choiceId, count) => readRows(newest.all(choiceId, count), sample),
  };
}
