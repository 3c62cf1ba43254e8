/**
 * One platform: its queue, its connection, its reconnecting. Whatever happens here stays here. The stream key is known to this
 * file, to rtmp/ and to srt/ only and appears in no state, message or error.
 */
import type { UserMessage } from '../../contract/failure.ts';
import type { DestinationState } from '../../contract/show-events.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { DestinationFigures, DestinationSpec, DestinationStats } from '../protocol/control.ts';
import type { AmfValue } from './amf0.ts';
import { congestedWords, destinationWords, heldUpWords, refusedForGoodWords } from './destination-words.ts';
import type { FanOut } from './fan-out.ts';
import { followable, type OpenPublisher, openPublisher, resolveTarget, type Target } from './open-publisher.ts';
import type { Publisher } from './publisher.ts';
import { createRateMeter } from './rate-meter.ts';
import { redact, RtmpError } from './rtmp/rtmp-error.ts';
import { createTagQueue } from './tag-queue.ts';

export interface DestinationTimings {
  readonly setUpTimeoutMs: number;
  /**
   * Nothing moves for so long: the connection is made anew. Less would end connections that come back by themselves: TCP waits for longer and longer after
   * each loss, a phone changes its cell, a Wi-Fi its channel, and a new connection costs viewers more than the rest of such a pause.
   */
  readonly stallTimeoutMs: number;
  /** Nothing moves for so long: 'congested', long before that. More than a keyframe interval. */
  readonly heldUpAfterMs: number;
  readonly firstRetryMs: number;
  readonly maxRetryMs: number;
  /** On air for this long: the next trouble starts with the shortest delay again. */
  readonly healthyAfterMs: number;
}

export const defaultTimings: DestinationTimings = {
  setUpTimeoutMs: 8000,
  stallTimeoutMs: 8000,
  heldUpAfterMs: 2500,
  firstRetryMs: 500,
  maxRetryMs: 15_000,
  healthyAfterMs: 15_000,
};

export interface DestinationOptions {
  readonly spec: DestinationSpec;
  readonly fanOut: FanOut;
  readonly metadata: ReadonlyMap<string, AmfValue>;
  readonly clock: Clock;
  readonly onState: (state: DestinationState, figures: DestinationFigures, message?: UserMessage) => void;
  readonly timings?: DestinationTimings;
  /** 0..1; spreads the retries of many senders. */
  readonly random?: () => number;
  /** Default: real sockets. */
  readonly open?: OpenPublisher;
}

export interface Destination {
  stats(): DestinationStats;
  close(): void;
}

/** A platform's explicit no is repeated so often at most. */
const maxRefusals = 4;
/** Once live, no is not final for so long: after a router dialled anew, our own old session stays half-open there and looks like somebody else who publishes. */
const oldSessionMs = 180_000;
/** A server may name another one; more than this is a ring. */
const maxRedirects = 3;
/** A picture older than this is not worth the delay it would bring: wait for the next keyframe. */
const maxJoinAgeMs = 700;
/** Three keyframe distances of 2 s: less would throw away what a short stall could still deliver. */
const defaultMaxQueueMs = 6000;

/** Doubles from `firstMs` to `maxMs`; the upper half is random. */
export function retryDelayMs(attempt: number, firstMs: number, maxMs: number, random: number): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));
  return full / 2 + (full / 2) * random;
}

/** These do not mend themselves in a moment: somebody has to do something about them. */
const isRefusal = ({ code }: RtmpError): boolean => code === 'refused' || code === 'certificate' || code === 'wrong-transport';
const isHopeless = ({ code }: RtmpError): boolean => code === 'bad-url' || code === 'srt-unavailable';

const couldNotOpen = (error: unknown, secrets: readonly string[]): RtmpError =>
  new RtmpError('cannot-open', redact(error instanceof Error ? error.message : String(error), secrets), { cause: error });

export function openDestination(options: DestinationOptions): Destination {
  const { spec, fanOut, clock } = options;
  const timings = options.timings ?? defaultTimings;
  const random = options.random ?? Math.random;
  const open = options.open ?? openPublisher;
  const queue = createTagQueue({ maxBytes: spec.maxQueueBytes, maxMs: spec.maxQueueMs ?? defaultMaxQueueMs });
  const rate = createRateMeter();
  let state: DestinationState = 'idle';
  let connection: Publisher | null = null;
  let cancelRetry: (() => void) | null = null;
  let nextTryAtMs: number | null = null;
  let attempt = 0;
  let refusals = 0;
  let lastLiveAtMs: number | null = null;
  let redirects = 0;
  let reconnects = 0;
  let sentBefore = 0;
  let acknowledgedBefore = 0;
  let lastProblem: UserMessage | null = null;
  let heldUp = false;

  const sentBytes = (): number => sentBefore + (connection?.sentBytes ?? 0);
  const figures = (): DestinationFigures => ({
    kbps: Math.round(rate.read(clock.now(), sentBytes())),
    droppedVideoTags: queue.droppedVideoTags,
    reconnects,
    nextTryInMs: nextTryAtMs === null ? null : Math.max(0, Math.round(nextTryAtMs - clock.now())),
  });

  const setState = (next: DestinationState, message?: UserMessage): void => {
    if (state === next && message === undefined) return;
    state = next;
    if (message !== undefined) lastProblem = message;
    options.onState(next, figures(), message);
  };

  const noteCongestion = (): void => {
    const slow = heldUp || queue.congested;
    if (state === 'live' && slow) setState('congested', queue.congested ? congestedWords : heldUpWords);
    else if (state === 'congested' && !slow) setState('live');
  };
  queue.onCongestion = noteCongestion;

  /** For good, until somebody starts it again. */
  const giveUp = (message: UserMessage): void => {
    setState('failed', message);
    queue.reset();
  };

  const retry = (target: Target): void => {
    const delayMs = retryDelayMs(attempt, timings.firstRetryMs, timings.maxRetryMs, random());
    attempt += 1;
    nextTryAtMs = clock.now() + delayMs;
    cancelRetry = clock.after(delayMs, () => {
      cancelRetry = null;
      nextTryAtMs = null;
      reconnects += 1;
      redirects = 0;
      dial(target);
    });
  };

  const tryAgain = (target: Target, error: RtmpError): void => {
    retry(target);
    // Leaves 'congested' before the queue is emptied, so that emptying it is not taken for recovery.
    setState('reconnecting', destinationWords(error));
    queue.reset();
  };

  /** Where to go instead; null when that is nowhere to go, which has been said. */
  const redirected = (from: Target, error: RtmpError): Target | null => {
    redirects += 1;
    const problem = (what: string): null => {
      giveUp(destinationWords(new RtmpError('refused', what, { detail: { said: what } })));
      return null;
    };
    if (redirects > maxRedirects) return problem('the servers send each other in a ring');
    try {
      const target = resolveTarget({ ...spec, url: error.redirectTo ?? '' });
      return followable(from, target) ? target : problem('the server sends us to an address without encryption');
    } catch {
      return problem('the server sends us to an address that cannot be used');
    }
  };

  const dial = (target: Target, home: Target = target): void => {
    let publishingSinceMs: number | null = null;
    if (state === 'idle') setState('connecting');
    let opened: Publisher;
    try {
      opened = open(target, {
        spec,
        metadata: options.metadata,
        queue,
        clock,
        setUpTimeoutMs: timings.setUpTimeoutMs,
        stallTimeoutMs: timings.stallTimeoutMs,
        heldUpAfterMs: timings.heldUpAfterMs,
        onHeldUp(now) {
          heldUp = now;
          noteCongestion();
        },
        onReady: () => fanOut.join(queue, maxJoinAgeMs),
        onPublishing() {
          publishingSinceMs = clock.now();
          setState('live');
        },
      });
    } catch (error) {
      // a full disk here, say: no more than a connection that was lost, and nothing that others should feel
      fanOut.leave(queue);
      tryAgain(home, couldNotOpen(error, [spec.streamKey, ...target.target.secrets]));
      return;
    }
    connection = opened;
    void opened.ended.then((error) => {
      fanOut.leave(queue);
      sentBefore += opened.sentBytes;
      acknowledgedBefore += opened.acknowledgedBytes;
      connection = null;
      heldUp = false;
      if (error === null || state === 'stopped') return;
      if (publishingSinceMs !== null && clock.now() - publishingSinceMs >= timings.healthyAfterMs) attempt = 0;
      if (publishingSinceMs !== null) {
        refusals = 0;
        lastLiveAtMs = clock.now();
      }
      if (error.code === 'redirected') {
        const next = redirected(target, error);
        if (next !== null) dial(next, home);
        return;
      }
      if (isHopeless(error)) return giveUp(destinationWords(error));
      if (isRefusal(error)) {
        refusals += 1;
        const oldSessionGone = lastLiveAtMs === null || clock.now() - lastLiveAtMs >= oldSessionMs;
        if (refusals >= maxRefusals && oldSessionGone) return giveUp(refusedForGoodWords(error, refusals));
      }
      tryAgain(home, error);
    });
  };

  try {
    dial(resolveTarget(spec));
  } catch (error) {
    if (!(error instanceof RtmpError)) throw error;
    giveUp(destinationWords(error));
  }

  return {
    stats: () => ({
      id: spec.id,
      state,
      queuedBytes: queue.queuedBytes,
      queuedMs: queue.queuedMs,
      sentBytes: sentBytes(),
      acknowledgedBytes: acknowledgedBefore + (connection?.acknowledgedBytes ?? 0),
      lastProblem,
      ...figures(),
    }),
    close() {
      if (state === 'stopped') return;
      setState('stopped');
      cancelRetry?.();
      cancelRetry = null;
      nextTryAtMs = null;
      connection?.close();
      fanOut.leave(queue);
      queue.reset();
    },
  };
}
