/** A bounded queue between one producer that awaits room and one reader that iterates. */
import { createDeferred } from '../../kernel/deferred.ts';
import type { Deferred } from '../../kernel/deferred.ts';

export interface ItemQueue<T> {
  /** Resolves when there is room for more. After `close` it resolves at once and the item is dropped. */
  push(item: T): Promise<void>;
  end(): void;
  /** What was pushed before is still read, then the reader gets the error. */
  fail(error: unknown): void;
  /** The reader has gone: items are dropped from now on. */
  close(): void;
  readonly items: AsyncIterable<T>;
}

export function createItemQueue<T>(maxItems: number): ItemQueue<T> {
  const waiting: T[] = [];
  let state:
    | { readonly kind: 'open' }
    | { readonly kind: 'ended' }
    | { readonly kind: 'closed' }
    | { readonly kind: 'failed'; readonly error: unknown } = { kind: 'open' };
  let changed: Deferred<void> = createDeferred();
  let room: Deferred<void> | undefined;

  function wake(): void {
    const now = changed;
    changed = createDeferred();
    now.resolve();
  }
  function finish(next: typeof state): void {
    if (state.kind !== 'open') return;
    state = next;
    wake();
  }

  async function* read(): AsyncGenerator<T> {
    for (;;) {
      while (waiting.length > 0) {
        const item = waiting.shift() as T;
        if (waiting.length < maxItems) room?.resolve();
        yield item;
      }
      if (state.kind === 'failed') throw state.error;
      if (state.kind !== 'open') return;
      await changed.promise;
    }
  }

  return {
    async push(item) {
      if (state.kind !== 'open') return;
      waiting.push(item);
      wake();
      if (waiting.length < maxItems) return;
      room = createDeferred();
      await room.promise;
    },
    end: () => finish({ kind: 'ended' }),
    fail: (error) => finish({ kind: 'failed', error }),
    close() {
      finish({ kind: 'closed' });
      waiting.length = 0;
      room?.resolve();
    },
    items: { [Symbol.asyncIterator]: read },
  };
}
