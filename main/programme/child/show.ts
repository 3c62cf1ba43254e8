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
import type { ClauseSpec, ProgrammeConfig, ProgrammeEvent, ProgrammeLook, ProgrammeStats } from '../protocol/control.ts';
import { buildEncoderArgs } from './encoder/build-encoder-args.ts';
import { Encoder } from './encoder/encoder.ts';
import { FirstWordsWatch, type FirstWords } from './first-words.ts';
import { OutletLink } from './encoder/outlet-link.ts';
import { FaceStage } from './face/face-stage.ts';
import { createFrameClock, type FrameClock } from './frame-clock.ts';
import { openMediaDoor } from './media-door.ts';
import { createCompositor, type Compositor } from './picture/compositor.ts';
import { i420Bytes } from './picture/i420.ts';
import { createLookDirector, type LookDirector } from './picture/look.ts';
import type { Painter } from './picture/painter.ts';
import { Playout } from './playout/playout.ts';
import { PcmInbox } from './playout/pcm-inbox.ts';
import { createResamplerPool, type ResamplerPool } from './resample.ts';
import { planStart } from './plan-start.ts';

export interface ShowOptions {
  readonly config: ProgrammeConfig;
  readonly clock: Clock;
  readonly painter: Painter;
  readonly emit: (event: ProgrammeEvent) => void;
  readonly log: (message: string) => void;
}

interface PendingCancel {
  readonly epoch: number;
  readonly atMs: number;
  readonly done: Deferred<{ silentAfterMs: number }>;
}

/** Speech that is due waits this many frames for the mouth, then goes on without it. */
const mostPostponed = 4;
/** Of the embedded voices: their first clause finds its resampler open. */
const usualSampleRates = [16_000, 22_050] as const;
const captionHoldMs = 1200;
const statsEveryMs = 2000;
/** File mode: a face that does not answer is waited for this long per frame. */
const fileFaceWaitMs = 1500;

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
  readonly #faces: FaceStage;
  readonly #encoder: Encoder;
  readonly #outlet: OutletLink;
  readonly #firstWords = new FirstWordsWatch();
  #door: MediaListener | null = null;
  #frame: number;
  #state: 'ready' | 'on-air' | 'over' = 'ready';
  #cancelTimer: (() => void) | null = null;
  #cancels: PendingCancel[] = [];
  #postponed = 0;
  #finishing: Deferred<{ frames: number }> | null = null;
  #faceWaiters: (() => void)[] = [];
  #nextStatsMs = 0;
  #framesSkipped = 0;
  #framesHeldSpeaking = 0;
  #framesHeldIdle = 0;
  #framesSpeaking = 0;

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
    this.#faces = new FaceStage({
      fps,
      cue: (frame) => this.#cues.cue(frame),
      now: () => clock.now(),
      pace: config.output.mode === 'file' ? 'free' : 'real-time',
      onState: (instanceId, state) => options.emit({ type: 'face', instanceId, state }),
    });
    this.#outlet = new OutletLink({
      clock,
      onFreshOutlet: () => this.#encoder.restart('a new outlet needs a stream from its beginning'),
      onLog: options.log,
    });
    const { output } = config;
    this.#encoder = new Encoder({
      ffmpegPath: config.encoder.ffmpegPath,
      args: () => buildEncoderArgs({ video: config.video, settings: config.encoder, output, aiGenerated: this.#look.look.aiLabel }),
      videoBytes: i420Bytes(width, height),
      audioBytes: this.#audio.byteLength,
      clock,
      mode: output.mode,
      onOutput: (stdout, generation) => (output.mode === 'live' ? this.#outlet.feed(stdout, generation) : void stdout.resume()),
      onState: (state, pid, detail) => options.emit({ type: 'encoder', state, pid, detail }),
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
      onFaceFrame: () => this.#wakeForFace(),
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
  }

  clauseEnd(clauseId: ClauseId, failed: boolean): void {
    this.#playout.clauseEnd(clauseId, failed, this.#clock.now());
    this.#planSpeech();
  }

  endTurn(turnId: TurnId): void {
    this.#playout.endTurn(turnId);
  }

  /** Resolves when silence was handed to the encoder. */
  cancel(epoch: number): Promise<{ silentAfterMs: number }> {
    const cut = this.#playout.cancel(epoch, this.#frame * this.#spf);
    this.#postponed = 0;
    if (cut) {
      this.#faces.invalidateFrom(this.#frame);
      this.#faces.request(this.#frame);
    }
    const pending: PendingCancel = { epoch, atMs: this.#clock.now(), done: createDeferred() };
    this.#cancels.push(pending);
    if (this.#state !== 'on-air') this.#settleCancels();
    return pending.done.promise;
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
      framesSkipped: this.#framesSkipped,
      framesHeldSpeaking: this.#framesHeldSpeaking,
      framesHeldIdle: this.#framesHeldIdle,
      framesSpeaking: this.#framesSpeaking,
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
    this.#settleCancels();
    this.#wakeForFace();
    await this.#encoder.dispose();
    this.#outlet.dispose();
    await this.#door?.close();
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
    this.#framesSkipped += due.dropped;
    let emitted = 0;
    for (const kind of due.emit) {
      if (!this.#encoder.accepts) break;
      if (kind === 'repeat') this.#framesSkipped += 1;
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
    this.#holdForMouth(frame);
    const { shown } = this.#drawFace(frame, kind);
    const events = this.#playout.fill(frame, this.#audio, this.#clock.now());
    const { speaking } = this.#playout;
    if (speaking) this.#framesSpeaking += 1;
    if (shown !== 'fresh' && shown !== 'none') {
      if (speaking) this.#framesHeldSpeaking += 1;
      else this.#framesHeldIdle += 1;
    }
    this.#showCaption(frame);
    this.#encoder.write(this.#compositor.render().data, this.#audio);
    this.#frame = frame + 1;
    this.#settleCancels();
    const atMs = this.#clock.wallNow();
    for (const event of events) {
      if (event.type === 'speech-started') this.#firstWords.began(event.turnId, event.clauseId);
      this.#options.emit({ ...event, frame, atMs });
    }
    const face = shown === 'fresh' ? this.#cues.cue(frame) : shown === 'none' ? 'none' : 'old';
    this.#tellHeard(this.#firstWords.sent({ frame, atMs, audio: this.#audio, face }));
    for (const event of events) if (event.type === 'speech-ended') this.#tellHeard(this.#firstWords.ended(event.clauseId));
    this.#planSpeech();
    this.#faces.invalidateFrom(this.#playout.takeReplanned());
    this.#faces.request(this.#frame);
  }

  #tellHeard(words: FirstWords | null): void {
    if (words) this.#options.emit({ type: 'speech-heard', ...words });
  }

  #drawFace(frame: number, kind: 'draw' | 'repeat'): { readonly shown: string } {
    const taken = this.#faces.take(frame, this.#playout.speaking || this.#playout.scheduledFrame === frame);
    if (taken.frame) {
      if (kind === 'draw') this.#compositor.setFace(taken.frame);
      taken.frame.release();
    } else if (taken.shown === 'none') this.#compositor.setFace(null);
    return { shown: taken.shown };
  }

  /** Speech that is due with this frame waits a little for its first lips. */
  #holdForMouth(frame: number): void {
    if (this.#playout.scheduledFrame !== frame) return;
    if (this.#faces.readyFor(frame, 'speech') || this.#postponed >= mostPostponed) {
      this.#postponed = 0;
      return;
    }
    this.#postponed += 1;
    this.#playout.postpone();
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
    const caption = this.#playout.caption;
    const endPos = this.#playout.captionEndPos;
    if (!caption || (endPos !== null && frame * this.#spf - endPos > captionHoldMs * 48)) return this.#look.showCaption(null);
    const { spec, playedMs, lengthMs } = caption;
    // Without a known length: about fourteen letters, or five Han characters, a second.
    const guessMs = Math.max(1, spec.text.length * (/\p{Script=Han}/u.test(spec.text) ? 200 : 70));
    const progress = Math.min(0.999, playedMs / (lengthMs ?? Math.max(guessMs, playedMs)));
    this.#look.showCaption({ clauseId: spec.clauseId, text: spec.text, progress });
  }

  #tend(now: number): void {
    this.#inbox.tend(now, this.#playout.starving);
    if (this.#frame % this.#config.video.fps === 0) this.#cues.forget(this.#frame - 2 * this.#config.video.fps);
    if (now < this.#nextStatsMs) return;
    this.#nextStatsMs = now + statsEveryMs;
    this.#options.emit({ type: 'stats', stats: this.stats() });
  }

  #settleCancels(): void {
    for (const { epoch, atMs, done } of this.#cancels.splice(0)) {
      const silentAfterMs = this.#clock.now() - atMs;
      done.resolve({ silentAfterMs });
      this.#options.emit({ type: 'cancelled', epoch, atMs: this.#clock.wallNow(), silentAfterMs });
    }
  }

  async #runFile(): Promise<void> {
    try {
      while (this.#state === 'on-air') {
        const nothingToPlay = this.#playout.queuedClauses === 0;
        if (this.#finishing && this.#playout.drained) break;
        await this.#encoder.whenAccepting();
        if (this.#encoder.state !== 'running') throw new Error(`the encoder is ${this.#encoder.state}`);
        // Time stands still while a voice is at work: only what is said makes the file longer.
        const waiting = nothingToPlay ? !this.#finishing && this.#playout.drained : !this.#playout.canPlay;
        if (waiting) {
          await this.#pauseFile();
          this.#playout.tire(this.#clock.now());
          continue;
        }
        const caption = this.#playout.caption?.spec;
        if (caption) await this.#look.prepareCaption(caption.clauseId, caption.text);
        this.#faces.request(this.#frame);
        await this.#waitForFace(this.#frame);
        this.#emitFrame('draw');
        this.#tend(this.#clock.now());
        // Let the sockets have their turn.
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (this.#state !== 'on-air') return;
      await this.#encoder.finish();
      this.#state = 'over';
      this.#finishing?.resolve({ frames: this.#frame - this.#config.firstFrame });
    } catch (error) {
      this.#state = 'over';
      this.#settleCancels();
      this.#finishing ??= createDeferred();
      this.#finishing.promise.catch(() => {}); // whoever calls finish later still hears of it
      this.#finishing.reject(error);
    }
  }

  #pauseFile(): Promise<void> {
    return new Promise((resolve) => this.#clock.after(5, resolve));
  }

  async #waitForFace(frame: number): Promise<void> {
    const untilMs = this.#clock.now() + fileFaceWaitMs;
    while (!this.#faces.readyFor(frame, 'picture') && this.#state === 'on-air' && this.#clock.now() < untilMs) {
      await new Promise<void>((resolve) => {
        this.#faceWaiters.push(resolve);
        this.#clock.after(50, resolve);
      });
      this.#faces.request(frame);
    }
  }

  #wakeForFace(): void {
    for (const resolve of this.#faceWaiters.splice(0)) resolve();
  }
}
