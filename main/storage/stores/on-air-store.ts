/** What is on air now, for the start after a crash: one row, written as it changes, gone with the end in order. Never a key. */
import { z } from 'zod';
import type { Connection } from '../driver/types.ts';
import { json, readRows } from './read-json.ts';

const onAirRecord = z.object({
  showId: z.string(),
  /** Of the process that had it on air. */
  pid: z.number(),
  startedAtMs: z.number(),
  /** It was on air then; written now and then. */
  seenAtMs: z.number(),
  /** What the show was started with, but for its destinations: as the door took it. */
  options: z.record(z.string(), z.unknown()),
  record: z.boolean(),
  /** Kept ones, by their ids: what they are, and their keys, is known elsewhere. */
  destinationIds: z.array(z.string()),
  /** Those that were given for that show alone, as they may be shown: their keys are nowhere. */
  others: z.array(z.string()),
});
export type OnAirRecord = z.infer<typeof onAirRecord>;

export interface OnAirStore {
  set(record: OnAirRecord): void;
  /** Only that show's: another studio may have written another. */
  clear(showId: string): void;
  get(): OnAirRecord | null;
}

const row = z.object({ record: json(onAirRecord) }).transform(({ record }) => record);

export function createOnAirStore(connection: Connection): OnAirStore {
  const put = connection.prepare(
    'INSERT INTO on_air (one, show_id, record) VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE SET show_id = excluded.show_id, record = excluded.record',
  );
  const remove = connection.prepare('DELETE FROM on_air WHERE show_id = ?');
  const select = connection.prepare('SELECT record FROM on_air');
  return {
    set: (record) => put.run(record.showId, JSON.stringify(record)),
    clear: (showId) => remove.run(showId),
    get: () => readRows(select.all(), row)[0] ?? null,
  };
}
