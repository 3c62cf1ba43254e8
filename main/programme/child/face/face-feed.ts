/**
 * Owns the frames of one attached face: asks ahead by programme frame number, takes answers, forgets what a new cue made wrong.
 * It knows neither what is said nor what is drawn.
 */
import type { FrameCue } from '../../../contract/cues.ts';
import type { FacePacketMeta, ToFacePacketMeta } from '../../../contract/programme-media.ts';
import { visemeIndex } from '../../../contract/visemes.ts';
import type { EnhanceStage } from '../enhance/enhance-stage.ts';
import { decodeFacePicture, FaceFrame, isFaceRect, type PixelPool } from './face-frame.ts';

export interface FaceFeedOptions {
  readonly hello: Extract<FacePacketMeta, { type: 'face-hello' }>;
  readonly pool: PixelPool;
  readonly fps: number;
  readonly send: (meta: ToFacePacketMeta) => void;
  readonly cue: (frame: number) => FrameCue;
  readonly now: () => number;
  /** Each picture that is there ahead of its time may become a better one. */
  readonly enhance?: Pick<EnhanceStage, 'offer' | 'forget' | 'exchange' | 'latencyMs'> | undefined;
  readonly framesAhead?: number;
  /** `free`: frames have no due time, and none is left out. */
  readonly pace?: 'real-time' | 'free';
}

/** A frame that was asked for and has not come. One per request: what is still right survives when others are forgotten. */
interface Owed {
  readonly requestId: number;
  /** As it was asked for, and where it is shown. */
  readonly asked: number;
  readonly frame: number;
  readonly sentMs: number;
  /** 0 = lips at rest, 1 = in the middle of a sound, as the cue says. */
  readonly mouth: number;
}

/** A frame that came up to this much too late is better than an older one. */
const showLateFrames = 2;
/** A face that fell behind gives up about this many frames to be ahead again. */
const mostSkipped = 4;
const stallMs = 1500;
/** The cost of a frame is told after this many answers, as the middle one of the last few. */
const leastMeasured = 3;
const mostMeasured = 7;

export class FaceFeed {
  readonly instanceId: string;
  readonly #options: FaceFeedOptions;
  readonly #framesAhead: number;
  readonly #frameMs: number;
  readonly #ready = new Map<number, FaceFrame>();
  /** By request, in the order in which they were sent. */
  readonly #owed = new Map<number, Owed>();
  /** Were never drawn, and lie among those that are shown later than they were asked for: a picture of their new time would be ahead of its neighbours. */
  #holes: number[] = [];
  #shown = -Infinity;
  #base: FaceFrame | null = null;
  #nextRequestId = 1;
  #cursor = 0;
  /** What the face needs for one frame when it has nothing else to do. */
  #serviceMs = 12;
  #tookMs: number[] = [];
  #lastPacketMs = -Infinity;
  /** Since when an answer is owed without a word. */
  #silentSinceMs: number | null = null;
  #closed = false;
  #failures = 0;

  constructor(options: FaceFeedOptions) {
    this.#options = options;
    this.instanceId = options.hello.instanceId;
    this.#framesAhead = options.framesAhead ?? 8;
    this.#frameMs = 1000 / options.fps;
  }

  /** Typical time until those are there when they are asked for now: one more may just be on its easel. */
  get latencyMs(): number {
    return this.#serviceMs * (this.leadFrames + 1) + (this.#options.enhance?.latencyMs ?? 0);
  }
  /** How many frames should be there before speech begins: the busier the face (or its machine) is, the more. */
  get leadFrames(): number {
    return Math.min(5, Math.max(1, Math.ceil(this.#serviceMs / (0.4 * this.#frameMs))));
  }
  /** What one frame costs the face, by its last answers; null while too few have come. */
  get costMs(): number | null {
    if (this.#tookMs.length < leastMeasured) return null;
    return [...this.#tookMs].sort((a, b) => a - b)[this.#tookMs.length >> 1] ?? null;
  }
  get failures(): number {
    return this.#failures;
  }
  get closed(): boolean {
    return this.#closed;
  }
  /** Asked, and silent for long. */
  get stalled(): boolean {
    return this.#silentSinceMs !== null && this.#options.now() - this.#silentSinceMs > stallMs;
  }

  has(frame: number): boolean {
    return this.#ready.has(frame);
  }
  /** Whether `frame` is there, and of the `count - 1` that follow it all that are to come. */
  hasFrom(frame: number, count: number): boolean {
    if (!this.has(frame)) return false;
    for (let next = frame + 1; next < frame + count; next += 1) if (!this.has(next) && !this.#holes.includes(next)) return false;
    return true;
  }

  /** The frame for `frame`, or one that is at most two older, but newer than the one before; the caller releases it. What is older is dropped. */
  take(frame: number): FaceFrame | null {
    this.#cursor = Math.max(this.#cursor, frame + 1);
    this.#holes = this.#holes.filter((hole) => hole > frame);
    const oldest = Math.max(frame - showLateFrames, this.#shown + 1);
    let found: FaceFrame | null = null;
    for (const [number, ready] of Array.from(this.#ready)) {
      if (number > frame) continue;
      this.#ready.delete(number);
      if (number < oldest || (found && found.frame > number)) this.#drop(ready);
      else {
        if (found) this.#drop(found);
        found = ready;
      }
    }
    if (!found) return null;
    this.#shown = found.frame;
    return this.#options.enhance?.exchange(found) ?? found;
  }

  /** Asks for everything from `cursor` on (but nothing from `until` on) that is not there and not on its way; what is owed for the past is given up. */
  request(cursor: number, until = Infinity): void {
    if (this.#closed) return;
    this.#cursor = Math.max(this.#cursor, cursor);
    if (this.stalled) return this.#probe();
    const from = this.#catchUp();
    const there = this.#there();
    for (let ahead = from - this.#cursor; ahead < this.#framesAhead; ahead += 1) {
      const frame = this.#cursor + ahead;
      if (frame >= until) return;
      // What a busy face cannot make in time is left out: it is then on time with the others, not late with all.
      const inTime = this.#options.pace === 'free' || this.#serviceMs * (this.#owed.size + 1) <= this.#frameMs * (ahead + 1);
      if (inTime && !there.has(frame) && !this.#holes.includes(frame)) this.#ask(frame);
    }
    // Even the slowest shows something new now and then.
    if (there.size === 0 && this.#owed.size === 0) this.#ask(this.#cursor + Math.ceil(this.#serviceMs / this.#frameMs) - 1);
  }

  /** Frames from `frame` on are wanted with other cues. */
  invalidateFrom(frame: number): void {
    for (const [number, ready] of Array.from(this.#ready)) {
      if (number < frame) continue;
      this.#ready.delete(number);
      this.#drop(ready);
    }
    this.#forget((owed) => owed.frame >= frame);
    this.#holes = this.#holes.filter((hole) => hole < frame);
  }

  /** What was asked for `frame` and later ones is shown so many frames later. */
  delayFrom(frame: number, frames: number): void {
    const there = this.#there();
    const last = Math.max(...there);
    this.#holes = this.#holes.filter((hole) => hole < frame);
    // the first one is what the sound waits for
    for (let number = frame + 1; number < last; number += 1) if (!there.has(number)) this.#holes.push(number + frames);
    const moved = Array.from(this.#ready).filter(([number]) => number >= frame);
    for (const [number] of moved) this.#ready.delete(number);
    for (const [number, ready] of moved) {
      ready.delay(frames);
      this.#ready.set(number + frames, ready);
    }
    for (const owed of Array.from(this.#owed.values()))
      if (owed.frame >= frame) this.#owed.set(owed.requestId, { ...owed, frame: owed.frame + frames });
  }

  /** A packet of this face. Throws RangeError when it is malformed. */
  onPacket(meta: FacePacketMeta, data: Uint8Array): void {
    if (this.#closed || meta.type === 'face-hello') return;
    const now = this.#options.now();
    this.#silentSinceMs = now;
    const idleSinceMs = this.#lastPacketMs;
    this.#lastPacketMs = now;
    const owed = this.#owed.get(meta.requestId);
    if (owed) {
      this.#owed.delete(owed.requestId);
      const tookMs = Math.min(400, now - Math.max(owed.sentMs, idleSinceMs));
      this.#tookMs.push(tookMs);
      if (this.#tookMs.length > mostMeasured) this.#tookMs.shift();
      this.#serviceMs += (tookMs - this.#serviceMs) * (tookMs > this.#serviceMs ? 0.15 : 0.3);
    }
    if (this.#owed.size === 0) this.#silentSinceMs = null;
    if (meta.type === 'face-failed') {
      this.#failures += 1;
      return;
    }
    const { hello, pool } = this.#options;
    if (!isFaceRect(meta.rect, hello.width, hello.height))
      throw new RangeError('the rectangle of a face frame is not even-aligned within its canvas');
    const wanted = owed?.asked === meta.frame;
    const number = owed?.frame ?? meta.frame;
    const late = number < this.#cursor - showLateFrames;
    if (!meta.base && (!wanted || late)) return;
    const picture = decodeFacePicture(pool, hello.format, meta.rect, data);
    const frame = new FaceFrame(pool, number, meta.rect, picture, meta.base ? null : this.#base, hello, owed?.mouth ?? 0);
    if (meta.base) {
      this.#base?.release();
      this.#base = frame.retain();
    }
    if (!wanted || late) return frame.release();
    const before = this.#ready.get(number);
    if (before) this.#drop(before);
    this.#ready.set(number, frame);
    this.#options.enhance?.offer(frame, number - this.#cursor);
  }

  close(): void {
    this.#closed = true;
    this.#owed.clear();
    for (const ready of this.#ready.values()) this.#drop(ready);
    this.#ready.clear();
    this.#holes = [];
    this.#base?.release();
    this.#base = null;
  }

  /** Takes back what was asked for, but stays attached. */
  rest(): void {
    this.invalidateFrom(-Infinity);
    this.#silentSinceMs = null;
  }

  /** Drawn, or asked for. */
  #there(): Set<number> {
    return new Set([...this.#ready.keys(), ...Array.from(this.#owed.values(), ({ frame }) => frame)]);
  }

  #drop(ready: FaceFrame): void {
    this.#options.enhance?.forget(ready);
    ready.release();
  }

  /**
   * Gives up what is owed for the past, and then also what the face will not make in time: it is ahead again at the price
   * of a few frames, and not a little late for ever. The one on its easel is not given up while it may still be shown, late.
   * Returns the first frame that is worth asking for.
   */
  #catchUp(): number {
    const oldest = this.#owed.values().next().value;
    if (this.#options.pace === 'free' || !oldest || oldest.frame >= this.#cursor) return this.#cursor;
    const waitedMs = Math.min(mostSkipped * this.#frameMs, this.#options.now() - Math.max(this.#lastPacketMs, oldest.sentMs));
    const from = this.#cursor + Math.floor(Math.max(this.#serviceMs, waitedMs) / this.#frameMs);
    const drawn = oldest.frame >= this.#cursor - showLateFrames ? oldest : null;
    this.#forget((owed) => owed.frame < from && owed !== drawn);
    return from;
  }

  /** A silent face is asked for a single frame now and then. */
  #probe(): void {
    const newest = Math.max(...Array.from(this.#owed.values(), (owed) => owed.sentMs));
    if (this.#options.now() - newest < 1000) return;
    this.#owed.clear();
    this.#ask(this.#cursor + 2);
  }

  #forget(which: (owed: Owed) => boolean): void {
    for (const owed of Array.from(this.#owed.values()).filter(which)) {
      this.#owed.delete(owed.requestId);
      this.#options.send({ type: 'face-forget', requestId: owed.requestId });
    }
  }

  #ask(frame: number): void {
    const requestId = this.#nextRequestId++;
    const sentMs = this.#options.now();
    const cue = this.#options.cue(frame);
    this.#silentSinceMs ??= sentMs;
    this.#owed.set(requestId, { requestId, asked: frame, frame, sentMs, mouth: 1 - (cue.visemes[visemeIndex.sil] ?? 1) });
    this.#options.send({ type: 'frames', requestId, cues: [cue] });
  }
}
