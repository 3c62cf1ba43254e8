/** Destinations were once kept in a JSON file: what it holds goes into the store, once, and the file is put aside. One that cannot be read stays, said to the log. */
import { readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import { destinationPresetIds } from '../contract/destination-presets.ts';
import { asDestinationId } from '../contract/ids.ts';
import type { Logger } from '../kernel/logger.ts';
import type { DestinationStore } from './destination-store.ts';

const recordSchema = z.object({
  id: z.string().transform(asDestinationId),
  presetId: z.enum(destinationPresetIds),
  title: z.string(),
  url: z.string(),
  wanted: z.enum(['on', 'off']),
  keySecret: z.string().nullable(),
  querySecret: z.string().nullable(),
});
const fileSchema = z.object({ version: z.literal(1), destinations: z.array(recordSchema) });

/** Killed in the middle it begins anew: what is there already is left as it is. `keeps` 'run': the store ends with this run, so the file stays. */
export async function adoptDestinationFile(path: string, store: DestinationStore, keeps: 'file' | 'run', logger: Logger): Promise<void> {
  try {
    const { destinations } = fileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    const there = new Set((await store.list()).map(({ id }) => id));
    for (const record of destinations) if (!there.has(record.id)) await store.put(record);
    if (keeps === 'file') await rename(path, `${path}.moved`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      logger.error('the old list of destinations cannot be taken over', { path, error });
  }
}
