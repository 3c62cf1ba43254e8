/**
 * Everything that waits for one generation: calls and streams, and the one funnel (`settleAll`) that ends them all.
 * Knows frames, not processes: `post` hands a frame to whoever sends it.
 */
import { createDeferred, type Deferred } from '../../kernel/deferred.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { ChildFrame } from '../protocol/frames.ts';
import { ProcessError, RemoteError } from './process-error.ts';
import { createStreamReader, type StreamReader } from './stream-reader.ts';
import type { CallOptions, StreamOptions } from './types.ts';

export type RequestBody =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly payload: unknown }
  | { readonly kind: 'open'; readonly id: number; readonly method: string; readonly payload: unknown; readonly credit: number }
  | { readonly kind: 'credit'; readonly id: number; readonly credit: number }
  | { readonly kind: 'abort'; readonly id: number };

export interface PendingRequests {
  call(method: string, payload: unknown, options: CallOptions): Promise<unknown>;
  stream(method: string, payload: unknown, options: StreamOptions): AsyncIterableIterator<unknown>;
  accept(frame: Extract<ChildFrame, { readonly id: number }>): void;
  /** A request that could not be sent after all. */
  fail(id: number, reason: ProcessError): void;
  /** From now on new requests are refused with `reason`; those that wait go on waiting. */
  refuseNew(reason: ProcessError): void;
  /** Settles everything with `reason`; from then on every request is refused with it. */
  settleAll(reason: ProcessError): void;
  readonly size: number;
}

type Pending =
  | { readonly kind: 'call'; readonly answer: Deferred<unknown>; readonly release: () => void }
  | { readonly kind: 'stream'; readonly reader: StreamReader; readonly release: () => void };

const maxPending = 4096;
const defaultCredit = 16;

export function createPendingRequests(name: string, clock: Clock, post: (body: RequestBody) => void): PendingRequests {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let refusal: ProcessError | undefined;

  function take(id: number): Pending | undefined {
    const entry = pending.get(id);
    pending.delete(id);
    entry?.release();
    return entry;
  }

  function refuse(options: CallOptions): void {
    options.signal?.throwIfAborted();
    if (refusal !== undefined) throw refusal;
    if (pending.size >= maxPending) throw new ProcessError('overloaded', `${maxPending} requests wait for ${name} already`);
  }

  function listen(signal: AbortSignal | undefined, onAbort: () => void): () => void {
    signal?.addEventListener('abort', onAbort, { once: true });
    return () => signal?.removeEventListener('abort', onAbort);
  }

  const timeout = (what: string, timeoutMs: number): ProcessError =>
    new ProcessError('call-timeout', `${name} did not answer ${what} within ${timeoutMs} ms`, { detail: { timeoutMs } });

  return {
    async call(method, payload, options) {
      refuse(options);
      const id = nextId++;
      const answer = createDeferred<unknown>();
      const giveUp = (reason: unknown): void => {
        if (take(id) === undefined) return;
        post({ kind: 'abort', id });
        answer.reject(reason);
      };
      post({ kind: 'call', id, method, payload });
      const stopListening = listen(options.signal, () => giveUp(options.signal?.reason));
      const { timeoutMs } = options;
      const stopTimer = timeoutMs === undefined ? undefined : clock.after(timeoutMs, () => giveUp(timeout(method, timeoutMs)));
      pending.set(id, {
        kind: 'call',
        answer,
        release() {
          stopListening();
          stopTimer?.();
        },
      });
      return answer.promise;
    },

    stream(method, payload, options) {
      const id = nextId++;
      const credit = Math.max(1, Math.floor(options.credit ?? defaultCredit));
      const { timeoutMs } = options;
      let stopTimer: (() => void) | undefined;
      const giveUp = (reason: unknown): void => {
        if (take(id) === undefined) return;
        post({ kind: 'abort', id });
        reader.cancel(reason);
      };
      const reader = createStreamReader({
        credit,
        grant: (more) => {
          if (pending.has(id)) post({ kind: 'credit', id, credit: more });
        },
        abandon: () => {
          if (take(id) !== undefined) post({ kind: 'abort', id });
        },
        waiting(isWaiting) {
          stopTimer?.();
          stopTimer = isWaiting && timeoutMs !== undefined ? clock.after(timeoutMs, () => giveUp(timeout(method, timeoutMs))) : undefined;
        },
      });
      try {
        refuse(options);
        post({ kind: 'open', id, method, payload, credit });
      } catch (error) {
        reader.fail(error); // told where the stream is read, as every other failure of a stream
        return reader.iterator;
      }
      const stopListening = listen(options.signal, () => giveUp(options.signal?.reason));
      pending.set(id, {
        kind: 'stream',
        reader,
        release() {
          stopListening();
          stopTimer?.();
        },
      });
      return reader.iterator;
    },

    accept(frame) {
      const entry = pending.get(frame.id);
      if (entry === undefined) return; // an answer to something that was aborted or timed out
      switch (frame.kind) {
        case 'item':
          if (entry.kind === 'stream') entry.reader.item(frame.value);
          return;
        case 'end':
          if (entry.kind === 'stream') {
            take(frame.id);
            entry.reader.end();
          }
          return;
        case 'result':
          if (entry.kind === 'call') {
            take(frame.id);
            entry.answer.resolve(frame.value);
          }
          return;
        case 'error': {
          take(frame.id);
          const error = new RemoteError(frame.failure);
          if (entry.kind === 'call') entry.answer.reject(error);
          else entry.reader.fail(error);
          return;
        }
        case 'pong':
          return;
      }
    },

    fail(id, reason) {
      const entry = take(id);
      if (entry?.kind === 'call') entry.answer.reject(reason);
      else if (entry?.kind === 'stream') entry.reader.fail(reason);
    },

    refuseNew(reason) {
      refusal = reason;
    },

    settleAll(reason) {
      refusal = reason;
      for (const id of Array.from(pending.keys())) this.fail(id, reason);
    },

    get size() {
      return pending.size;
    },
  };
}
