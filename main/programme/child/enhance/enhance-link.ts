/**
 * One attached enhancer: what it was given and has not answered. It is never waited for: a bounded number of pictures is on its way,
 * and a picture that it would not bring back in time is not given to it.
 */
import type { EnhancePacketMeta, ToEnhancePacketMeta } from '../../../contract/programme-media.ts';
import type { FaceFrame } from '../face/face-frame.ts';

export type EnhanceHello = Extract<EnhancePacketMeta, { type: 'enhance-hello' }>;

export interface EnhanceLinkOptions {
  readonly hello: EnhanceHello;
  /** Settles when the bytes may be used again. */
  readonly send: (meta: ToEnhancePacketMeta, data?: Uint8Array) => Promise<void>;
  readonly now: () => number;
  /** Null: it could not be enhanced, or was forgotten. The bytes are the receiver's only during the call. */
  readonly onAnswer: (frame: FaceFrame, data: Uint8Array | null) => void;
}

interface Owed {
  readonly picture: FaceFrame;
  readonly sentMs: number;
  state: 'wanted' | 'forgotten';
}

const mostOwed = 4;
const stallMs = 1000;

export class EnhanceLink {
  readonly instanceId: string;
  readonly #options: EnhanceLinkOptions;
  readonly #owed = new Map<number, Owed>();
  #nextRequestId = 1;
  #lastAnswerMs = -Infinity;
  /** For one picture when it has nothing else to do; null until one was answered. */
  #serviceMs: number | null = null;
  #failures = 0;
  #state: 'open' | 'closed' = 'open';

  constructor(options: EnhanceLinkOptions) {
    this.#options = options;
    this.instanceId = options.hello.instanceId;
  }

  get serviceMs(): number | null {
    return this.#serviceMs;
  }
  get failures(): number {
    return this.#failures;
  }
  get owed(): number {
    return this.#owed.size;
  }
  /** It has had something for long and says nothing. */
  get stalled(): boolean {
    const oldest = this.#owed.values().next().value;
    return oldest !== undefined && this.#options.now() - Math.max(oldest.sentMs, this.#lastAnswerMs) > stallMs;
  }

  /** Gives it a picture that is needed in `dueInMs`; false: it would not be back by then, or it takes no picture of this size. */
  offer(picture: FaceFrame, dueInMs: number): boolean {
    const { hello, send, now } = this.#options;
    const { canvas, rect } = picture;
    if (this.#state === 'closed' || this.#owed.size >= mostOwed) return false;
    if (rect.width === 0 || rect.height === 0 || canvas.width > hello.width || canvas.height > hello.height) return false;
    if ((this.#serviceMs ?? 0) * (this.#owed.size + 1) > dueInMs && this.#owed.size > 0) return false;
    // Alone it is tried even so: how else could it be found to be faster now.
    const requestId = this.#nextRequestId++;
    this.#owed.set(requestId, { picture, sentMs: now(), state: 'wanted' });
    picture.retain();
    const { frame } = picture;
    const size = { width: canvas.width, height: canvas.height };
    send({ type: 'enhance', requestId, frame, rect, canvas: size }, picture.picture.data)
      .catch(() => undefined) // a lost enhancer is seen at its close
      .finally(() => picture.release());
    return true;
  }

  forget(picture: FaceFrame): void {
    for (const [requestId, owed] of this.#owed) {
      if (owed.picture !== picture || owed.state === 'forgotten') continue;
      owed.state = 'forgotten';
      this.#options.send({ type: 'enhance-forget', requestId }).catch(() => undefined);
    }
  }

  /** Throws RangeError when it is malformed. */
  onPacket(meta: EnhancePacketMeta, data: Uint8Array): void {
    if (this.#state === 'closed' || meta.type === 'enhance-hello') return;
    const owed = this.#owed.get(meta.requestId);
    if (!owed) return;
    this.#owed.delete(meta.requestId);
    const now = this.#options.now();
    if (meta.type === 'enhanced') {
      const tookMs = now - Math.max(owed.sentMs, this.#lastAnswerMs);
      this.#serviceMs = this.#serviceMs === null ? tookMs : this.#serviceMs + (tookMs - this.#serviceMs) * 0.2;
    } else if (owed.state === 'wanted') this.#failures += 1;
    this.#lastAnswerMs = now;
    if (meta.type === 'enhanced' && owed.state === 'wanted' && data.length !== owed.picture.bytes)
      throw new RangeError(`an enhanced picture has ${data.length} bytes, ${owed.picture.bytes} were given`);
    if (owed.state === 'wanted') this.#options.onAnswer(owed.picture, meta.type === 'enhanced' ? data : null);
  }

  close(): void {
    this.#state = 'closed';
    this.#owed.clear();
  }
}
