/** Brings a database to the version of this app: each missing migration in one transaction of its own, after a backup of what was there. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Connection } from './driver/types.ts';
import { StorageError } from './storage-error.ts';

export interface MigrateOptions {
  readonly connection: Connection;
  readonly migrations: readonly string[];
  /** Where copies are kept from before a migration; null: none is made (a database in memory). */
  readonly backupDir: string | null;
  readonly nowMs: number;
}

const keptBackups = 3;
const backupName = /^studio-v\d+-\d+\.db$/;

/** Throws StorageError 'newer' when the file is of a later version of the app. Changes nothing. */
export function refuseNewer(connection: Connection, migrations: readonly string[]): void {
  const found = versionOf(connection);
  if (found > migrations.length)
    throw new StorageError('newer', `the database has version ${found}, this app knows up to ${migrations.length}`);
}

export function migrate({ connection, migrations, backupDir, nowMs }: MigrateOptions): void {
  refuseNewer(connection, migrations);
  const found = versionOf(connection);
  if (found > 0 && found < migrations.length && backupDir !== null) backUp(connection, backupDir, found, nowMs);
  for (const [index, sql] of migrations.entries()) {
    if (index < found) continue;
    connection.transaction(() => {
      // another process may have opened the same new file a moment before
      if (versionOf(connection) > index) return;
      connection.exec(sql);
      connection.exec(`PRAGMA user_version = ${index + 1}`);
    });
  }
}

export function versionOf(connection: Connection): number {
  return Number(connection.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}

/** A whole, consistent copy, also while another process writes. */
function backUp(connection: Connection, dir: string, version: number, nowMs: number): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  connection.prepare('VACUUM INTO ?').run(path.join(dir, `studio-v${version}-${nowMs}.db`));
  const older = readdirSync(dir)
    .filter((name) => backupName.test(name))
    .toSorted((a, b) => stampOf(b) - stampOf(a))
    .slice(keptBackups);
  for (const name of older) rmSync(path.join(dir, name), { force: true });
}

const stampOf = (name: string): number => Number(/-(\d+)\.db$/.exec(name)?.[1] ?? 0);
