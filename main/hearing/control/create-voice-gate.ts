/**
 * The voice gate as main sees it: sound in, what was heard of speech out, in order. What the process still needs is kept here, bounded: one that dies in
 * mid-utterance is started again and hears it from its beginning, so nothing that was said is lost or told twice.
 */
import { join } from 'node:path';
import { delay, type Clock } from '../../kernel/clock.ts';
import { createDeferred } from '../../kernel/deferred.ts';
import type { Disposable } from '../../kernel/disposable.ts';
import { Emitter, type Event } from '../../kernel/emitter.ts';
import type { Logger } from '../../kernel/logger.ts';
import { createSupervised, type SupervisedState } from '../../processes/host/supervise.ts';
import type { ProcessAdapter, ProcessHandle, RestartPolicy } from '../../processes/host/types.ts';
import { longestGatedSamples, type GateAnswer, type GateItem } from '../protocol/voice-gate.ts';

export interface VoiceGateOptions {
  readonly adapter: ProcessAdapter;
  /** Folder of the built child entries. */
  readonly entriesDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policy?: RestartPolicy;
}

export type VoiceGateState = 'starting' | 'running' | 'restarting' | 'given-up' | 'stopped';

export interface VoiceGate extends Disposable {
  readonly state: VoiceGateState;
  readonly pid: number | undefined;
  readonly onState: Event<VoiceGateState>;
  readonly onItem: Event<GateItem>;
  /** Mono s16 at gateSampleRate, right after what was fed or skipped before; at most longestPieceSamples. */
  feed(pcm: Int16Array): void;
  /** So much sound is left out: nobody may listen to it. What is open ends before it. */
  skip(samples: number): void;
  /** Ends what is open, behind all that was fed. */
  flush(): void;
  /** Hears what was fed to its end, then goes. */
  finish(): Promise<void>;
}

const callTimeoutMs = 5000;
const finishWithinMs = 3000;
/** One open utterance, and as much again while a new process gets ready. */
const mostKeptSamples = 2 * longestGatedSamples;
const patientPolicy: RestartPolicy = { baseDelayMs: 100, maxDelayMs: 2000, decayMs: 20_000, maxAttempts: 4 };
const stateOf: Readonly<Record<SupervisedState, VoiceGateState>> = {
  starting: 'starting',
  running: 'running',
  'backing-off': 'restarting',
  'given-up': 'given-up',
  stopping: 'stopped',
  stopped: 'stopped',
};

type Step = { readonly fromSample: number; readonly pcm: Int16Array } | { readonly fromSample: number; readonly pcm: null };

export function createVoiceGate(options: VoiceGateOptions): VoiceGate {
  const { logger } = options;
  const onState = new Emitter<VoiceGateState>((error) => logger.error('a state listener threw', { error: String(error) }));
  const onItem = new Emitter<GateItem>((error) => logger.error('an utterance listener threw', { error: String(error) }));
  const end = new AbortController();
  /** What a gate that begins anew has to be told, oldest first; those before `next` the present one knows. */
  const kept: Step[] = [];
  let next = 0;
  let keptSamples = 0;
  let nowSample = 0;
  let generation = 0;
  /** Settled when there is something to do: another step, or the present process has ended. */
  let news = createDeferred<void>();
  /** Settled when everything that was fed has been told of. */
  let idle = createDeferred<void>();

  const supervised = createSupervised({
    adapter: options.adapter,
    spec: { name: 'voice-gate', entry: join(options.entriesDir, 'voice-gate.js') },
    policy: options.policy ?? patientPolicy,
    clock: options.clock,
    logger,
  });
  supervised.onState(({ state }) => onState.emit(stateOf[state]));

  const forgetOldest = (): void => {
    const [oldest] = kept.splice(0, 1);
    keptSamples -= oldest?.pcm?.length ?? 0;
    next = Math.max(0, next - 1);
  };

  function keep(step: Step): void {
    kept.push(step);
    keptSamples += step.pcm?.length ?? 0;
    // nobody listens, and nobody will for a while: the newest is worth more
    while (keptSamples > mostKeptSamples) forgetOldest();
    if (idle.settled) idle = createDeferred<void>();
    news.resolve();
  }

  /** Tells the next step. Undefined: the process failed, and its successor begins anew. */
  async function tell(handle: ProcessHandle, step: Step): Promise<GateAnswer | undefined> {
    try {
      return step.pcm === null
        ? await handle.call<GateAnswer>('flush', {}, { timeoutMs: callTimeoutMs })
        : await handle.call<GateAnswer>('feed', { fromSample: step.fromSample, pcm: step.pcm }, { timeoutMs: callTimeoutMs });
    } catch (error) {
      if (end.signal.aborted) return undefined;
      logger.warn('the voice gate did not answer; it is started again', { error: String(error) });
      // one that hangs would not end by itself
      await handle.stop();
      return undefined;
    }
  }

  async function work(): Promise<void> {
    for (;;) {
      news = createDeferred<void>();
      const handle = await supervised.whenReady(end.signal);
      if (handle.generation !== generation) {
        generation = handle.generation;
        next = 0;
        // once for each process: what waits for its end is kept until it ends, and pieces come ten times a second for hours
        void handle.exited.then(() => news.resolve());
      }
      const step = kept[next];
      if (!step) {
        idle.resolve();
        await news.promise;
        if (end.signal.aborted) return;
        continue;
      }
      next += 1;
      const answer = await tell(handle, step);
      if (!answer) continue;
      for (;;) {
        const [oldest] = kept;
        if (next === 0 || !oldest || oldest.fromSample + (oldest.pcm?.length ?? 0) > answer.keepFromSample) break;
        forgetOldest();
      }
      for (const item of answer.items) onItem.emit(item);
    }
  }
  work().catch((error: unknown) => {
    if (!end.signal.aborted) logger.error('the voice gate is given up', { error: String(error) });
  });

  function flush(): void {
    if (kept.at(-1)?.pcm) keep({ fromSample: nowSample, pcm: null });
  }

  async function dispose(): Promise<void> {
    end.abort(new Error('the voice gate was stopped'));
    news.resolve();
    await supervised.stop();
    onState.clear();
    onItem.clear();
  }

  return {
    get state() {
      return stateOf[supervised.state];
    },
    get pid() {
      return supervised.current?.pid;
    },
    onState: onState.event,
    onItem: onItem.event,
    feed(pcm) {
      if (pcm.length === 0) return;
      keep({ fromSample: nowSample, pcm });
      nowSample += pcm.length;
    },
    skip(samples) {
      nowSample += samples;
    },
    flush,
    async finish() {
      flush();
      const late = new AbortController();
      if (next < kept.length && supervised.state !== 'given-up')
        await Promise.race([idle.promise, delay(options.clock, finishWithinMs, late.signal).catch(() => {})]);
      late.abort();
      await dispose();
    },
    dispose,
  };
}
