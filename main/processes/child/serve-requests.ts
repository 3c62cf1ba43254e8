/** Runs the calls and streams that the host asks for: one abort signal each, items only against credit. Sends frames through `post`. */
import { toFailureInfo, type FailureInfo } from '../../contract/failure.ts';
import type { ChildService } from './types.ts';

export type AnswerBody =
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'item'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'error'; readonly id: number; readonly failure: FailureInfo };

export interface ServedRequests {
  call(id: number, method: string, payload: unknown): void;
  open(id: number, method: string, payload: unknown, credit: number): void;
  credit(id: number, more: number): void;
  abort(id: number): void;
  abortAll(reason: unknown): void;
}

interface Running {
  readonly abort: AbortController;
  credit: number;
  /** Set while the stream waits for credit. */
  wake: (() => void) | undefined;
}

export function serveRequests(service: ChildService, post: (body: AnswerBody) => void): ServedRequests {
  const running = new Map<number, Running>();

  function begin(id: number, credit: number): Running {
    const entry: Running = { abort: new AbortController(), credit, wake: undefined };
    running.set(id, entry);
    return entry;
  }

  function fail(id: number, error: unknown): void {
    post({ kind: 'error', id, failure: toFailureInfo(error) });
  }

  /** A value that structured clone refuses must become an answer too, or the host waits for ever. */
  function postValue(kind: 'result' | 'item', id: number, value: unknown): void {
    try {
      post({ kind, id, value });
    } catch (error) {
      throw Object.assign(new Error(`the answer cannot be sent: ${String(error)}`), { unserializable: true });
    }
  }

  function answerFailure(id: number, entry: Running, error: unknown): void {
    if (running.get(id) !== entry) return; // aborted: nobody listens
    if (error instanceof Error && 'unserializable' in error)
      post({ kind: 'error', id, failure: { code: 'unserializable', message: error.message } });
    else fail(id, error);
  }

  function unknownMethod(id: number, method: string): void {
    post({ kind: 'error', id, failure: { code: 'unknown-method', message: `no method named ${method}` } });
  }

  async function runCall(id: number, method: string, payload: unknown): Promise<void> {
    const handler = own(service.methods, method);
    if (handler === undefined) {
      unknownMethod(id, method);
      return;
    }
    const entry = begin(id, 0);
    try {
      const value = await handler(payload as never, { signal: entry.abort.signal });
      if (running.get(id) === entry) postValue('result', id, value);
    } catch (error) {
      answerFailure(id, entry, error);
    } finally {
      running.delete(id);
    }
  }

  async function runStream(id: number, method: string, payload: unknown, credit: number): Promise<void> {
    const handler = own(service.streams, method);
    if (handler === undefined) {
      unknownMethod(id, method);
      return;
    }
    const entry = begin(id, credit);
    const { signal } = entry.abort;
    let iterator: AsyncIterator<unknown> | undefined;
    try {
      iterator = handler(payload as never, { signal })[Symbol.asyncIterator]();
      for (;;) {
        await creditFor(entry);
        if (signal.aborted) break;
        const step = await iterator.next();
        if (signal.aborted) break;
        if (step.done) {
          post({ kind: 'end', id });
          iterator = undefined;
          break;
        }
        entry.credit -= 1;
        postValue('item', id, step.value);
      }
    } catch (error) {
      answerFailure(id, entry, error);
    } finally {
      running.delete(id);
      await closeQuietly(iterator);
    }
  }

  function creditFor(entry: Running): Promise<void> | undefined {
    if (entry.credit > 0 || entry.abort.signal.aborted) return undefined;
    return new Promise((resolve) => {
      entry.wake = () => {
        entry.wake = undefined;
        resolve();
      };
    });
  }

  function abortOne(id: number, reason: unknown): void {
    const entry = running.get(id);
    if (entry === undefined) return;
    running.delete(id);
    entry.abort.abort(reason);
    entry.wake?.();
  }

  return {
    call: (id, method, payload) => void runCall(id, method, payload),
    open: (id, method, payload, credit) => void runStream(id, method, payload, credit),
    credit(id, more) {
      const entry = running.get(id);
      if (entry === undefined) return;
      entry.credit += more;
      entry.wake?.();
    },
    abort: (id) => abortOne(id, new DOMException('the host aborted the request', 'AbortError')),
    abortAll(reason) {
      for (const id of Array.from(running.keys())) abortOne(id, reason);
    },
  };
}

function own<T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The stream is over for the host; what its clean-up throws has no reader left. */
async function closeQuietly(iterator: AsyncIterator<unknown> | undefined): Promise<void> {
  try {
    await iterator?.return?.();
  } catch {
    // nobody waits for it
  }
}
