/** What a destination needs of a way out, whatever protocol it speaks. One publisher is one connection; reconnecting is the destination's. */
import type { Clock } from '../../kernel/clock.ts';
import type { AmfValue } from './amf0.ts';
import type { RtmpError } from './rtmp/rtmp-error.ts';
import type { TagQueue } from './tag-queue.ts';

/** What the server confirmed; all 0 for ever with servers that never do. */
export interface Acknowledged {
  readonly bytes: number;
  readonly count: number;
  /** The most that one acknowledgement confirmed lately. */
  readonly stepBytes: number;
}

export const nothingAcknowledged: Acknowledged = Object.freeze({ bytes: 0, count: 0, stepBytes: 0 });

export interface PublisherOptions {
  readonly streamKey: string;
  readonly metadata: ReadonlyMap<string, AmfValue>;
  readonly queue: TagQueue;
  readonly clock: Clock;
  /** From dialling to the server's consent. */
  readonly setUpTimeoutMs: number;
  /** Bytes are waiting, or unacknowledged, and none moved for this long. */
  readonly stallTimeoutMs: number;
  /** Nothing has moved for so long: told by `onHeldUp`, and taken back when it moves. Short of `stallTimeoutMs`. */
  readonly heldUpAfterMs?: number;
  readonly onHeldUp?: (heldUp: boolean) => void;
  /** Media can be taken from now on: the caller joins the queue to the stream. */
  readonly onReady: () => void;
  /** The server agreed (SRT: bytes have left). */
  readonly onPublishing: () => void;
}

export interface Publisher {
  readonly sentBytes: number;
  readonly acknowledgedBytes: number;
  /** Never rejects. null: we closed it. */
  readonly ended: Promise<RtmpError | null>;
  /** Resolves when everything sent so far has reached the server; never when it does not answer. Not every protocol can tell. */
  echo?(): Promise<void>;
  /** Says goodbye and gives everything back; idempotent. */
  close(): void;
}
