/**
 * Owns which face is on air: the attached ones, the one asked for, the one seen, and the idle loop when it is gone.
 * A new face comes on with its first frame; until then the one before stays.
 */
import type { FrameCue } from '../../../contract/cues.ts';
import { asInstanceId, type InstanceId } from '../../../contract/ids.ts';
import type { FacePacketMeta, ToFacePacketMeta } from '../../../contract/programme-media.ts';
import { FaceFeed } from './face-feed.ts';
import { PixelPool, type FaceFrame } from './face-frame.ts';
import { IdleLoop } from './idle-loop.ts';

export interface FaceStageOptions {
  readonly fps: number;
  readonly cue: (frame: number) => FrameCue;
  readonly now: () => number;
  readonly pace?: 'real-time' | 'free';
  readonly onState: (instanceId: InstanceId | null, state: 'attached' | 'on-air' | 'lost') => void;
}

/** `fresh`: the frame asked for. `late`: one or two frames old. `held`: the picture stays. `idle-loop`: the face is gone. `none`: there is no face. */
export type FaceShown = 'fresh' | 'late' | 'held' | 'idle-loop' | 'none';

/** After this long without a frame the idle loop takes over. */
const loopAfterMs = 500;

export class FaceStage {
  readonly #options: FaceStageOptions;
  readonly #pool = new PixelPool();
  readonly #loop: IdleLoop;
  readonly #feeds = new Map<string, FaceFeed>();
  #wanted: string | null = null;
  #onAir: FaceFeed | null = null;
  #lost: string | null = null;
  #heldFrames = 0;
  #looping = false;

  constructor(options: FaceStageOptions) {
    this.#options = options;
    this.#loop = new IdleLoop({ fps: options.fps });
  }

  /** The feed that lips depend on now: on air and answering. */
  get active(): FaceFeed | null {
    return this.#onAir && !this.#onAir.stalled ? this.#onAir : null;
  }

  attach(hello: Extract<FacePacketMeta, { type: 'face-hello' }>, send: (meta: ToFacePacketMeta) => void): FaceFeed {
    this.detach(hello.instanceId);
    const { fps, cue, now, pace = 'real-time' } = this.#options;
    const feed = new FaceFeed({ hello, pool: this.#pool, fps, send, cue, now, pace });
    this.#feeds.set(feed.instanceId, feed);
    this.#options.onState(asInstanceId(feed.instanceId), 'attached');
    return feed;
  }

  detach(instanceId: string, only?: FaceFeed): void {
    const feed = this.#feeds.get(instanceId);
    if (!feed || (only && feed !== only)) return;
    this.#feeds.delete(instanceId);
    feed.close();
    if (this.#onAir === feed) {
      this.#onAir = null;
      this.#tellLost(instanceId);
    }
  }

  /** The face to show; null takes the anchor off. */
  want(instanceId: InstanceId | null): void {
    this.#wanted = instanceId;
    if (instanceId !== null) return;
    this.#onAir?.rest();
    this.#onAir = null;
    this.#loop.clear();
    this.#options.onState(null, 'on-air');
  }

  /** Asks for frames from `cursor` on. */
  request(cursor: number): void {
    this.#onAir?.request(cursor);
    const next = this.#next();
    next?.request(cursor);
  }

  invalidateFrom(frame: number): void {
    this.#onAir?.invalidateFrom(frame);
    this.#next()?.invalidateFrom(frame);
  }

  /** Whether `frame` is there, or no face is there to wait for. `speech`: and so many after it that one late frame is not seen. */
  readyFor(frame: number, what: 'picture' | 'speech'): boolean {
    const feed = this.#wanted === null ? null : (this.#feeds.get(this.#wanted) ?? null);
    if (feed === null || feed.stalled) return true;
    const count = what === 'speech' ? feed.leadFrames : 1;
    for (let ahead = 0; ahead < count; ahead++) if (!feed.has(frame + ahead)) return false;
    return true;
  }

  /** What to show at `frame`: a frame (released by the caller), or null to leave the picture as it is. */
  take(frame: number, speaking: boolean): { readonly frame: FaceFrame | null; readonly shown: FaceShown } {
    this.#switchOver(frame);
    const found = this.#onAir?.take(frame) ?? null;
    if (found) {
      this.#heldFrames = 0;
      if (this.#looping && this.#onAir) this.#options.onState(asInstanceId(this.#onAir.instanceId), 'on-air');
      this.#looping = false;
      this.#lost = null;
      if (!speaking) this.#loop.keep(found);
      return { frame: found, shown: found.frame === frame ? 'fresh' : 'late' };
    }
    if (this.#wanted === null) return { frame: null, shown: 'none' };
    this.#heldFrames += 1;
    if (this.#heldFrames < (loopAfterMs / 1000) * this.#options.fps && !this.#looping) return { frame: null, shown: 'held' };
    const idle = this.#loop.play(frame);
    if (!idle) return { frame: null, shown: this.#onAir ? 'held' : 'none' };
    if (!this.#looping && this.#onAir) this.#tellLost(this.#onAir.instanceId);
    this.#looping = true;
    return { frame: idle.retain(), shown: 'idle-loop' };
  }

  dispose(): void {
    for (const feed of this.#feeds.values()) feed.close();
    this.#feeds.clear();
    this.#loop.clear();
    this.#onAir = null;
    this.#wanted = null;
  }

  #next(): FaceFeed | null {
    const wanted = this.#wanted === null ? null : (this.#feeds.get(this.#wanted) ?? null);
    return wanted === this.#onAir ? null : wanted;
  }

  #switchOver(frame: number): void {
    const next = this.#next();
    if (!next?.has(frame)) return;
    const before = this.#onAir;
    this.#onAir = next;
    this.#looping = false;
    if (before && before.instanceId !== next.instanceId) {
      before.rest();
      // The loop shows one person only.
      this.#loop.clear();
    }
    this.#options.onState(asInstanceId(next.instanceId), 'on-air');
  }

  #tellLost(instanceId: string): void {
    if (this.#lost === instanceId) return;
    this.#lost = instanceId;
    this.#options.onState(asInstanceId(instanceId), 'lost');
  }
}
