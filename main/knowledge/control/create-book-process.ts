/** The books' desk in a process of its own: started when something is asked, gone when nothing has been asked for a while. What kills it keeps nothing from the show. */
import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import type { Disposable } from '../../kernel/disposable.ts';
import type { Logger } from '../../kernel/logger.ts';
import { createSupervised, type Supervised } from '../../processes/host/supervise.ts';
import type { ProcessAdapter } from '../../processes/host/types.ts';
import { bookProcessWords as words } from '../book-process-words.ts';
import type { BookCall } from '../call.ts';
import type { BookDesk, BookDeskOptions } from '../create-book-desk.ts';

export interface BookProcess extends BookDesk, Disposable {
  readonly pid: number | undefined;
}

export interface BookProcessOptions {
  readonly adapter: ProcessAdapter;
  readonly entriesDir: string;
  readonly where: BookDeskOptions;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Default 60 000. */
  readonly idleMs?: number;
}

/** The largest file on a busy machine. */
const callTimeoutMs = 90_000;

export function createBookProcess(options: BookProcessOptions): BookProcess {
  const { adapter, entriesDir, where, clock, logger, idleMs = 60_000 } = options;
  let supervised: Supervised | undefined;
  let open = 0;
  let cancelIdle: (() => void) | undefined;
  let disposed = false;

  function start(): Supervised {
    return createSupervised({
      adapter,
      spec: {
        name: 'knowledge',
        entry: join(entriesDir, 'knowledge.js'),
        // a large book is read without a pause
        heartbeat: { intervalMs: 1000, warnAfterMs: callTimeoutMs, unresponsiveAfterMs: callTimeoutMs },
      },
      policy: { baseDelayMs: 100, maxDelayMs: 1000, decayMs: 10_000, maxAttempts: 2 },
      clock,
      logger,
    });
  }

  async function end(): Promise<void> {
    cancelIdle?.();
    const ending = supervised;
    supervised = undefined;
    await ending?.stop();
  }

  async function ask<Answer>(method: BookCall['method'], ...args: readonly unknown[]): Promise<Answer> {
    if (disposed) throw new Error('the studio is closing');
    cancelIdle?.();
    if (supervised?.state === 'given-up') await end();
    const mine = (supervised ??= start());
    open += 1;
    try {
      const handle = await mine.whenReady();
      return await handle.call<Answer>('ask', { where, method, args } satisfies BookCall, { timeoutMs: callTimeoutMs });
    } catch (error) {
      logger.warn('the books did not answer', { method, error: String(error) });
      // one that hangs would not end by itself
      if (supervised === mine) await end();
      if (method === 'list' || disposed) throw error;
      return { done: false, words: words.noAnswer } as Answer;
    } finally {
      open -= 1;
      if (open === 0 && !disposed) cancelIdle = clock.after(idleMs, () => void end());
    }
  }

  return {
    get pid() {
      return supervised?.current?.pid;
    },
    list: () => ask('list'),
    read: (...args) => ask('read', ...args),
    create: (...args) => ask('create', ...args),
    rename: (...args) => ask('rename', ...args),
    remove: (...args) => ask('remove', ...args),
    putQuestion: (...args) => ask('putQuestion', ...args),
    putProduct: (...args) => ask('putProduct', ...args),
    putBasics: (...args) => ask('putBasics', ...args),
    removeEntries: (...args) => ask('removeEntries', ...args),
    preview: (...args) => ask('preview', ...args),
    import: (...args) => ask('import', ...args),
    export: (...args) => ask('export', ...args),
    try: (...args) => ask('try', ...args),
    async dispose() {
      disposed = true;
      await end();
    },
  };
}
