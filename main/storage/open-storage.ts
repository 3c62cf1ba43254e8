/** Opens the studio's file and its stores. Always succeeds: at worst with stores that end with the app, and words for the user. */
import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import path from 'node:path';
import type { UserMessage } from '../contract/failure.ts';
import type { Logger } from '../kernel/logger.ts';
import { chooseDriver } from './driver/choose-driver.ts';
import type { Connection, SqliteDriver } from './driver/types.ts';
import { migrate, refuseNewer } from './migrate.ts';
import { migrations as allMigrations } from './migrations/index.ts';
import { StorageError } from './storage-error.ts';
import { storageWords } from './storage-words.ts';
import { createChoiceStore } from './stores/choice-store.ts';
import { createForgetfulStores, type Stores } from './stores/forgetful.ts';
import { createMemoryStore } from './stores/memory-store.ts';
import { makeQuiet } from './stores/quiet-stores.ts';
import { createReceiptStore } from './stores/receipt-store.ts';
import { createSettingStore } from './stores/setting-store.ts';
import { createShowStore } from './stores/show-store.ts';
import { createSlotStore } from './stores/slot-store.ts';
import { createWriteQueue } from './write-queue.ts';

export interface Storage extends Stores {
  readonly driver: SqliteDriver['name'];
  /** `run`: nothing is kept after it is closed; `notice` says why. */
  readonly keeps: 'file' | 'run';
  readonly notice: UserMessage | null;
  close(): void;
}

export interface StorageOptions {
  readonly dir: string;
  readonly logger: Logger;
  /** Wall clock. */
  readonly now: () => number;
  /** Told once when something could not be written. */
  readonly onFault?: (words: UserMessage) => void;
  readonly driver?: SqliteDriver;
  readonly migrations?: readonly string[];
}

const fileName = 'studio.db';
/** Another process of this user (the command line) may be writing: at the start it is waited for, later nothing on air waits (write-queue.ts). */
const busyTimeoutMs = { opening: 2000, open: 20 } as const;

export function openStorage(options: StorageOptions): Storage {
  const { dir, logger } = options;
  const driver = options.driver ?? chooseDriver();
  const file = path.join(dir, fileName);
  try {
    return overFile(openFile(options, driver, file), driver, null, options);
  } catch (error) {
    const code = error instanceof StorageError ? error.code : 'unavailable';
    logger.error('the database cannot be used as it is', { file, code, error: String(error) });
    if (code === 'damaged') {
      const aside = putAside(file, options.now());
      try {
        if (aside) return overFile(openFile(options, driver, file), driver, storageWords.damaged(aside), options);
      } catch (second) {
        logger.error('a new database cannot be made either', { file, error: String(second) });
      }
    }
    return {
      ...createForgetfulStores(options.now),
      driver: driver.name,
      keeps: 'run',
      notice: code === 'newer' ? storageWords.newer : storageWords.unavailable,
      close() {},
    };
  }
}

/** Nothing is written before it is known that the file is ours to write. */
function openFile({ dir, now, migrations = allMigrations }: StorageOptions, driver: SqliteDriver, file: string): Connection {
  let connection: Connection | undefined;
  try {
    mkdirSync(dir, { recursive: true });
    accessSync(dir, constants.W_OK);
    if (existsSync(file)) accessSync(file, constants.W_OK);
    // it holds what viewers said: for this user only, and so is its log, which takes over the mode
    closeSync(openSync(file, 'a', 0o600));
    connection = driver.open(file);
    connection.exec(`PRAGMA busy_timeout = ${busyTimeoutMs.opening}`);
    refuseDamage(connection);
    refuseNewer(connection, migrations);
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
    migrate({ connection, migrations, backupDir: path.join(dir, 'backups'), nowMs: now() });
    connection.exec(`PRAGMA busy_timeout = ${busyTimeoutMs.open}`);
    return connection;
  } catch (error) {
    connection?.close();
    throw error instanceof StorageError
      ? error
      : new StorageError(isDamage(error) ? 'damaged' : 'unavailable', String(error), { cause: error });
  }
}

/** A torn page is found now, not in the middle of a show. */
function refuseDamage(connection: Connection): void {
  const found = connection.prepare('PRAGMA quick_check(1)').get();
  const said = found && Object.values(found)[0];
  if (said !== 'ok') throw new StorageError('damaged', `the database is damaged: ${String(said)}`);
}

/** SQLite's own words for "not a database" and "malformed", which both drivers pass on. */
const isDamage = (error: unknown): boolean => /not a database|malformed|SQLITE_(CORRUPT|NOTADB)/i.test(String(error));

const isBusy = (error: unknown): boolean => /locked|SQLITE_BUSY/i.test(String(error));

/** Name of the file that was kept; null: it could not be moved. */
function putAside(file: string, nowMs: number): string | null {
  const aside = `${file}.damaged-${nowMs}`;
  try {
    renameSync(file, aside);
    for (const tail of ['-wal', '-shm']) if (existsSync(file + tail)) renameSync(file + tail, aside + tail);
    return path.basename(aside);
  } catch {
    return null;
  }
}

function overFile(
  connection: Connection,
  driver: SqliteDriver,
  notice: UserMessage | null,
  { logger, now, onFault }: StorageOptions,
): Storage {
  let told: 'no' | 'yes' = 'no';
  const tell = (): void => {
    if (told === 'yes') return;
    told = 'yes';
    onFault?.(storageWords.notWritten);
  };
  const queue = createWriteQueue({
    onRefused(what, error) {
      logger.warn('the database did not take it at once', { what, error: String(error) });
      if (!isBusy(error)) tell();
    },
    onLost(what) {
      logger.error('the database has not taken anything for long: the oldest is given up', { what });
      tell();
    },
  });
  function read<T>(what: string, fallback: T, act: () => T): T {
    try {
      return act();
    } catch (error) {
      logger.error('the database could not be read', { what, error: String(error) });
      return fallback;
    }
  }
  const stores: Stores = {
    receipts: createReceiptStore(connection),
    memory: createMemoryStore(connection, now),
    slots: createSlotStore(connection, now),
    choices: createChoiceStore(connection, now),
    shows: createShowStore(connection),
    settings: createSettingStore(connection),
  };
  return {
    ...makeQuiet(stores, { read, write: (what, act) => queue.write(what, act) }),
    driver: driver.name,
    keeps: 'file',
    notice,
    close() {
      read('the end', undefined, () => connection.exec(`PRAGMA busy_timeout = ${busyTimeoutMs.opening}`));
      queue.flush();
      queue.dispose();
      read('the write-ahead log', undefined, () => connection.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
      read('the end', undefined, () => connection.close());
    },
  };
}
