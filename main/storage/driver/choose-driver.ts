/** Which driver this process may load. better-sqlite3 needs Node-API 10 (Node 22, Electron 45): below it loading it is a crash, so it is decided before any `require`. */
import { createRequire } from 'node:module';
import process from 'node:process';
import { betterSqlite } from './better-sqlite.ts';
import { photostructure } from './photostructure.ts';
import type { SqliteDriver } from './types.ts';

const leastNodeApi = 10;

export function driverNameFor(nodeApi: string | undefined): SqliteDriver['name'] {
  return Number(nodeApi) >= leastNodeApi ? 'better-sqlite3' : 'photostructure';
}

export function chooseDriver(): SqliteDriver {
  const require = createRequire(import.meta.url);
  return driverNameFor(process.versions['napi']) === 'better-sqlite3' ? betterSqlite(require) : photostructure(require);
}
