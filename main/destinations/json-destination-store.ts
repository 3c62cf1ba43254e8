/** Destinations in one JSON file that only this user can read; replaced in one step. A file that cannot be read is an empty list, said to the log. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { destinationPresetIds } from '../contract/destination-presets.ts';
import { asDestinationId } from '../contract/ids.ts';
import type { Logger } from '../kernel/logger.ts';
import type { DestinationRecord, DestinationStore } from './destination-store.ts';

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

export function createJsonDestinationStore(path: string, logger: Logger): DestinationStore {
  let records: Promise<readonly DestinationRecord[]> | undefined;
  let changing: Promise<unknown> = Promise.resolve();

  const read = async (): Promise<readonly DestinationRecord[]> => {
    try {
      return fileSchema.parse(JSON.parse(await readFile(path, 'utf8'))).destinations;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') logger.error('the list of destinations cannot be read', { path, error });
      return [];
    }
  };
  const list = (): Promise<readonly DestinationRecord[]> => (records ??= read());

  /** One after another: two at once would lose one of the changes. */
  const change = (next: (before: readonly DestinationRecord[]) => readonly DestinationRecord[]): Promise<void> => {
    const mine = changing.then(async () => {
      const after = next(await list());
      await mkdir(dirname(path), { recursive: true });
      await writeFile(`${path}.part`, `${JSON.stringify({ version: 1, destinations: after }, null, 2)}\n`, { mode: 0o600 });
      await rename(`${path}.part`, path);
      records = Promise.resolve(after);
    });
    changing = mine.catch(() => undefined);
    return mine;
  };

  return {
    list,
    put: (record) =>
      change((before) =>
        before.some(({ id }) => id === record.id) ? before.map((one) => (one.id === record.id ? record : one)) : [...before, record],
      ),
    remove: (id) => change((before) => before.filter((one) => one.id !== id)),
  };
}
