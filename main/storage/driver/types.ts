/** The seam: what the stores need of SQLite, the same over both drivers. Everything is synchronous but quick; errors are the driver's own. */
export type SqlValue = string | number | bigint | null | Uint8Array;
/** Integers come as numbers; text, reals and blobs as they are. */
export type Row = Readonly<Record<string, unknown>>;

export interface Statement {
  run(...values: readonly SqlValue[]): void;
  get(...values: readonly SqlValue[]): Row | undefined;
  all(...values: readonly SqlValue[]): readonly Row[];
}

export interface Connection {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  /** All or nothing; nested calls are part of the outer one. */
  transaction<T>(work: () => T): T;
  /** Idempotent. */
  close(): void;
}

export interface SqliteDriver {
  readonly name: 'better-sqlite3' | 'photostructure';
  /** `:memory:` = a database that ends with the connection. Throws when the file cannot be opened. */
  open(file: string): Connection;
}
