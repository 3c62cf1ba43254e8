/** The reading end of one stream: a queue never longer than the credit given, refilled as the consumer takes items. */
import { createDeferred, type Deferred } from '../../kernel/deferred.ts';
import { ProcessError } from './process-error.ts';

export interface StreamReader {
  readonly iterator: AsyncIterableIterator<unknown>;
  item(value: unknown): void;
  end(): void;
  /** Items that came before are still handed out; the next `next()` after them rejects. */
  fail(reason: unknown): void;
  /** As `fail`, but what is queued is dropped: the reader asked for the end and wants it now. */
  cancel(reason: unknown): void;
}

export interface StreamReaderPorts {
  readonly credit: number;
  grant(credit: number): void;
  /** The consumer left early, or the child broke the rules: stop the child's side. */
  abandon(): void;
  /** A reader waits (true) or no longer waits (false) for an item: drives the item time-out. */
  waiting(isWaiting: boolean): void;
}

type Outcome = { readonly kind: 'open' } | { readonly kind: 'ended' } | { readonly kind: 'failed'; readonly reason: unknown };

export function createStreamReader(ports: StreamReaderPorts): StreamReader {
  const queue: unknown[] = [];
  const waiters: Deferred<IteratorResult<unknown>>[] = [];
  const grantAt = Math.max(1, Math.floor(ports.credit / 2));
  let outcome: Outcome = { kind: 'open' };
  /** Given to the child and not yet used by it. */
  let outstanding = ports.credit;
  let consumed = 0;

  function took(): void {
    if (outcome.kind !== 'open') return;
    consumed += 1;
    if (consumed < grantAt) return;
    outstanding += consumed;
    ports.grant(consumed);
    consumed = 0;
  }

  function finish(next: Outcome): void {
    if (outcome.kind !== 'open') return;
    outcome = next;
    if (waiters.length > 0) ports.waiting(false);
    for (const waiter of waiters.splice(0)) settle(waiter);
  }

  /** A failure is told once; after it the stream is simply over. */
  function settle(waiter: Deferred<IteratorResult<unknown>>): void {
    if (outcome.kind === 'failed') {
      const { reason } = outcome;
      outcome = { kind: 'ended' };
      waiter.reject(reason);
    } else waiter.resolve({ done: true, value: undefined });
  }

  function leave(): void {
    queue.length = 0;
    const wasOpen = outcome.kind === 'open';
    finish({ kind: 'ended' });
    outcome = { kind: 'ended' };
    if (wasOpen) ports.abandon();
  }

  const iterator: AsyncIterableIterator<unknown> = {
    [Symbol.asyncIterator]: () => iterator,
    next() {
      if (queue.length > 0) {
        const value = queue.shift();
        took();
        return Promise.resolve({ done: false, value });
      }
      const waiter = createDeferred<IteratorResult<unknown>>();
      if (outcome.kind === 'open') {
        waiters.push(waiter);
        if (waiters.length === 1) ports.waiting(true);
      } else settle(waiter);
      return waiter.promise;
    },
    return() {
      leave();
      return Promise.resolve({ done: true, value: undefined });
    },
    throw(reason) {
      leave();
      return Promise.reject(reason instanceof Error ? reason : new Error(String(reason)));
    },
  };

  return {
    iterator,
    item(value) {
      if (outcome.kind !== 'open') return;
      outstanding -= 1;
      if (outstanding < 0) {
        finish({
          kind: 'failed',
          reason: new ProcessError('protocol-violation', `the child sent more than its credit of ${ports.credit} items`),
        });
        ports.abandon();
        return;
      }
      const waiter = waiters.shift();
      if (waiter === undefined) {
        queue.push(value);
        return;
      }
      // The time-out is per item: it starts anew for a reader that still waits.
      ports.waiting(false);
      if (waiters.length > 0) ports.waiting(true);
      waiter.resolve({ done: false, value });
      took();
    },
    end: () => finish({ kind: 'ended' }),
    fail: (reason) => finish({ kind: 'failed', reason }),
    cancel(reason) {
      queue.length = 0;
      finish({ kind: 'failed', reason });
    },
  };
}
