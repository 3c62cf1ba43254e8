/**
 * Owns the frames of one attached face: asks ahead by programme frame number, takes answers, forgets what a new cue made wrong.
 * It knows neither what is said nor what is drawn.
 */
import type { FrameCue } from '../../../contract/cues.ts';
import type { FacePacketMeta, ToFacePacketMeta } from '../../../contract/programme-media.ts';
import { decodeFacePicture, FaceFrame, isFaceRect, type PixelPool } from './face-frame.ts';

export interface FaceFeedOptions {
  readonly hello: Extract<FacePacketMeta, { type: 'face-hello' }>;
  readonly pool: PixelPool;
  readonly fps: number;
  readonly send: (meta: ToFacePacketMeta) => void;
  readonly cue: (frame: number) => FrameCue;
  readonly now: () => number;
  readonly framesAhead?: number;
}

interface Request {
  readonly requestId: number;
  readonly sentMs: number;
  readonly frames: Set<number>;
}

/** A frame that came up to this much too late is better than an older one. */
const showLateFrames = 2;
const stallMs = 1500;

export class FaceFeed {
  readonly instanceId: string;
  readonly #options: FaceFeedOptions;
  readonly #framesAhead: number;
  readonly #ready = new Map<number, FaceFrame>();
  readonly #requests = new Map<number, Request>();
  #base: FaceFrame | null = null;
  #nextRequestId = 1;
  #cursor = 0;
  #latencyMs = 25;
  /** Since when an answer is owed without a word. */
  #silentSinceMs: number | null = null;
  #closed = false;
  #failures = 0;

  constructor(options: FaceFeedOptions) {
    this.#options = options;
    this.instanceId = options.hello.instanceId;
    this.#framesAhead = options.framesAhead ?? 6;
  }

  /** Typical time from a request to its first frame. */
  get latencyMs(): number {
    return this.#latencyMs;
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

  /** The frame for `frame`, or one that is at most two older; the caller releases it. What is older is dropped. */
  take(frame: number): FaceFrame | null {
    this.#cursor = Math.max(this.#cursor, frame + 1);
    let found: FaceFrame | null = null;
    for (const [number, ready] of Array.from(this.#ready)) {
      if (number > frame) continue;
      this.#ready.delete(number);
      if (number < frame - showLateFrames || (found && found.frame > number)) ready.release();
      else {
        found?.release();
        found = ready;
      }
    }
    return found;
  }

  /** Asks for everything from `cursor` on that is not there and not on its way. */
  request(cursor: number): void {
    if (this.#closed) return;
    this.#cursor = Math.max(this.#cursor, cursor);
    this.#giveUpPassed();
    if (this.stalled) return this.#probe();
    const asked = new Set<number>();
    for (const request of this.#requests.values()) for (const frame of request.frames) asked.add(frame);
    // A slow face gets a head start: what it cannot make in time is not asked for.
    const lead = this.#requests.size === 0 && this.#ready.size === 0 ? 0 : Math.min(this.#framesAhead - 1, this.#lateBy());
    const wanted: number[] = [];
    for (let frame = cursor + lead; frame < cursor + this.#framesAhead; frame++) {
      if (!this.#ready.has(frame) && !asked.has(frame) && asked.size + wanted.length < this.#framesAhead) wanted.push(frame);
    }
    this.#ask(wanted);
  }

  /** Frames from `frame` on are wanted with other cues. */
  invalidateFrom(frame: number): void {
    for (const [number, ready] of Array.from(this.#ready)) {
      if (number < frame) continue;
      this.#ready.delete(number);
      ready.release();
    }
    for (const request of Array.from(this.#requests.values())) {
      if (Array.from(request.frames).every((number) => number < frame)) continue;
      this.#forget(request);
    }
  }

  /** A packet of this face. Throws RangeError when it is malformed. */
  onPacket(meta: FacePacketMeta, data: Uint8Array): void {
    if (this.#closed || meta.type === 'face-hello') return;
    const now = this.#options.now();
    this.#silentSinceMs = now;
    const request = this.#requests.get(meta.requestId);
    if (meta.type === 'face-failed') {
      this.#failures += 1;
      if (request) this.#requests.delete(request.requestId);
      if (this.#requests.size === 0) this.#silentSinceMs = null;
      return;
    }
    const { hello, pool } = this.#options;
    if (!isFaceRect(meta.rect, hello.width, hello.height))
      throw new RangeError('the rectangle of a face frame is not even-aligned within its canvas');
    const wanted = request?.frames.delete(meta.frame) === true;
    if (request) {
      const age = now - request.sentMs;
      if (request.frames.size === 0) this.#requests.delete(request.requestId);
      this.#latencyMs += (age - this.#latencyMs) * (age > this.#latencyMs ? 0.3 : 0.05);
    }
    if (this.#requests.size === 0) this.#silentSinceMs = null;
    const late = meta.frame < this.#cursor - showLateFrames;
    if (!meta.base && (!wanted || late)) return;
    const picture = decodeFacePicture(pool, hello.format, meta.rect, data);
    const frame = new FaceFrame(pool, meta.frame, meta.rect, picture, meta.base ? null : this.#base, hello);
    if (meta.base) {
      this.#base?.release();
      this.#base = frame.retain();
    }
    if (!wanted || late) return frame.release();
    this.#ready.get(meta.frame)?.release();
    this.#ready.set(meta.frame, frame);
  }

  close(): void {
    this.#closed = true;
    this.#requests.clear();
    for (const ready of this.#ready.values()) ready.release();
    this.#ready.clear();
    this.#base?.release();
    this.#base = null;
  }

  /** Takes back what was asked for, but stays attached. */
  rest(): void {
    this.invalidateFrom(-Infinity);
    this.#silentSinceMs = null;
  }

  #lateBy(): number {
    const frameMs = 1000 / this.#options.fps;
    return Math.max(0, Math.ceil(this.#latencyMs / frameMs) - 2);
  }

  #giveUpPassed(): void {
    for (const request of Array.from(this.#requests.values())) {
      if (Array.from(request.frames).every((number) => number < this.#cursor - showLateFrames)) {
        this.#latencyMs = Math.max(this.#latencyMs, Math.min(400, this.#options.now() - request.sentMs));
        if (!this.stalled) this.#forget(request);
      }
    }
  }

  /** A silent face is asked for a single frame now and then. */
  #probe(): void {
    const newest = Math.max(...Array.from(this.#requests.values(), (request) => request.sentMs));
    if (this.#options.now() - newest < 1000) return;
    this.#requests.clear();
    this.#ask([this.#cursor + 2]);
  }

  #forget(request: Request): void {
    this.#requests.delete(request.requestId);
    this.#options.send({ type: 'face-forget', requestId: request.requestId });
  }

  #ask(frames: readonly number[]): void {
    if (frames.length === 0) return;
    const requestId = this.#nextRequestId++;
    this.#silentSinceMs ??= this.#options.now();
    this.#requests.set(requestId, { requestId, sentMs: this.#options.now(), frames: new Set(frames) });
    this.#options.send({ type: 'frames', requestId, cues: frames.map((frame) => this.#options.cue(frame)) });
  }
}
