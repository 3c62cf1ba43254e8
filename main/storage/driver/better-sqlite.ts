/** better-sqlite3 behind the seam. Loaded by `open`'s first use of `require`, never at import. */
import { nestableTransaction } from './nestable-transaction.ts';
import type { Connection, Row, SqliteDriver, SqlValue } from './types.ts';

/** The part of better-sqlite3 that is used. */
interface Native {
  exec(sql: string): void;
  prepare(sql: string): {
    run(...values: readonly SqlValue[]): unknown;
    get(...values: readonly SqlValue[]): Row | undefined;
    all(...values: readonly SqlValue[]): readonly Row[];
  };
  close(): void;
  readonly open: boolean;
}

export function betterSqlite(require: NodeJS.Require): SqliteDriver {
  return {
    name: 'better-sqlite3',
    open(file): Connection {
      const Database = require('better-sqlite3') as new (file: string) => Native;
      const native = new Database(file);
      const exec = (sql: string): void => native.exec(sql);
      return {
        exec,
        prepare(sql) {
          const statement = native.prepare(sql);
          return {
            run: (...values) => void statement.run(...values),
            get: (...values) => statement.get(...values),
            all: (...values) => statement.all(...values),
          };
        },
        transaction: nestableTransaction(exec),
        close() {
          if (native.open) native.close();
        },
      };
    },
  };
}
