/** @photostructure/sqlite (the interface of node:sqlite) behind the seam. Loaded by `open`, never at import. */
import { nestableTransaction } from './nestable-transaction.ts';
import type { Connection, Row, SqliteDriver, SqlValue } from './types.ts';

/** The part of it that is used. */
interface Native {
  exec(sql: string): void;
  prepare(sql: string): {
    run(...values: readonly SqlValue[]): unknown;
    get(...values: readonly SqlValue[]): Row | undefined;
    all(...values: readonly SqlValue[]): readonly Row[];
  };
  close(): void;
}

export function photostructure(require: NodeJS.Require): SqliteDriver {
  return {
    name: 'photostructure',
    open(file): Connection {
      const { DatabaseSync } = require('@photostructure/sqlite') as { readonly DatabaseSync: new (file: string) => Native };
      const native = new DatabaseSync(file);
      const exec = (sql: string): void => native.exec(sql);
      let state: 'open' | 'closed' = 'open';
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
          if (state === 'closed') return;
          state = 'closed';
          native.close();
        },
      };
    },
  };
}
