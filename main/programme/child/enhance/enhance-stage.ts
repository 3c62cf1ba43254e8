/**
 * Owns what enhancers do for the faces' pictures: each one that is ahead of its time is given to the wanted enhancer, and is exchanged for what comes
 * back in time. Whatever is late, missing or lost leaves the plain picture: the show never waits for an enhancer.
 */
import { asInstanceId, type InstanceId } from '../../../contract/ids.ts';
import type { ToEnhancePacketMeta } from '../../../contract/programme-media.ts';
import type { ProgrammeEvent } from '../../protocol/control.ts';
import { FaceFrame, type PixelPool } from '../face/face-frame.ts';
import { createI420A } from '../picture/i420.ts';
import { EnhanceLink, type EnhanceHello } from './enhance-link.ts';

export type EnhanceTold = Extract<ProgrammeEvent, { type: 'enhancer' | 'enhancer-share' }>;

export interface EnhanceStageOptions {
  readonly pool: PixelPool;
  readonly fps: number;
  readonly now: () => number;
  readonly emit: (event: EnhanceTold) => void;
}

interface Base {
  /** Who was asked last. */
  by: string;
  state: 'asked' | 'answered';
  /** By the one before, until the one that was asked has answered. */
  enhanced: FaceFrame | null;
}

const mostBases = 3;

/** What came back for a plain picture; null while it is on its way. */
type Enhanced = FaceFrame['picture'] | null;

export class EnhanceStage {
  readonly #options: EnhanceStageOptions;
  readonly #frameMs: number;
  readonly #links = new Map<string, EnhanceLink>();
  /** By plain picture that is still to be shown. Their pixels are theirs to give back. */
  readonly #pictures = new Map<FaceFrame, Enhanced>();
  /** The last pictures that others lie upon: a base is enhanced once for all. Few: one for each face. */
  readonly #bases = new Map<FaceFrame, Base>();
  #wanted: string | null = null;
  #seen: 'nothing' | 'on-air' | 'lost' = 'nothing';
  #enhanced = 0;
  #plain = 0;
  #sinceTold = { enhanced: 0, plain: 0 };

  constructor(options: EnhanceStageOptions) {
    this.#options = options;
    this.#frameMs = 1000 / options.fps;
  }

  /** Frames shown as an enhancer gave them, and plain ones while an enhancer was wanted. */
  get enhanced(): number {
    return this.#enhanced;
  }
  get plain(): number {
    return this.#plain;
  }
  /** What it adds to a face's time for a frame, measured; 0 where it does not keep up, and is not planned with. */
  get latencyMs(): number {
    const cost = this.#link?.serviceMs ?? 0;
    return cost <= this.#frameMs ? cost : 0;
  }

  attach(hello: EnhanceHello, send: (meta: ToEnhancePacketMeta, data?: Uint8Array) => Promise<void>): EnhanceLink {
    this.detach(hello.instanceId);
    const link: EnhanceLink = new EnhanceLink({
      hello,
      send,
      now: this.#options.now,
      onAnswer: (picture, data) => this.#answered(link, picture, data),
    });
    this.#links.set(link.instanceId, link);
    this.#tell(link.instanceId, 'attached');
    return link;
  }

  detach(instanceId: string, only?: EnhanceLink): void {
    const link = this.#links.get(instanceId);
    if (!link || (only && only !== link)) return;
    this.#links.delete(instanceId);
    link.close();
    for (const [base, { by, state }] of Array.from(this.#bases)) if (by === instanceId && state === 'asked') this.#dropBase(base);
    if (instanceId === this.#wanted) this.#lose();
  }

  /** Pictures that come from now on are given to it; null: none. */
  want(instanceId: InstanceId | null): void {
    if (this.#wanted === instanceId) return;
    this.#share();
    this.#wanted = instanceId;
    this.#seen = 'nothing';
  }

  /** A face's picture has come, and is due in so many frames. It stays the caller's. */
  offer(picture: FaceFrame, framesAhead: number): void {
    const link = this.#link;
    if (!link || this.#pictures.has(picture)) return;
    if (picture.base) this.#offerBase(link, picture.base);
    if (link.offer(picture, framesAhead * this.#frameMs)) this.#pictures.set(picture, null);
  }

  /** `picture` is not to be shown any more. */
  forget(picture: FaceFrame): void {
    const done = this.#pictures.get(picture);
    if (done === undefined) return;
    this.#pictures.delete(picture);
    if (done) this.#options.pool.give(done.data);
    else if (this.#bases.get(picture)?.state === 'asked') return;
    else for (const link of this.#links.values()) link.forget(picture);
  }

  /** What is shown for `picture`: itself, or what became of it; what is not returned is released. */
  exchange(picture: FaceFrame): FaceFrame {
    if (this.#wanted === null && this.#pictures.size === 0) {
      this.#dropBases();
      return picture;
    }
    const done = this.#pictures.get(picture) ?? null;
    const base = picture.base ? (this.#bases.get(picture.base)?.enhanced ?? null) : null;
    this.#count(done && (!picture.base || base) ? 'enhanced' : 'plain');
    if (!done || (picture.base && !base)) {
      this.forget(picture);
      return picture;
    }
    this.#pictures.delete(picture);
    const shown = new FaceFrame(this.#options.pool, picture.frame, picture.rect, done, base, picture.canvas, picture.mouth);
    picture.release();
    return shown;
  }

  dispose(): void {
    for (const link of this.#links.values()) link.close();
    this.#links.clear();
    for (const picture of Array.from(this.#pictures.keys())) this.forget(picture);
    this.#dropBases();
    this.#wanted = null;
  }

  get #link(): EnhanceLink | null {
    return this.#wanted === null ? null : (this.#links.get(this.#wanted) ?? null);
  }

  #offerBase(link: EnhanceLink, base: FaceFrame): void {
    const known = this.#bases.get(base);
    if (known?.by === link.instanceId || !link.offer(base, Infinity)) return;
    this.#bases.set(known ? base : base.retain(), { by: link.instanceId, state: 'asked', enhanced: known?.enhanced ?? null });
    const [oldest] = this.#bases.keys();
    if (oldest && this.#bases.size > mostBases) this.#dropBase(oldest);
  }

  #dropBase(base: FaceFrame): void {
    this.#bases.get(base)?.enhanced?.release();
    if (this.#bases.delete(base)) base.release();
  }

  #dropBases(): void {
    for (const base of Array.from(this.#bases.keys())) this.#dropBase(base);
  }

  #answered(link: EnhanceLink, picture: FaceFrame, data: Uint8Array | null): void {
    if (link === this.#link && this.#seen !== 'on-air' && data) {
      this.#seen = 'on-air';
      this.#tell(link.instanceId, 'on-air');
    }
    const base = this.#bases.get(picture);
    const asked = base?.state === 'asked' && base.by === link.instanceId ? base : null;
    if (!data) {
      // A base that failed is tried again with the next picture on it.
      if (asked) this.#dropBase(picture);
      return this.forget(picture);
    }
    if (asked) {
      asked.enhanced?.release();
      asked.enhanced = this.#baseOf(picture, data);
      asked.state = 'answered';
    }
    if (this.#pictures.get(picture) === null) this.#pictures.set(picture, this.#keep(picture, data));
  }

  #baseOf(plain: FaceFrame, data: Uint8Array): FaceFrame {
    return new FaceFrame(this.#options.pool, plain.frame, plain.rect, this.#keep(plain, data), null, plain.canvas, plain.mouth);
  }

  #keep({ rect }: FaceFrame, data: Uint8Array): FaceFrame['picture'] {
    const own = this.#options.pool.take(data.length);
    own.set(data);
    return createI420A(rect.width, rect.height, own);
  }

  #count(what: 'enhanced' | 'plain'): void {
    if (this.#wanted === null) return;
    if (what === 'enhanced') this.#enhanced += 1;
    else this.#plain += 1;
    this.#sinceTold[what] += 1;
    if (this.#link?.stalled && this.#seen !== 'lost') this.#lose();
    if (this.#sinceTold.enhanced + this.#sinceTold.plain >= this.#options.fps) this.#share();
  }

  #lose(): void {
    this.#seen = 'lost';
    if (this.#wanted !== null) this.#tell(this.#wanted, 'lost');
  }

  #tell(instanceId: string, state: 'attached' | 'on-air' | 'lost'): void {
    this.#options.emit({ type: 'enhancer', instanceId: asInstanceId(instanceId), state });
  }

  #share(): void {
    const { enhanced, plain } = this.#sinceTold;
    this.#sinceTold = { enhanced: 0, plain: 0 };
    if (this.#wanted === null || enhanced + plain === 0) return;
    this.#options.emit({
      type: 'enhancer-share',
      instanceId: asInstanceId(this.#wanted),
      enhanced,
      plain,
      costMs: this.#link?.serviceMs ?? null,
    });
  }
}
