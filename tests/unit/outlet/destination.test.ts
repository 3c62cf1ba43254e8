/** The life of one destination with a way out that the test holds in its hands, and time that it owns. */
import { describe, expect, it } from 'vitest';
import { asDestinationId } from '../../../main/contract/ids.ts';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import { defaultTimings, type Destination, openDestination, retryDelayMs } from '../../../main/outlet/child/destination.ts';
import { createFanOut, type FanOut } from '../../../main/outlet/child/fan-out.ts';
import type { OpenPublisher, Target } from '../../../main/outlet/child/open-publisher.ts';
import type { Publisher } from '../../../main/outlet/child/publisher.ts';
import { RtmpError } from '../../../main/outlet/child/rtmp/rtmp-error.ts';
import { createFakeClock, type FakeClock, settle } from '../../fakes/fake-clock.ts';
import { av } from './flv-samples.ts';

interface Attempt {
  readonly target: Target;
  publish(): void;
  heldUp(now: boolean): void;
  fail(error: RtmpError): Promise<void>;
  closed: number;
}

interface Scene {
  readonly clock: FakeClock;
  readonly fanOut: FanOut;
  readonly attempts: Attempt[];
  readonly states: string[];
  readonly said: string[];
  readonly destination: Destination;
  /** The next try does not even come to an attempt. */
  throwNext(error: Error): void;
  last(): Attempt;
}

function scene(url = 'rtmp://a.example/live', extra: { readonly maxQueueBytes?: number; readonly maxQueueMs?: number } = {}): Scene {
  const clock = createFakeClock();
  const fanOut = createFanOut({ clock });
  const attempts: Attempt[] = [];
  const states: string[] = [];
  const said: string[] = [];
  let toThrow: Error | null = null;
  const open: OpenPublisher = (target, options): Publisher => {
    const error = toThrow;
    toThrow = null;
    if (error) throw error;
    const ended = createDeferred<RtmpError | null>();
    const attempt: Attempt = {
      target,
      closed: 0,
      publish() {
        options.onReady();
        options.onPublishing();
      },
      heldUp: (now) => options.onHeldUp?.(now),
      async fail(error) {
        ended.resolve(error);
        await settle();
      },
    };
    attempts.push(attempt);
    return {
      sentBytes: 100,
      acknowledgedBytes: 50,
      ended: ended.promise,
      close() {
        attempt.closed += 1;
        ended.resolve(null);
      },
    };
  };
  const destination = openDestination({
    spec: { id: asDestinationId('one'), url, streamKey: 'k', maxQueueBytes: 100_000, ...extra },
    fanOut,
    metadata: new Map(),
    clock,
    random: () => 1,
    open,
    onState(state, _figures, message) {
      states.push(state);
      if (message) said.push(message.en);
    },
  });
  const last = (): Attempt => {
    const attempt = attempts.at(-1);
    if (!attempt) throw new Error('nothing was tried');
    return attempt;
  };
  const throwNext = (error: Error): void => void (toThrow = error);
  return { clock, fanOut, attempts, states, said, destination, throwNext, last };
}

const lost = (): RtmpError => new RtmpError('connection-lost', 'gone');
const refused = (): RtmpError => new RtmpError('refused', 'no', { detail: { said: 'NetStream.Publish.Denied' } });

describe('destination', () => {
  it('connects, goes live, comes back after each loss with a growing delay, and starts small again after a healthy time', async () => {
    const one = scene();
    const delays: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      one.last().publish();
      await one.last().fail(lost());
      delays.push(one.destination.stats().nextTryInMs ?? -1);
      await one.clock.advance(delays.at(-1) ?? 0);
    }
    expect(delays).toEqual([500, 1000, 2000, 4000]);
    one.last().publish();
    await one.clock.advance(defaultTimings.healthyAfterMs);
    await one.last().fail(lost());
    expect(one.destination.stats()).toMatchObject({ state: 'reconnecting', nextTryInMs: 500, reconnects: 4 });
    expect(one.states.slice(0, 4)).toEqual(['connecting', 'live', 'reconnecting', 'live']);
  });

  it('spreads the retries of many senders over the upper half of the delay', () => {
    for (const random of [0, 0.5, 1]) expect(retryDelayMs(3, 500, 15_000, random)).toBe(2000 + 2000 * random);
    expect(retryDelayMs(40, 500, 15_000, 1)).toBe(15_000);
  });

  it('keeps the last problem in words when it works again, and forgets none of the figures', async () => {
    const one = scene();
    one.last().publish();
    await one.last().fail(lost());
    await one.clock.advance(1000);
    one.last().publish();
    expect(one.destination.stats()).toMatchObject({ state: 'live', sentBytes: 200, acknowledgedBytes: 100, nextTryInMs: null });
    expect(one.destination.stats().lastProblem?.en).toMatch(/broke.*other destinations go on/);
  });

  it.each([
    ['a platform that says no', refused, /stream key/],
    ['a wrong certificate', () => new RtmpError('certificate', 'x', { detail: { reason: 'expired' } }), /expired.*not even the key/s],
    ['a port without TLS', () => new RtmpError('wrong-transport', 'x', { detail: { reason: 'not-tls' } }), /does not speak encrypted/],
  ])('gives up after %s four times, in words', async (_what, error, words) => {
    const one = scene();
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await one.last().fail(error());
      await one.clock.advance(20_000);
    }
    expect(one.attempts).toHaveLength(4);
    expect(one.states.at(-1)).toBe('failed');
    expect(one.said.at(-1)).toMatch(words);
    expect(one.said.at(-1)).toMatch(/start this destination again/);
    expect(one.clock.waiting).toBe(0);
  });

  /** Says no to every try until the clock stands at `untilMs`, or nothing is tried any more. */
  const refuseUntil = async (one: Scene, untilMs: number): Promise<void> => {
    while (one.clock.now() < untilMs && one.destination.stats().nextTryInMs !== null) {
      await one.clock.advance(one.destination.stats().nextTryInMs ?? 0);
      await one.last().fail(refused());
    }
  };
  const liveThenLost = async (): Promise<Scene> => {
    const one = scene();
    one.last().publish();
    await one.clock.advance(15_000);
    await one.last().fail(lost());
    return one;
  };

  it('waits out its own old session at a platform that had taken it', async () => {
    const one = await liveThenLost();
    await refuseUntil(one, one.clock.now() + 60_000);
    expect(one.states.slice(0, 3)).toEqual(['connecting', 'live', 'reconnecting']);
    expect(one.states).not.toContain('failed');
    expect(one.attempts.length).toBeGreaterThan(4);
    await one.clock.advance(one.destination.stats().nextTryInMs ?? -1);
    one.last().publish();
    expect(one.destination.stats()).toMatchObject({ state: 'live', nextTryInMs: null });
  });

  it('gives up there, too, after some minutes of no, but not because the network is away then', async () => {
    const one = await liveThenLost();
    const lostAtMs = one.clock.now();
    await refuseUntil(one, lostAtMs + 150_000);
    while (one.clock.now() < lostAtMs + 300_000) {
      await one.clock.advance(15_000);
      await one.last().fail(new RtmpError('unreachable', 'x', { detail: { cause: 'ENETDOWN' } }));
    }
    expect(one.states.at(-1)).toBe('reconnecting');

    const other = await liveThenLost();
    const sinceMs = other.clock.now();
    await refuseUntil(other, Infinity);
    expect(other.clock.now() - sinceMs).toBeGreaterThanOrEqual(180_000);
    expect(other.clock.now() - sinceMs).toBeLessThan(200_000);
    expect(other.states.at(-1)).toBe('failed');
    expect(other.said.at(-1)).toMatch(/start this destination again/);
    expect(other.clock.waiting).toBe(0);
  });

  it('takes a connection that this machine cannot open for one that was lost: says it without the key, and tries again', async () => {
    const one = scene('rtmp://a.example/live?token=t0ken');
    one.last().publish();
    await one.last().fail(lost());
    one.throwNext(Object.assign(new Error("ENOSPC: no space left on device, mkdtemp '/tmp/x' t0ken"), { code: 'ENOSPC' }));
    await one.clock.advance(500);
    expect(one.destination.stats()).toMatchObject({ state: 'reconnecting', nextTryInMs: 1000 });
    expect(one.said.at(-1)).toMatch(/This computer could not open.*ENOSPC.*other destinations go on.*disk of this computer/);
    expect(one.said.at(-1)).not.toMatch(/t0ken/);
    await one.clock.advance(1000);
    one.last().publish();
    expect(one.attempts).toHaveLength(2);
    expect(one.states).toEqual(['connecting', 'live', 'reconnecting', 'reconnecting', 'live']);
  });

  it('comes home after a redirect to a server that this machine cannot open a connection to', async () => {
    const one = scene('rtmp://a.example/live');
    one.throwNext(new Error('EMFILE'));
    await one.last().fail(new RtmpError('redirected', 'x', { redirectTo: 'rtmp://b.example/live' }));
    expect(one.states).toEqual(['connecting', 'reconnecting']);
    await one.clock.advance(500);
    expect(one.last().target).toMatchObject({ target: { host: 'a.example' } });
  });

  it('never gives up on a network that is away', async () => {
    const one = scene();
    for (let attempt = 0; attempt < 50; attempt += 1) {
      await one.last().fail(new RtmpError('unreachable', 'x', { detail: { cause: 'ENOTFOUND' } }));
      await one.clock.advance(15_000);
    }
    expect(one.attempts).toHaveLength(51);
    expect(one.said[0]).toMatch(/no host has this name/);
  });

  it('says at once what is wrong with an address, and tries nothing', () => {
    for (const url of ['http://a/live', 'rtmp://a', 'srt://a', 'srt://a:1?mode=listener']) {
      const one = scene(url);
      expect(one.states).toEqual(['failed']);
      expect(one.attempts).toEqual([]);
    }
    const withoutSrt = scene('srt://a.example:9000');
    expect(withoutSrt.said[0]).toMatch(/SRT cannot be used/);
  });

  it('follows a redirect at once without calling it trouble, and comes home for the next try', async () => {
    const one = scene('rtmps://a.example/live');
    await one.last().fail(new RtmpError('redirected', 'x', { redirectTo: 'rtmps://edge7.example:444/live?t=1' }));
    expect(one.last().target).toMatchObject({ protocol: 'rtmp', target: { host: 'edge7.example', port: 444, app: 'live?t=1' } });
    one.last().publish();
    expect(one.states).toEqual(['connecting', 'live']);
    await one.last().fail(lost());
    await one.clock.advance(1000);
    expect(one.last().target).toMatchObject({ target: { host: 'a.example' } });
  });

  it.each([
    ['out of the encryption', 'rtmps://a.example/live', 'rtmp://b.example/live', /without encryption/],
    ['to nowhere', 'rtmp://a.example/live', 'http://b.example/live', /cannot be used/],
    ['to another protocol', 'rtmp://a.example/live', 'srt://b.example:1', /cannot be used|without encryption/],
  ])('does not follow a redirect %s', async (_what, url, redirectTo, words) => {
    const one = scene(url);
    await one.last().fail(new RtmpError('redirected', 'x', { redirectTo }));
    expect(one.attempts).toHaveLength(1);
    expect(one.states).toEqual(['connecting', 'failed']);
    expect(one.said[0]).toMatch(words);
  });

  it('is not led round in a ring', async () => {
    const one = scene();
    while (one.states.at(-1) !== 'failed') await one.last().fail(new RtmpError('redirected', 'x', { redirectTo: 'rtmp://a.example/live' }));
    expect(one.attempts).toHaveLength(4);
    expect(one.said[0]).toMatch(/ring/);
  });

  it('says congested as soon as nothing moves, long before it is given up, and forgets it with the connection', async () => {
    const one = scene();
    one.last().publish();
    one.last().heldUp(true);
    expect(one.states.at(-1)).toBe('congested');
    expect(one.said.at(-1)).toMatch(/taken nothing for some seconds.*connected again by itself/);
    one.last().heldUp(false);
    expect(one.states.at(-1)).toBe('live');
    one.last().heldUp(true);
    await one.last().fail(new RtmpError('stalled', 'x'));
    await one.clock.advance(500);
    one.last().publish();
    expect(one.states).toEqual(['connecting', 'live', 'congested', 'live', 'congested', 'reconnecting', 'live']);
    expect(defaultTimings.heldUpAfterMs).toBeLessThan(defaultTimings.stallTimeoutMs / 2);
  });

  it('bounds what waits by bytes and by time while nothing is taken, says congested, and is live again when it drains', async () => {
    for (const bounds of [{ maxQueueBytes: 20_000 }, { maxQueueBytes: 100_000_000, maxQueueMs: 3000 }]) {
      const one = scene('rtmp://a.example/live', bounds);
      one.last().publish();
      one.fanOut.publish(av('video', 'config', 0));
      for (let frame = 0; frame < 600; frame += 1) {
        one.fanOut.publish(av('video', frame % 60 === 0 ? 'key' : 'frame', frame * 33, 400));
        const { queuedBytes, queuedMs } = one.destination.stats();
        expect(queuedBytes).toBeLessThanOrEqual(bounds.maxQueueBytes + 1000);
        expect(queuedMs).toBeLessThanOrEqual((bounds.maxQueueMs ?? 6000) + 33);
      }
      expect(one.states).toContain('congested');
      expect(one.destination.stats().droppedVideoTags).toBeGreaterThan(300);
      expect(one.said[0]).toMatch(/next keyframe.*other destinations go on/s);
    }
  });

  it('stops for good: no retry, no state after it', async () => {
    const one = scene();
    one.last().publish();
    await one.last().fail(lost());
    one.destination.close();
    one.destination.close();
    await one.clock.advance(60_000);
    expect(one.attempts).toHaveLength(1);
    expect(one.states.at(-1)).toBe('stopped');
    expect(one.clock.waiting).toBe(0);
    const live = scene();
    live.last().publish();
    live.destination.close();
    await settle();
    expect(live.last().closed).toBe(1);
    expect(live.states).toEqual(['connecting', 'live', 'stopped']);
  });
});
