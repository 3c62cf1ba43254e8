/**
 * The programme as main sees it. Keeps what was asked for (configuration, look, face, enhancer), so that a new process after a crash goes on air by itself,
 * with a frame number beyond the last one. What was being said is lost and is told to have ended incomplete.
 */
import { join } from 'node:path';
import type { UserMessage } from '../../contract/failure.ts';
import type { ClauseId, Epoch, InstanceId, TurnId } from '../../contract/ids.ts';
import type { Mark } from '../../contract/speech.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Disposable } from '../../kernel/disposable.ts';
import { createDeferred } from '../../kernel/deferred.ts';
import { Emitter, type Event } from '../../kernel/emitter.ts';
import type { Logger } from '../../kernel/logger.ts';
import { ProcessError } from '../../processes/host/process-error.ts';
import { createSupervised } from '../../processes/host/supervise.ts';
import type { ProcessAdapter, ProcessHandle, RestartPolicy } from '../../processes/host/types.ts';
import type {
  ClauseSpec,
  MusicPlan,
  MusicTrack,
  ProgrammeConfig,
  ProgrammeEvent,
  ProgrammeLook,
  ProgrammeMethods,
  ProgrammeStats,
} from '../protocol/control.ts';
import { createOpenTurns } from './open-turns.ts';

export type ProgrammeProcessState = 'starting' | 'running' | 'restarting' | 'given-up' | 'stopped';

/** `running` with a generation over 1: faces have to attach to `mediaPath` again, and voices to open new streams. */
export interface ProgrammeProcessEvent {
  readonly type: 'process';
  readonly state: ProgrammeProcessState;
  readonly pid: number | undefined;
  readonly generation: number;
  readonly mediaPath: string;
  readonly message?: UserMessage;
}

export interface ProgrammeOptions {
  readonly adapter: ProcessAdapter;
  /** Folder of the built child entries. */
  readonly entriesDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policy?: RestartPolicy;
}

export interface Programme extends Disposable {
  readonly state: ProgrammeProcessState;
  readonly pid: number | undefined;
  /** Once; rejects with the child's error (`code`: 'listen-failed', 'bad-background' …). */
  configure(config: ProgrammeConfig): Promise<{ readonly pid: number }>;
  start(): Promise<void>;
  setFace(instanceId: InstanceId | null): Promise<void>;
  setEnhancer(instanceId: InstanceId | null): Promise<void>;
  setLook(look: Partial<ProgrammeLook>): Promise<void>;
  /** The next four are in order among themselves; what goes wrong is logged, and the turn is told to have ended incomplete. */
  enqueueClause(clause: ClauseSpec): void;
  clauseMarks(clauseId: ClauseId, marks: readonly Mark[]): void;
  clauseEnd(clauseId: ClauseId, failed: boolean): void;
  /** See 'cut-clause'. Rejects when the programme or the clause is gone: what was heard is not known then. */
  cutClause(clauseId: ClauseId, boundariesMs: readonly number[]): Promise<{ readonly keptMs: number; readonly boundary: number | null }>;
  endTurn(turnId: TurnId): void;
  /** See 'yield-turn'. */
  yieldTurn(turnId: TurnId): void;
  /** Kept, and told to a new process, too. */
  setMusic(plan: MusicPlan): Promise<void>;
  /** Never rejects: a dead programme is silent. */
  cancel(epoch: Epoch): Promise<{ readonly silentAfterMs: number }>;
  /** kbit/s of the picture from soon on, without a gap; also of a process that is started later. */
  setBitrate(videoKbps: number): Promise<void>;
  attachOutlet(path: string): Promise<void>;
  finish(): Promise<{ readonly frames: number }>;
  stats(): Promise<ProgrammeStats>;
  readonly onEvent: Event<ProgrammeEvent | ProgrammeProcessEvent>;
}

const callTimeoutMs = 10_000;
const stopBudgetMs = 1500;
/** So long a programme that comes back stays behind the slate for its face: viewers see the anchor return, not an empty set. */
const faceBackMs = 300;
/** Of these, for the first picture of a face that has just been asked: nothing is told of it before there are frames. */
const firstPictureMs = 100;
/** One that was on air for five seconds worked: its death begins a new count. Only one that falls over at its start again and again is given up. */
export const livePolicy: RestartPolicy = { baseDelayMs: 50, maxDelayMs: 5000, decayMs: 5_000, maxAttempts: 8 };
/** A file cannot be continued. */
const neverAgain: RestartPolicy = { baseDelayMs: 50, maxDelayMs: 50, decayMs: 1, maxAttempts: 0 };

const givenUpWords: UserMessage = {
  en: 'The programme that makes picture and sound has failed too often and has stopped: viewers see the standby picture. The recording so far is kept. Stop the show and start it again.',
  zh: '生成画面和声音的进程多次失败，已停止：观众看到的是待机画面。已录制的内容已保存。请停止并重新开始直播。',
};

export function createProgramme(options: ProgrammeOptions & { readonly mode?: 'live' | 'file' }): Programme {
  const { logger, clock } = options;
  const onEvent = new Emitter<ProgrammeEvent | ProgrammeProcessEvent>((error) =>
    logger.error('an event listener threw', { error: String(error) }),
  );
  const turns = createOpenTurns();
  let config: ProgrammeConfig | null = null;
  let started = false;
  let face: InstanceId | null = null;
  let enhancer: InstanceId | null = null;
  let music: MusicPlan | null = null;
  let state: ProgrammeProcessState = 'starting';
  let configuredGeneration = 0;
  let lastFrame = { frame: 0, atMs: clock.now() };
  /** The clause that is heard: a process that dies takes the news of its end along. */
  let speaking: { readonly turnId: TurnId; readonly clauseId: ClauseId; readonly frame: number; readonly atMs: number } | null = null;

  const setState = (next: ProgrammeProcessState, message?: UserMessage): void => {
    if (state === next) return;
    state = next;
    const { pid, generation } = supervised.current ?? { pid: undefined, generation: configuredGeneration };
    onEvent.emit({ type: 'process', state, pid, generation, mediaPath: config?.mediaPath ?? '', ...(message ? { message } : {}) });
  };

  const ask = <M extends keyof ProgrammeMethods>(
    handle: ProcessHandle,
    method: M,
    payload: Parameters<ProgrammeMethods[M]>[0],
    timeoutMs: number | null = callTimeoutMs,
  ): Promise<ReturnType<ProgrammeMethods[M]>> =>
    handle.call<ReturnType<ProgrammeMethods[M]>>(method, payload, timeoutMs === null ? {} : { timeoutMs });

  const note = (event: ProgrammeEvent): void => {
    if (event.type === 'turn-ended') turns.ended(event.turnId);
    if (event.type === 'speech-started')
      speaking = { turnId: event.turnId, clauseId: event.clauseId, frame: event.frame, atMs: clock.now() };
    if (event.type === 'speech-ended' && event.clauseId === speaking?.clauseId) speaking = null;
    if (event.type === 'music' && event.state === 'playing' && music) music = { ...music, firstTrack: event.track };
    const frame = event.type === 'stats' ? event.stats.frame : 'frame' in event ? event.frame : null;
    if (frame !== null) lastFrame = { frame, atMs: clock.now() };
  };

  /** The next process begins with what works. */
  const learn = (event: ProgrammeEvent): void => {
    if (!config) return;
    if (event.type === 'encoder-fallback') config = { ...config, encoder: { ...config.encoder, encoder: 'x264' } };
    if (event.type === 'bitrate' && event.outcome === 'refused')
      config = { ...config, encoder: { ...config.encoder, videoBitrateKbps: event.videoKbps } };
  };

  const configureChild = async (handle: ProcessHandle, wanted: ProgrammeConfig): Promise<{ readonly pid: number }> => {
    const reply = await ask(handle, 'configure', wanted);
    lastFrame = { frame: wanted.firstFrame, atMs: clock.now() };
    configuredGeneration = handle.generation;
    const withFace = started && face !== null;
    if (started && !withFace) await ask(handle, 'start', undefined);
    if (face !== null) await ask(handle, 'set-face', { instanceId: face });
    if (enhancer !== null) await ask(handle, 'set-enhancer', { instanceId: enhancer });
    if (music !== null) await ask(handle, 'set-music', music);
    // asked for while it was being set up
    const kbps = config?.encoder.videoBitrateKbps;
    if (kbps !== undefined && kbps !== wanted.encoder.videoBitrateKbps) await ask(handle, 'set-bitrate', { videoKbps: kbps });
    // engines attach at this word, and what is said meanwhile waits for the first frame
    const faceBack = withFace ? whenFaceIsBack(handle) : null;
    setState('running');
    if (faceBack) {
      await faceBack;
      await ask(handle, 'start', undefined);
    }
    return reply;
  };

  /** Resolves when the wanted face had time for its first picture, when it takes too long, or when the process is gone. */
  const whenFaceIsBack = async (handle: ProcessHandle): Promise<void> => {
    const back = createDeferred<void>();
    const cancels = [clock.after(faceBackMs, () => back.resolve())];
    const unsubscribe = handle.onEvent(({ name, payload }) => {
      if (name !== 'programme') return;
      const event = payload as ProgrammeEvent;
      if (event.type !== 'face' || event.state !== 'attached' || event.instanceId !== face) return;
      // wanted before it was there, it has been asked for nothing yet; a refusal is seen at the start
      ask(handle, 'set-face', { instanceId: face }).catch(() => {});
      cancels.push(clock.after(firstPictureMs, () => back.resolve()));
    });
    await Promise.race([back.promise, handle.exited]);
    unsubscribe();
    for (const cancel of cancels) cancel();
  };

  /** Past everything that the process before can have emitted. */
  const nextFirstFrame = (fps: number): number => lastFrame.frame + Math.ceil(((clock.now() - lastFrame.atMs) / 1000) * fps) + fps;

  const resume = async (handle: ProcessHandle): Promise<void> => {
    if (config === null) return;
    try {
      await handle.ready;
      config = { ...config, firstFrame: nextFirstFrame(config.video.fps) };
      await configureChild(handle, config);
    } catch (error) {
      if (error instanceof ProcessError && error.code !== 'call-timeout') return; // the supervisor knows
      logger.error('a new programme process could not be set up', { error: String(error) });
      // one that was not set up whole is no programme: the next one is tried, or it is given up in words
      if (state === 'running') setState('restarting');
      await handle.stop();
    }
  };

  const supervised = createSupervised({
    adapter: options.adapter,
    spec: { name: 'programme', entry: join(options.entriesDir, 'programme.js'), stopBudgetMs },
    policy: options.policy ?? (options.mode === 'file' ? neverAgain : livePolicy),
    clock,
    logger,
    onGeneration(handle) {
      handle.onEvent(({ name, payload }) => {
        if (name !== 'programme') return;
        const event = payload as ProgrammeEvent;
        note(event);
        learn(event);
        onEvent.emit(event);
      });
      void handle.exited.then(() => {
        // told before the turns that are lost with it: whoever hands in clauses waits with the next one
        if (supervised.state !== 'stopping' && supervised.state !== 'stopped') setState('restarting');
        loseSpeech();
        loseTurns(Infinity);
      });
      void resume(handle);
    },
  });

  const loseSpeech = (): void => {
    if (speaking === null) return;
    const { turnId, clauseId, frame, atMs } = speaking;
    speaking = null;
    const playedMs = clock.now() - atMs;
    const frames = Math.round((playedMs / 1000) * (config?.video.fps ?? 0));
    onEvent.emit({ type: 'speech-ended', turnId, clauseId, frame: frame + frames, atMs: clock.wallNow(), complete: false, playedMs });
  };

  const loseTurns = (upToEpoch: Epoch): void => {
    for (const turnId of turns.take(upToEpoch)) {
      onEvent.emit({ type: 'turn-ended', turnId, frame: lastFrame.frame, atMs: clock.wallNow(), complete: false });
    }
  };

  supervised.onState((change) => {
    if (change.state === 'backing-off') setState('restarting');
    else if (change.state === 'given-up') setState('given-up', givenUpWords);
  });

  /** The process that is configured; null while one is being replaced. */
  const configured = (): ProcessHandle | null => {
    const handle = supervised.current;
    return handle && handle.generation === configuredGeneration ? handle : null;
  };

  const onAir = (): ProcessHandle => {
    const handle = configured();
    if (!handle) throw new ProcessError('no-process', 'the programme process is not there');
    return handle;
  };

  /** For calls whose failure ends nothing but what they were about. */
  const tell = <M extends keyof ProgrammeMethods>(method: M, payload: Parameters<ProgrammeMethods[M]>[0], onFailed?: () => void): void => {
    const handle = configured();
    if (!handle) return onFailed?.();
    ask(handle, method, payload).catch((error: unknown) => {
      logger.warn('the programme refused', { method, error: String(error) });
      onFailed?.();
    });
  };

  return {
    get state() {
      return state;
    },
    get pid() {
      return supervised.current?.pid;
    },
    onEvent: onEvent.event,
    async configure(wanted) {
      const handle = await supervised.whenReady();
      const reply = await configureChild(handle, wanted);
      config = wanted;
      return reply;
    },
    async start() {
      await ask(onAir(), 'start', undefined);
      started = true;
    },
    async setFace(instanceId) {
      face = instanceId;
      const handle = configured();
      if (handle) await ask(handle, 'set-face', { instanceId });
    },
    async setEnhancer(instanceId) {
      enhancer = instanceId;
      const handle = configured();
      if (handle) await ask(handle, 'set-enhancer', { instanceId });
    },
    async setLook(look) {
      await ask(onAir(), 'set-look', look);
      if (config) config = { ...config, look: { ...config.look, ...look } };
    },
    enqueueClause(clause) {
      turns.add(clause.turnId, clause.epoch);
      tell('enqueue-clause', clause);
    },
    clauseMarks: (clauseId, marks) => tell('clause-marks', { clauseId, marks }),
    clauseEnd: (clauseId, failed) => tell('clause-end', { clauseId, failed }),
    cutClause: async (clauseId, boundariesMs) => ask(onAir(), 'cut-clause', { clauseId, boundariesMs }),
    endTurn(turnId) {
      tell('end-turn', { turnId }, () => {
        turns.ended(turnId);
        onEvent.emit({ type: 'turn-ended', turnId, frame: lastFrame.frame, atMs: clock.wallNow(), complete: false });
      });
    },
    yieldTurn(turnId) {
      tell('yield-turn', { turnId });
    },
    async setMusic(plan) {
      // with the same tracks only the level moves: what is heard goes on, in the next process too
      music = music && sameTracks(music.tracks, plan.tracks) ? { ...plan, firstTrack: music.firstTrack } : plan;
      const handle = configured();
      if (handle) await ask(handle, 'set-music', plan);
    },
    async cancel(epoch) {
      const fromMs = clock.now();
      const handle = configured();
      try {
        if (handle) return await ask(handle, 'cancel', { epoch });
      } catch (error) {
        logger.warn('cancel met a programme that is gone', { error: String(error) });
      }
      loseTurns(epoch);
      return { silentAfterMs: clock.now() - fromMs };
    },
    async setBitrate(videoKbps) {
      if (config) config = { ...config, encoder: { ...config.encoder, videoBitrateKbps: videoKbps } };
      const handle = configured();
      if (handle) await ask(handle, 'set-bitrate', { videoKbps });
    },
    async attachOutlet(path) {
      if (config?.output.mode === 'live') config = { ...config, output: { mode: 'live', outletPath: path } };
      const handle = configured();
      if (handle) await ask(handle, 'attach-outlet', { path });
    },
    finish: async () => ask(onAir(), 'finish', undefined, null),
    stats: async () => ask(onAir(), 'stats', undefined),
    async dispose() {
      await supervised.stop();
      loseSpeech();
      loseTurns(Infinity);
      setState('stopped');
      onEvent.clear();
    },
  };
}

function sameTracks(one: readonly MusicTrack[], other: readonly MusicTrack[]): boolean {
  return (
    one.length === other.length && one.every(({ path, gainDb }, index) => path === other[index]?.path && gainDb === other[index].gainDb)
  );
}
