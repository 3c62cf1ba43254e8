/**
 * Owns one show on air: at each due frame it takes the face's picture, draws, fills the sound, hands both to the encoder, and says what happened.
 * The parts know nothing of each other; this is where frame numbers meet.
 */
import type { ClauseId, InstanceId, TurnId } from '../../contract/ids.ts';
import { programmeChannels, samplesPerFrame } from '../../contract/media.ts';
import type { Mark } from '../../contract/speech.ts';
import type { Clock } from '../../kernel/clock.ts';
import { createDeferred, type Deferred } from '../../kernel/deferred.ts';
import { createCueSheet } from '../../performance/cue-sheet.ts';
import type { CueSheet } from '../../performance/types.ts';
import type { MediaListener } from '../../processes/protocol/media-socket.ts';
import type { ClauseSpec, MusicPlan, ProgrammeConfig, ProgrammeEvent, ProgrammeLook, ProgrammeStats } from '../protocol/control.ts';
import { captionProgress, isCaptionSeen } from './caption-progress.ts';
import type { Encoder } from './encoder/encoder.ts';
import { OutletLink } from './encoder/outlet-link.ts';
import { createShowEncoder, type ShowEncoder } from './encoder/show-encoder.ts';
import { FaceStage, type TakenFace } from './face/face-stage.ts';
import { FileRun } from './file-run.ts';
import { FrameTally } from './frame-tally.ts';
import { createFrameClock, type FrameClock } from './frame-clock.ts';
import { openMediaDoor } from './media-door.ts';
import { PendingCancels } from './pending-cancels.ts';
import { createCompositor, type Compositor } from './picture/compositor.ts';
import { createLookDirector, type LookDirector } from './picture/look.ts';
import type { Painter } from './picture/painter.ts';
import { MusicBed } from './music/music-bed.ts';
import { Playout, type CutClause } from './playout/playout.ts';
import { PcmInbox } from './playout/pcm-inbox.ts';
import { createResamplerPool, type ResamplerPool } from './resample.ts';
import { planStart } from './plan-start.ts';
import { createTidyInPauses, type TidyInPauses } from './tidy-in-pauses.ts';
import { SpeechWitness } from './speech-witness.ts';

export interface ShowOptions {
  readonly config: ProgrammeConfig;
  readonly clock: Clock;
  readonly painter: Painter;
  readonly emit: (event: ProgrammeEvent) => void;
  readonly log: (message: string) => void;
}

/** Speech that is due waits this many frames for the mouth, then goes on without it. */
const mostPostponed = 4;
/** Of the embedded voices: their first clause finds its resampler open. */
const usualSampleRates = [16_000, 22_050] as const;
const statsEveryMs = 2000;

export class Show {
  readonly #options: ShowOptions;
  readonly #config: ProgrammeConfig;
  readonly #clock: Clock;
  readonly #spf: number;
  readonly #audio: Int16Array;
  readonly #frameClock: FrameClock;
  readonly #cues: CueSheet;
  readonly #compositor: Compositor;
  readonly #look: LookDirector;
  readonly #resamplers: ResamplerPool;
  readonly #inbox: PcmInbox;
  readonly #playout: Playout;
  readonly #music: MusicBed;
  readonly #faces: FaceStage;
  readonly #sending: ShowEncoder;
  readonly #encoder: Encoder;
  readonly #outlet: OutletLink;
  readonly #witness: SpeechWitness;
  readonly #cancels: PendingCancels;
  readonly #file: FileRun;
  readonly #tally = new FrameTally();
  readonly #tidy: TidyInPauses;
  #door: MediaListener | null = null;
  #frame: number;
  #state: 'ready' | 'on-air' | 'over' = 'ready';
  #cancelTimer: (() => void) | null = null;
  #postponed = 0;
  #finishing: Deferred<{ frames: number }> | null = null;
  #nextStatsMs = 0;

  constructor(options: ShowOptions) {
    const { config, clock } = options;
    const { fps, width, height } = config.video;
    this.#options = options;
    this.#config = config;
    this.#clock = clock;
    this.#frame = config.firstFrame;
    this.#spf = samplesPerFrame(fps);
    this.#audio = new Int16Array(this.#spf * programmeChannels);
    this.#frameClock = createFrameClock({ fps });
    this.#tidy = createTidyInPauses(clock.now());
    this.#witness = new SpeechWitness({ fps, emit: options.emit });
    this.#cancels = new PendingCancels({ clock, emit: options.emit });
    this.#cues = createCueSheet({ fps, seed: config.motionSeed });
    this.#compositor = createCompositor(width, height);
    this.#look = createLookDirector(this.#compositor, options.painter, config.video, config.look);
    this.#resamplers = createResamplerPool(
      () => this.#planSpeech(),
      (rate, error) => {
        options.log(`no sound at ${rate} Hz: ${error instanceof Error ? error.message : String(error)}`);
        this.#playout.rateFailed(rate);
      },
    );
    this.#inbox = new PcmInbox({
      onReady: (stream) => {
        this.#playout.streamTouched(stream);
        this.#planSpeech();
      },
    });
    this.#playout = new Playout({ fps, inbox: this.#inbox, resamplers: this.#resamplers, cues: this.#cues });
    this.#music = new MusicBed({
      ffmpegPath: config.encoder.ffmpegPath,
      clock,
      samplesPerFrame: this.#spf,
      onState: (state, track, pid, detail) => options.emit({ type: 'music', state, track, pid, detail }),
    });
    this.#faces = new FaceStage({
      fps,
      cue: (frame) => this.#cues.cue(frame),
      now: () => clock.now(),
      pace: config.output.mode === 'file' ? 'free' : 'real-time',
      onState: (instanceId, state) => options.emit({ type: 'face', instanceId, state }),
      onEnhance: options.emit,
    });
    this.#outlet = new OutletLink({
      clock,
      onFreshOutlet: () => this.#encoder.restart('a new outlet needs a stream from its beginning'),
      onLog: options.log,
    });
    const { output } = config;
    this.#sending = createShowEncoder({
      config,
      audioBytes: this.#audio.byteLength,
      clock,
      onOutput: (stdout, generation, handedOver) =>
        output.mode === 'live' ? this.#outlet.feed(stdout, generation, handedOver) : void stdout.resume(),
      aiGenerated: () => this.#look.look.aiLabel,
      emit: options.emit,
    });
    this.#encoder = this.#sending.encoder;
    this.#file = new FileRun({
      clock,
      encoder: this.#encoder,
      faces: this.#faces,
      look: this.#look,
      playout: this.#playout,
      frame: () => this.#frame,
      state: () => (this.#state !== 'on-air' ? 'over' : this.#finishing ? 'finishing' : 'running'),
      emitFrame: () => {
        this.#emitFrame('draw');
        this.#tend(clock.now());
      },
    });
  }

  /** Draws the set and opens the door for engines. */
  async open(): Promise<void> {
    const { config, clock, log } = this.#options;
    await Promise.all([this.#look.apply(config.look), ...usualSampleRates.map((rate) => this.#resamplers.open(rate))]);
    this.#door = await openMediaDoor({
      path: config.mediaPath,
      inbox: this.#inbox,
      faces: this.#faces,
      now: () => clock.now(),
      onLog: log,
      onFaceFrame: () => this.#file.wake(),
    });
    if (config.output.mode === 'live') await this.#outlet.attach(config.output.outletPath);
  }

  start(): void {
    if (this.#state !== 'ready') return;
    this.#state = 'on-air';
    this.#encoder.start();
    this.#nextStatsMs = this.#clock.now() + statsEveryMs;
    if (this.#config.output.mode === 'file') {
      void this.#runFile();
      return;
    }
    this.#frameClock.start(this.#clock.now());
    this.#tick();
  }

  setFace(instanceId: InstanceId | null): void {
    this.#faces.want(instanceId);
    if (instanceId === null) this.#compositor.setFace(null);
    else this.#faces.request(this.#frame);
  }

  setEnhancer(instanceId: InstanceId | null): void {
    this.#faces.enhance.want(instanceId);
  }

  setLook(look: Partial<ProgrammeLook>): Promise<void> {
    return this.#look.apply({ ...this.#look.look, ...look });
  }

  enqueue(clause: ClauseSpec): void {
    if (!this.#playout.enqueue(clause, this.#clock.now())) return;
    this.#planSpeech();
    void this.#look.prepareCaption(clause.clauseId, clause.text);
  }

  marks(clauseId: ClauseId, marks: readonly Mark[]): void {
    this.#playout.marks(clauseId, marks);
    // What was asked for before these were known shows a mouth that only follows the loudness.
    this.#askAnew();
  }

  clauseEnd(clauseId: ClauseId, failed: boolean): void {
    this.#playout.clauseEnd(clauseId, failed, this.#clock.now());
    this.#planSpeech();
  }

  /** Throws PlayoutError when it cannot be told what of the clause was heard. */
  cutClause(clauseId: ClauseId, boundariesMs: readonly number[]): CutClause {
    const cut = this.#playout.cutClause(clauseId, boundariesMs, this.#clock.now());
    // The lips were asked to go on.
    this.#askAnew();
    this.#planSpeech();
    return cut;
  }

  endTurn(turnId: TurnId): void {
    this.#playout.endTurn(turnId);
  }

  /** What waits of the turn is dropped, what is heard of it ends with a word. */
  yieldTurn(turnId: TurnId): void {
    this.#playout.yieldTurn(turnId, this.#clock.now());
    this.#postponed = 0;
    this.#askAnew();
    this.#planSpeech();
  }

  setMusic(plan: MusicPlan): void {
    this.#music.set(plan);
  }

  /** Resolves when silence was handed to the encoder. */
  cancel(epoch: number): Promise<{ silentAfterMs: number }> {
    const cut = this.#playout.cancel(epoch, this.#frame * this.#spf);
    this.#postponed = 0;
    if (cut) this.#faces.invalidateFrom(this.#frame);
    this.#askAnew();
    const silent = this.#cancels.add(epoch);
    if (this.#state !== 'on-air') this.#cancels.settle();
    return silent;
  }

  setBitrate(videoKbps: number): void {
    this.#sending.setBitrate(videoKbps);
  }

  attachOutlet(path: string): Promise<void> {
    return this.#outlet.attach(path);
  }

  /** File mode: resolves when all is played and the file is closed. */
  finish(): Promise<{ frames: number }> {
    this.#finishing ??= createDeferred();
    if (this.#state === 'over') this.#finishing.resolve({ frames: this.#frame - this.#config.firstFrame });
    return this.#finishing.promise;
  }

  stats(): ProgrammeStats {
    return {
      frame: this.#frame,
      ...this.#tally.stats,
      framesEnhanced: this.#faces.enhance.enhanced,
      framesPlain: this.#faces.enhance.plain,
      faceFades: this.#faces.fades,
      faceCuts: this.#faces.cuts,
      underruns: this.#playout.underruns,
      queuedClauses: this.#playout.queuedClauses,
      encoderRestarts: this.#encoder.restarts,
      encoderPid: this.#encoder.pid,
      encoderQueueBytes: this.#encoder.queueBytes,
    };
  }

  async dispose(): Promise<void> {
    this.#state = 'over';
    this.#cancelTimer?.();
    this.#cancels.settle();
    this.#file.wake();
    await this.#encoder.dispose();
    this.#outlet.dispose();
    await this.#door?.close();
    this.#music.dispose();
    this.#playout.dispose();
    this.#resamplers.dispose();
    this.#faces.dispose();
    this.#compositor.dispose();
    await this.#options.painter.dispose();
    this.#finishing?.reject(new Error('the show was stopped before it had ended'));
  }

  #tick(): void {
    if (this.#state !== 'on-air') return;
    const due = this.#frameClock.due(this.#clock.now());
    this.#tally.skipped(due.dropped);
    let emitted = 0;
    for (const kind of due.emit) {
      if (!this.#encoder.accepts) break;
      if (kind === 'repeat') this.#tally.skipped(1);
      this.#emitFrame(kind);
      emitted += 1;
    }
    this.#frameClock.emitted(emitted);
    this.#encoder.watch();
    const now = this.#clock.now();
    if (emitted > 0) this.#tend(now);
    const held = due.emit.length > emitted;
    const waitMs = held ? 5 : Math.max(0, this.#frameClock.nextAtMs - now);
    this.#cancelTimer = this.#clock.after(waitMs, () => this.#tick());
  }

  #emitFrame(kind: 'draw' | 'repeat'): void {
    const frame = this.#frame;
    const fromMs = this.#clock.now();
    this.#holdForMouth(frame);
    const face = this.#drawFace(frame, kind);
    const events = this.#playout.fill(frame, this.#audio, this.#clock.now());
    this.#tally.showed(face.shown, this.#playout.speaking);
    this.#showCaption(frame);
    if (this.#encoder.state === 'running') this.#outlet.noteFrame(this.#encoder.generation, frame);
    this.#music.mix(this.#audio, frame * this.#spf, this.#playout.speechSpans(frame * this.#spf));
    this.#encoder.write(this.#compositor.render().data, this.#audio);
    this.#frame = frame + 1;
    this.#tally.cost(this.#clock.now() - fromMs);
    this.#cancels.settle();
    const lips = kind === 'draw' ? face.lips : null;
    this.#witness.saw({ frame, atMs: this.#clock.wallNow(), shown: face.shown, lips, events });
    face.frame?.release();
    this.#planSpeech();
    this.#faces.invalidateFrom(this.#playout.takeReplanned());
    this.#faces.request(this.#frame);
  }

  /** The frame is released by the caller. */
  #drawFace(frame: number, kind: 'draw' | 'repeat'): TakenFace {
    const taken = this.#faces.take(frame, this.#playout.speaking || this.#playout.scheduledFrame === frame);
    if (taken.frame && kind === 'draw') this.#compositor.setFace(taken.frame);
    else if (taken.shown === 'none') this.#compositor.setFace(null);
    return taken;
  }

  /** Speech that is due with this frame waits a little for its first lips. */
  #holdForMouth(frame: number): void {
    if (this.#playout.scheduledFrame !== frame) return;
    if (this.#faces.readyFor(frame, 'speech') || this.#postponed >= mostPostponed) {
      this.#postponed = 0;
      return;
    }
    this.#postponed += 1;
    this.#playout.postpone(1);
    // Its lips are on their way, and come with it.
    this.#faces.delayFrom(frame, 1);
    this.#faces.request(frame);
  }

  /** The lips of speech that was planned otherwise since they were asked for. */
  #askAnew(): void {
    this.#faces.invalidateFrom(Math.max(this.#frame, this.#playout.takeReplanned()));
    this.#faces.request(this.#frame);
  }

  /** Gives a waiting clause its frame, as early as its lips can be there, and asks for them. */
  #planSpeech(): void {
    if (!this.#playout.startable) return;
    const frame = planStart({
      nextFrame: this.#frame,
      untilNextMs:
        this.#config.output.mode === 'file' || this.#state !== 'on-air' ? Infinity : this.#frameClock.nextAtMs - this.#clock.now(),
      frameMs: this.#frameClock.frameMs,
      faceLatencyMs: this.#faces.active?.latencyMs ?? 0,
    });
    const first = this.#playout.schedule(frame);
    this.#faces.invalidateFrom(first);
    this.#faces.request(this.#frame);
  }

  #showCaption(frame: number): void {
    const { caption, captionEndPos } = this.#playout;
    const sinceEndMs = captionEndPos === null ? null : (frame * this.#spf - captionEndPos) / 48;
    if (!caption || !isCaptionSeen(sinceEndMs)) return this.#look.showCaption(null);
    const { spec, playedMs, lengthMs } = caption;
    this.#look.showCaption({ clauseId: spec.clauseId, text: spec.text, progress: captionProgress(spec.text, playedMs, lengthMs) });
  }

  #tend(now: number): void {
    this.#inbox.tend(now, this.#playout.starving);
    if (this.#frame % this.#config.video.fps === 0) this.#cues.forget(this.#frame - 2 * this.#config.video.fps);
    this.#tidy({ nowMs: now, pauseFrames: this.#playout.pauseFrames(this.#frame) });
    if (now < this.#nextStatsMs) return;
    this.#nextStatsMs = now + statsEveryMs;
    this.#options.emit({ type: 'stats', stats: this.stats() });
  }

  async #runFile(): Promise<void> {
    try {
      await this.#file.run();
      if (this.#state !== 'on-air') return;
      await this.#encoder.finish();
      this.#state = 'over';
      this.#finishing?.resolve({ frames: this.#frame - this.#config.firstFrame });
    } catch (error) {
      this.#state = 'over';
      this.#cancels.settle();
      this.#finishing ??= createDeferred();
      this.#finishing.promise.catch(() => {}); // whoever calls finish later still hears of it
      this.#finishing.reject(error);
    }
  }
}
