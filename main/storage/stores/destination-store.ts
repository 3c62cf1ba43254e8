/** The kept destinations, in the order in which they were added. Implements the port of `destinations`; a change that fails is told to whoever asked for it. */
import { z } from 'zod';
import { destinationPresetIds } from '../../contract/destination-presets.ts';
import { asDestinationId } from '../../contract/ids.ts';
import type { DestinationRecord, DestinationStore } from '../../destinations/destination-store.ts';
import type { Connection } from '../driver/types.ts';
import { readRows } from './read-json.ts';

const row = z
  .object({
    destination_id: z.string(),
    preset_id: z.enum(destinationPresetIds),
    title: z.string(),
    url: z.string(),
    wanted: z.enum(['on', 'off']),
    key_secret: z.string().nullable(),
    query_secret: z.string().nullable(),
  })
  .transform((found): DestinationRecord => ({
    id: asDestinationId(found.destination_id),
    presetId: found.preset_id,
    title: found.title,
    url: found.url,
    wanted: found.wanted,
    keySecret: found.key_secret,
    querySecret: found.query_secret,
  }));

export function createDestinationStore(connection: Connection): DestinationStore {
  const upsert = connection.prepare(
    `INSERT INTO destinations (destination_id, preset_id, title, url, wanted, key_secret, query_secret) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (destination_id) DO UPDATE SET preset_id = excluded.preset_id, title = excluded.title, url = excluded.url,
       wanted = excluded.wanted, key_secret = excluded.key_secret, query_secret = excluded.query_secret`,
  );
  const remove = connection.prepare('DELETE FROM destinations WHERE destination_id = ?');
  const select = connection.prepare('SELECT * FROM destinations ORDER BY position');
  return {
    list: async () => readRows(select.all(), row),
    put: async ({ id, presetId, title, url, wanted, keySecret, querySecret }) =>
      upsert.run(id, presetId, title, url, wanted, keySecret, querySecret),
    remove: async (id) => remove.run(id),
  };
}
