/** Small settings by name, as JSON. Whoever reads one checks what it is. */
import { z } from 'zod';
import type { Connection } from '../driver/types.ts';
import { json, readRows } from './read-json.ts';

export interface SettingStore {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
}

const row = z.object({ value: json(z.unknown()) }).transform(({ value }) => value);

export function createSettingStore(connection: Connection): SettingStore {
  const put = connection.prepare(
    'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  const select = connection.prepare('SELECT value FROM settings WHERE name = ?');
  return {
    get: (name) => readRows(select.all(name), row)[0],
    set: (name, value) => put.run(name, JSON.stringify(value)),
  };
}
