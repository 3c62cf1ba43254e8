/**
 * One platform: its queue, its connection, its reconnecting. Whatever happens here stays here. The stream key is known to this
 * file and to rtmp/ only and appears in no state, message or error.
 */
import type { UserMessage } from '../../contract/failure.ts';
import type { DestinationState } from '../../contract/show-events.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { DestinationSpec, DestinationStats } from '../protocol/control.ts';
import type { AmfValue } from './amf0.ts';
import { congestedWords, destinationWords, refusedForGoodWords } from './destination-words.ts';
import type { FanOut } from './fan-out.ts';
import { openConnection, type RtmpConnection } from './rtmp/connection.ts';
import { RtmpError } from './rtmp/rtmp-error.ts';
import { parseRtmpUrl, type RtmpTarget } from './rtmp/rtmp-url.ts';
import { createTagQueue } from './tag-queue.ts';

export interface DestinationTimings {
  readonly setUpTimeoutMs: number;
  readonly stallTimeoutMs: number;
  readonly firstRetryMs: number;
  readonly maxRetryMs: number;
  /** On air for this long: the next trouble starts with the shortest delay again. */
  readonly healthyAfterMs: number;
}

export const defaultTimings: DestinationTimings = {
  setUpTimeoutMs: 8000,
  stallTimeoutMs: 8000,
  firstRetryMs: 500,
  maxRetryMs: 15_000,
  healthyAfterMs: 15_000,
};

export interface DestinationOptions {
  readonly spec: DestinationSpec;
  readonly fanOut: FanOut;
  readonly metadata: ReadonlyMap<string, AmfValue>;
  readonly clock: Clock;
  readonly onState: (state: DestinationState, message?: UserMessage) => void;
  readonly timings?: DestinationTimings;
  /** 0..1; spreads the retries of many senders. */
  readonly random?: () => number;
}

export interface Destination {
  stats(): DestinationStats;
  close(): void;
}

/** A platform's explicit no is repeated so often at most: an old session may linger there for a while. */
const maxRefusals = 4;
/** A picture older than this is not worth the delay it would bring: wait for the next keyframe. */
const maxJoinAgeMs = 700;

/** Doubles from `firstMs` to `maxMs`; the upper half is random. */
export function retryDelayMs(attempt: number, firstMs: number, maxMs: number, random: number): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));
  return full / 2 + (full / 2) * random;
}

export function openDestination(options: DestinationOptions): Destination {
  const { spec, fanOut, clock } = options;
  const timings = options.timings ?? defaultTimings;
  const random = options.random ?? Math.random;
  const queue = createTagQueue({ maxBytes: spec.maxQueueBytes });
  let state: DestinationState = 'idle';
  let connection: RtmpConnection | null = null;
  let cancelRetry: (() => void) | null = null;
  let attempt = 0;
  let refusals = 0;
  let reconnects = 0;
  let sentBefore = 0;
  let acknowledgedBefore = 0;

  const setState = (next: DestinationState, message?: UserMessage): void => {
    if (state === next && message === undefined) return;
    state = next;
    options.onState(next, message);
  };

  queue.onCongestion = (congested) => {
    if (state === 'live' && congested) setState('congested', congestedWords);
    else if (state === 'congested' && !congested) setState('live');
  };

  const dial = (target: RtmpTarget): void => {
    let publishingSinceMs: number | null = null;
    if (state === 'idle') setState('connecting');
    const opened = openConnection({
      target,
      streamKey: spec.streamKey,
      metadata: options.metadata,
      queue,
      clock,
      setUpTimeoutMs: timings.setUpTimeoutMs,
      stallTimeoutMs: timings.stallTimeoutMs,
      onPublishing() {
        publishingSinceMs = clock.now();
        fanOut.join(queue, maxJoinAgeMs);
        setState('live');
      },
    });
    connection = opened;
    void opened.ended.then((error) => {
      fanOut.leave(queue);
      sentBefore += opened.sentBytes;
      acknowledgedBefore += opened.acknowledgedBytes;
      connection = null;
      if (error === null || state === 'stopped') return;
      if (publishingSinceMs !== null && clock.now() - publishingSinceMs >= timings.healthyAfterMs) attempt = 0;
      if (publishingSinceMs !== null) refusals = 0;
      if (error.code === 'refused') refusals += 1;
      // Leaves 'congested' before the queue is emptied, so that emptying it is not taken for recovery.
      if (refusals >= maxRefusals) {
        setState('failed', refusedForGoodWords(error, refusals));
        queue.reset();
        return;
      }
      setState('reconnecting', destinationWords(error));
      queue.reset();
      cancelRetry = clock.after(retryDelayMs(attempt, timings.firstRetryMs, timings.maxRetryMs, random()), () => {
        cancelRetry = null;
        reconnects += 1;
        dial(target);
      });
      attempt += 1;
    });
  };

  try {
    dial(parseRtmpUrl(spec.url));
  } catch (error) {
    if (!(error instanceof RtmpError)) throw error;
    setState('failed', destinationWords(error));
  }

  return {
    stats: () => ({
      id: spec.id,
      state,
      queuedBytes: queue.queuedBytes,
      sentBytes: sentBefore + (connection?.sentBytes ?? 0),
      acknowledgedBytes: acknowledgedBefore + (connection?.acknowledgedBytes ?? 0),
      droppedVideoTags: queue.droppedVideoTags,
      reconnects,
    }),
    close() {
      if (state === 'stopped') return;
      setState('stopped');
      cancelRetry?.();
      cancelRetry = null;
      connection?.close();
      fanOut.leave(queue);
      queue.reset();
    },
  };
}
