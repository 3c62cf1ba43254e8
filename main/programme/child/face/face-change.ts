/**
 * Owns when one face on air gives way to another: how the two meet, whether both can be drawn at once, and at which frames. It touches no pixels.
 * A cross-fade needs both faces in every frame of it; where the machine cannot draw both, the cut is put into a blink, when the viewer sees least.
 */
import type { FrameCue } from '../../../contract/cues.ts';
import type { FaceFeed } from './face-feed.ts';

export interface FaceChangeOptions {
  readonly from: FaceFeed;
  readonly to: FaceFeed;
  readonly fps: number;
  readonly cue: (frame: number) => FrameCue;
  readonly pace: 'real-time' | 'free';
}

/** What is seen: the old face, the new one, or both with this share (0..1) of the new one. */
export type ChangeStep = 'old' | 'new' | { readonly share: number };

/** `meeting`: what the new face costs is not known yet. `lining-up`: both get ahead. `to-cut`: both cannot be afforded, and a frame was chosen. */
type Phase = 'meeting' | 'lining-up' | 'fading' | 'to-cut';

export const fadeFrames = 8;
/** So many frames are asked for to get to know a face. */
const meetingFrames = 3;
/** Of a frame's time; the rest is for voices, encoder and the unexpected. */
const affordableShare = 0.8;
/** Lids this far down hide a cut. */
const closedLids = 0.7;
const longestWaitMs = 1500;

export class FaceChange {
  readonly from: FaceFeed;
  readonly to: FaceFeed;
  readonly #options: FaceChangeOptions;
  readonly #frameMs: number;
  readonly #longestWait: number;
  #phase: Phase = 'meeting';
  /** First frame of the phase. */
  #since: number | null = null;
  #cutFrame = Infinity;

  constructor(options: FaceChangeOptions) {
    this.#options = options;
    this.from = options.from;
    this.to = options.to;
    this.#frameMs = 1000 / options.fps;
    this.#longestWait = Math.round((longestWaitMs / 1000) * options.fps);
  }

  get fading(): boolean {
    return this.#phase === 'fading';
  }

  /** Asks both faces for what the change needs of them from `cursor` on. */
  request(cursor: number): void {
    const { from, to } = this;
    switch (this.#phase) {
      case 'meeting':
        from.request(cursor);
        to.request(cursor, cursor + meetingFrames);
        return;
      case 'lining-up':
        from.request(cursor);
        to.request(cursor);
        return;
      case 'fading':
        from.request(cursor, (this.#since ?? cursor) + fadeFrames);
        to.request(cursor);
        return;
      case 'to-cut':
        // Never both for the same frame: that is what cannot be afforded.
        from.request(cursor, this.#cutFrame > cursor ? this.#cutFrame : Infinity);
        if (this.#cutFrame - cursor <= this.#leadOf(to)) to.request(Math.max(cursor, this.#cutFrame));
    }
  }

  /** What is seen in `frame`. */
  step(frame: number): ChangeStep {
    const { from, to } = this;
    if (to.closed || to.stalled) {
      // Who is lost in a fade is gone with the next frame; the change begins again if the face comes back.
      this.#enter('meeting', frame);
      return 'old';
    }
    if (from.closed || from.stalled) return this.fading || to.has(frame) ? 'new' : 'old';
    this.#since ??= frame;
    if (this.#phase === 'meeting') this.#decide(frame);
    if (this.#phase === 'lining-up') this.#lineUp(frame);
    if (this.#phase === 'to-cut') return frame >= this.#cutFrame && to.has(frame) ? 'new' : 'old';
    if (this.#phase !== 'fading') return 'old';
    const step = frame - this.#since + 1;
    return step > fadeFrames ? 'new' : { share: step / (fadeFrames + 1) };
  }

  #enter(phase: Phase, frame: number): void {
    this.#phase = phase;
    this.#since = frame;
  }

  #decide(frame: number): void {
    const { from, to } = this;
    const costMs = (from.costMs ?? 0) + (to.costMs ?? 0);
    if (to.costMs === null || from.costMs === null) {
      if (this.#waited(frame)) this.#cutAt(frame);
    } else if (this.#options.pace === 'free' || costMs <= affordableShare * this.#frameMs) this.#enter('lining-up', frame);
    else this.#cutAt(this.#nextBlink(frame));
  }

  #lineUp(frame: number): void {
    const { from, to } = this;
    const lead = Math.max(from.leadFrames, to.leadFrames);
    for (let ahead = 0; ahead < lead; ahead++) {
      if (from.has(frame + ahead) && to.has(frame + ahead)) continue;
      // Together they are slower than each by itself.
      if (this.#waited(frame)) this.#cutAt(this.#nextBlink(frame));
      return;
    }
    this.#enter('fading', frame);
  }

  #waited(frame: number): boolean {
    return frame - (this.#since ?? frame) >= this.#longestWait;
  }

  #cutAt(frame: number): void {
    this.#cutFrame = frame;
    this.#phase = 'to-cut';
  }

  /** A frame soon with both lids down; without a blink in sight the first one that the new face can have ready. */
  #nextBlink(frame: number): number {
    const soonest = frame + this.#leadOf(this.to);
    for (let at = soonest; at <= frame + this.#longestWait; at++) {
      const [left, right] = this.#options.cue(at).blink;
      if (Math.min(left, right) >= closedLids) return at;
    }
    return soonest;
  }

  /** So long before a frame is due it is asked for, so that it and the next ones come in time. */
  #leadOf(feed: FaceFeed): number {
    return Math.min(8, Math.ceil(feed.latencyMs / this.#frameMs) + 1);
  }
}
