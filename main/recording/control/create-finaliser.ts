/** Recordings made seekable beside everything else: a queue, worked off one at a time by a process of its own that ends when nothing waits. */
import { join } from 'node:path';
import type { UserMessage } from '../../contract/failure.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Disposable } from '../../kernel/disposable.ts';
import type { Logger } from '../../kernel/logger.ts';
import { createSupervised, type Supervised } from '../../processes/host/supervise.ts';
import type { ProcessAdapter } from '../../processes/host/types.ts';
import { finaliseWords } from '../recording-words.ts';
import type { FinaliserAnswer, FinaliserProgress } from '../finaliser-protocol.ts';
import type { SaveReplayRequest } from '../save-replay.ts';

export type FinaliserJob =
  | { readonly kind: 'finalise'; readonly path: string }
  | { readonly kind: 'save'; readonly path: string; readonly request: Omit<SaveReplayRequest, 'ffmpegPath'> };

export interface JobView {
  readonly kind: FinaliserJob['kind'];
  readonly path: string;
  readonly phase: 'waiting' | FinaliserProgress['phase'];
  /** 0..1 */
  readonly share: number;
}

export interface FinaliserOptions {
  /** Of its process. */
  readonly name: string;
  readonly adapter: ProcessAdapter;
  readonly entriesDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly ffmpegPath: () => Promise<string>;
  readonly onChange: () => void;
}

export interface Finaliser extends Disposable {
  readonly jobs: readonly JobView[];
  readonly pid: number | undefined;
  /** The answer's `words` say what went wrong; rejects when the studio ends before. */
  run(job: FinaliserJob): Promise<Exclude<FinaliserAnswer, { done: false }> | { readonly done: false; readonly words: UserMessage }>;
  /** Nothing waits and nothing is being made. */
  settled(): Promise<void>;
}

interface Entry {
  readonly job: FinaliserJob;
  view: JobView;
  readonly resolve: (answer: Awaited<ReturnType<Finaliser['run']>>) => void;
  readonly reject: (error: unknown) => void;
}

/** A process that dies in the middle of a job is not tried for ever: the recording stays as it was written. */
const attempts = 2;
const policy = { baseDelayMs: 200, maxDelayMs: 2000, decayMs: 60_000, maxAttempts: 4 } as const;

export function createFinaliser(options: FinaliserOptions): Finaliser {
  const { clock, logger, onChange } = options;
  const waiting: Entry[] = [];
  const ending = new AbortController();
  let current: Entry | null = null;
  let supervised: Supervised | null = null;
  let idle: Promise<void> = Promise.resolve();

  const start = (): Supervised =>
    createSupervised({
      adapter: options.adapter,
      // it may be busy with a large file for long: only its end counts
      spec: {
        name: options.name,
        entry: join(options.entriesDir, 'finaliser.js'),
        stopBudgetMs: 1000,
        nice: 15,
        heartbeat: { intervalMs: 5000, warnAfterMs: 60_000, unresponsiveAfterMs: 300_000 },
      },
      policy,
      clock,
      logger,
      onGeneration(handle) {
        handle.onEvent(({ name, payload }) => {
          if (name !== 'progress' || !current) return;
          const { path, phase, share } = payload as FinaliserProgress;
          if (path !== current.job.path) return;
          current.view = { ...current.view, phase, share: Math.max(current.view.share, share) };
          onChange();
        });
      },
    });

  const attempt = async ({ job }: Entry): Promise<FinaliserAnswer> => {
    const ffmpegPath = await options.ffmpegPath();
    supervised ??= start();
    const handle = await supervised.whenReady(ending.signal);
    if (job.kind === 'save') return handle.call<FinaliserAnswer>('save-replay', { ...job.request, ffmpegPath }, { signal: ending.signal });
    return handle.call<FinaliserAnswer>('finalise', { path: job.path, ffmpegPath }, { signal: ending.signal });
  };

  const work = async (entry: Entry): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      try {
        const answer = await attempt(entry);
        if (!answer.done)
          logger.error('the recording stays as it was written', { path: entry.job.path, code: answer.code, cause: answer.cause });
        entry.resolve(answer);
        return;
      } catch (error) {
        if (ending.signal.aborted) {
          entry.reject(ending.signal.reason);
          return;
        }
        logger.warn('the finaliser did not answer', { path: entry.job.path, tries, error: String(error) });
        if (tries < attempts) continue;
        entry.resolve({ done: false, words: finaliseWords[entry.job.kind === 'save' ? 'not-saved' : 'failed'](entry.job.path) });
        return;
      }
    }
  };

  const workAll = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      current = next;
      onChange();
      await work(next);
      current = null;
      onChange();
    }
    const process = supervised;
    supervised = null;
    await process?.stop();
  };

  return {
    get jobs() {
      return [...(current ? [current.view] : []), ...waiting.map(({ view }) => view)];
    },
    get pid() {
      return supervised?.current?.pid;
    },
    run(job) {
      return new Promise((resolve, reject) => {
        if (ending.signal.aborted) {
          reject(ending.signal.reason as Error);
          return;
        }
        const entry: Entry = { job, view: { kind: job.kind, path: job.path, phase: 'waiting', share: 0 }, resolve, reject };
        waiting.push(entry);
        const busy = current !== null || waiting.length > 1;
        if (!busy) idle = idle.then(workAll);
        onChange();
      });
    },
    async settled() {
      while (current !== null || waiting.length > 0) await idle;
    },
    async dispose() {
      ending.abort(new DOMException('the studio is closing', 'AbortError'));
      for (const { reject } of waiting.splice(0)) reject(ending.signal.reason);
      await supervised?.stop();
      await idle;
    },
  };
}
