/**
 * Owns which face is on air: the attached ones, the one asked for, the one seen, the change between two, and the idle loop when the face is gone.
 * A new face comes on with its first frame where nobody is, else by a change (cross-fade or cut); until then the one before stays.
 */
import type { FrameCue } from '../../../contract/cues.ts';
import { asInstanceId, type InstanceId } from '../../../contract/ids.ts';
import type { FacePacketMeta, ToFacePacketMeta } from '../../../contract/programme-media.ts';
import { EnhanceStage, type EnhanceTold } from '../enhance/enhance-stage.ts';
import { FaceChange } from './face-change.ts';
import { FaceFade } from './face-fade.ts';
import { FaceFeed } from './face-feed.ts';
import { PixelPool, type FaceFrame } from './face-frame.ts';
import { IdleLoop } from './idle-loop.ts';

export interface FaceStageOptions {
  readonly fps: number;
  readonly cue: (frame: number) => FrameCue;
  readonly now: () => number;
  readonly pace?: 'real-time' | 'free';
  readonly onState: (instanceId: InstanceId | null, state: 'attached' | 'on-air' | 'lost') => void;
  readonly onEnhance?: (event: EnhanceTold) => void;
}

/** `fresh`: the frame asked for. `late`: one or two frames old. `held`: the picture stays. `idle-loop`: the face is gone. `none`: there is no face. */
export type FaceShown = 'fresh' | 'late' | 'held' | 'idle-loop' | 'none';

export interface TakenFace {
  /** Released by the caller; null leaves the picture as it is. */
  readonly frame: FaceFrame | null;
  readonly shown: FaceShown;
  /** Whose lips are seen, and in which frame (valid until the next take); null when no face answers. */
  readonly lips: { readonly instanceId: string; readonly frame: FaceFrame } | null;
}

/** After this long without a frame the idle loop takes over. */
const loopAfterMs = 500;

export class FaceStage {
  /** What becomes of the faces' pictures before they are shown. */
  readonly enhance: EnhanceStage;
  readonly #options: FaceStageOptions;
  readonly #pool = new PixelPool();
  readonly #loop: IdleLoop;
  readonly #fade: FaceFade;
  readonly #feeds = new Map<string, FaceFeed>();
  #wanted: string | null = null;
  #onAir: FaceFeed | null = null;
  #change: FaceChange | null = null;
  /** Whose picture was seen last. */
  #seen: string | null = null;
  #lost: string | null = null;
  #heldFrames = 0;
  #looping = false;
  #fades = 0;
  #cuts = 0;

  constructor(options: FaceStageOptions) {
    this.#options = options;
    this.#loop = new IdleLoop({ fps: options.fps });
    this.#fade = new FaceFade(this.#pool);
    const { fps, now, onEnhance = () => {} } = options;
    this.enhance = new EnhanceStage({ pool: this.#pool, fps, now, emit: onEnhance });
  }

  /** The feed that lips depend on now: on air and answering. */
  get active(): FaceFeed | null {
    return this.#onAir && !this.#onAir.stalled ? this.#onAir : null;
  }
  /** Changes from one face to another so far. */
  get fades(): number {
    return this.#fades;
  }
  get cuts(): number {
    return this.#cuts;
  }

  attach(hello: Extract<FacePacketMeta, { type: 'face-hello' }>, send: (meta: ToFacePacketMeta) => void): FaceFeed {
    this.detach(hello.instanceId);
    const { fps, cue, now, pace = 'real-time' } = this.#options;
    // A file has no time to be late for: its pictures stay plain.
    const enhance = pace === 'free' ? undefined : this.enhance;
    const feed = new FaceFeed({ hello, pool: this.#pool, fps, send, cue, now, pace, enhance });
    this.#feeds.set(feed.instanceId, feed);
    this.#options.onState(asInstanceId(feed.instanceId), 'attached');
    return feed;
  }

  detach(instanceId: string, only?: FaceFeed): void {
    const feed = this.#feeds.get(instanceId);
    if (!feed || (only && feed !== only)) return;
    this.#feeds.delete(instanceId);
    feed.close();
    if (this.#change?.to === feed) this.#endChange();
    if (this.#onAir === feed) {
      // In the middle of a fade the other one is seen already.
      if (this.#change?.fading) this.#putOnAir(this.#change.to, 'fade');
      else this.#onAir = null;
      this.#endChange();
      this.#tellLost(instanceId);
    }
  }

  /** The face to show; null takes the anchor off. */
  want(instanceId: InstanceId | null): void {
    this.#wanted = instanceId;
    if (instanceId !== null) return;
    this.#endChange();
    this.#onAir?.rest();
    this.#onAir = null;
    this.#seen = null;
    this.#loop.clear();
    this.#options.onState(null, 'on-air');
  }

  /** Asks for frames from `cursor` on. */
  request(cursor: number): void {
    this.#direct();
    if (this.#change) this.#change.request(cursor);
    else {
      this.#onAir?.request(cursor);
      this.#next()?.request(cursor);
    }
  }

  /** The sound that begins with `frame` begins so many frames later, and its pictures with it. */
  delayFrom(frame: number, frames: number): void {
    // A change between two faces has its own frames.
    if (this.#change) this.invalidateFrom(frame);
    else this.#onAir?.delayFrom(frame, frames);
  }

  invalidateFrom(frame: number): void {
    this.#onAir?.invalidateFrom(frame);
    this.#next()?.invalidateFrom(frame);
  }

  /** Whether `frame` is there, or no face is there to wait for. `speech`: and so many after it that one late frame is not seen. */
  readyFor(frame: number, what: 'picture' | 'speech'): boolean {
    const feeds = this.#change?.fading ? [this.#change.from, this.#change.to] : [this.#onAir ?? this.#next()];
    return feeds.every((feed) => {
      if (feed === null || feed.stalled) return true;
      return feed.hasFrom(frame, what === 'speech' ? feed.leadFrames : 1);
    });
  }

  /** What to show at `frame`. */
  take(frame: number, speaking: boolean): TakenFace {
    this.#direct();
    const faded = this.#switchOver(frame);
    if (faded) return faded;
    const feed = this.#onAir;
    const found = feed?.take(frame) ?? null;
    if (feed && found) {
      this.#heldFrames = 0;
      if (this.#looping || this.#lost === feed.instanceId) this.#options.onState(asInstanceId(feed.instanceId), 'on-air');
      this.#looping = false;
      this.#lost = null;
      this.#seen = feed.instanceId;
      if (!speaking) this.#loop.keep(found);
      return { frame: found, shown: found.frame === frame ? 'fresh' : 'late', lips: { instanceId: feed.instanceId, frame: found } };
    }
    if (this.#wanted === null) return { frame: null, shown: 'none', lips: null };
    this.#heldFrames += 1;
    if (this.#heldFrames < (loopAfterMs / 1000) * this.#options.fps && !this.#looping) return { frame: null, shown: 'held', lips: null };
    // Also where nobody was at rest long enough for a loop: a face that is gone is gone.
    if (!this.#looping && this.#onAir) this.#tellLost(this.#onAir.instanceId);
    const idle = this.#loop.play(frame);
    if (!idle) return { frame: null, shown: this.#onAir ? 'held' : 'none', lips: null };
    this.#looping = true;
    return { frame: idle.retain(), shown: 'idle-loop', lips: null };
  }

  dispose(): void {
    this.#endChange();
    for (const feed of this.#feeds.values()) feed.close();
    this.#feeds.clear();
    this.enhance.dispose();
    this.#loop.clear();
    this.#onAir = null;
    this.#wanted = null;
  }

  #next(): FaceFeed | null {
    if (this.#change) return this.#change.to;
    const wanted = this.#wanted === null ? null : (this.#feeds.get(this.#wanted) ?? null);
    return wanted === this.#onAir ? null : wanted;
  }

  /** Begins a change where another face is wanted, and drops one that is not wanted any more; what fades is finished first. */
  #direct(): void {
    if (this.#change?.fading) return;
    const wanted = this.#wanted === null ? undefined : this.#feeds.get(this.#wanted);
    const from = this.#onAir;
    if (!from || !wanted || wanted === from) this.#endChange();
    else if (this.#change?.to !== wanted || this.#change.from !== from) {
      this.#endChange();
      const { fps, cue, pace = 'real-time' } = this.#options;
      this.#change = new FaceChange({ from, to: wanted, fps, cue, pace });
    }
  }

  /** The picture of a fade; null where one face alone is seen, which is on air then. */
  #switchOver(frame: number): TakenFace | null {
    const change = this.#change;
    if (!change) {
      const next = this.#next();
      if (next?.has(frame)) this.#putOnAir(next, 'cut');
      return null;
    }
    const wasFading = change.fading;
    const step = change.step(frame);
    if (step === 'old') {
      this.#fade.end();
      return null;
    }
    if (step === 'new') {
      this.#putOnAir(change.to, wasFading ? 'fade' : 'cut');
      this.#endChange();
      return null;
    }
    const both = this.#fade.step(frame, step.share, change.from, change.to);
    if (!both) return null;
    this.#heldFrames = 0;
    return { frame: both.frame, shown: both.shown, lips: { instanceId: change.from.instanceId, frame: both.old } };
  }

  #putOnAir(next: FaceFeed, how: 'fade' | 'cut'): void {
    const before = this.#onAir;
    if (this.#seen !== null && this.#seen !== next.instanceId) {
      if (how === 'fade') this.#fades += 1;
      else this.#cuts += 1;
      // The loop shows one person only.
      this.#loop.clear();
    }
    if (before !== next) before?.rest();
    this.#onAir = next;
    this.#looping = false;
    this.#lost = null;
    this.#options.onState(asInstanceId(next.instanceId), 'on-air');
  }

  #endChange(): void {
    const change = this.#change;
    this.#change = null;
    this.#fade.end();
    if (change && change.to !== this.#onAir && change.to.instanceId !== this.#wanted && !change.to.closed) change.to.rest();
  }

  #tellLost(instanceId: string): void {
    if (this.#lost === instanceId) return;
    this.#lost = instanceId;
    this.#options.onState(asInstanceId(instanceId), 'lost');
  }
}
