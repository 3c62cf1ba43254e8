/** One show at a time, from the wish to its end: what begins and ends with it, whatever fails in between. The show itself is a told one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ShowOptions } from '../../../main/api/contract/studio.ts';
import { airMessages } from '../../../main/app/air-messages.ts';
import type { Show } from '../../../main/app/create-show.ts';
import { appMessages } from '../../../main/app/messages.ts';
import { recordingMessages } from '../../../main/app/recording-messages.ts';
import { createShowLife, type ShowLifeOptions } from '../../../main/app/show-life.ts';
import { defaultConfig } from '../../../main/app/studio-config.ts';
import { createStudioEvents } from '../../../main/app/studio-events.ts';
import { StudioState } from '../../../main/app/studio-state.ts';
import { videoPresets } from '../../../main/contract/media.ts';
import type { ShowEvent } from '../../../main/contract/show-events.ts';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import { Emitter } from '../../../main/kernel/emitter.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { FfmpegError } from '../../../main/programme/control/resolve-ffmpeg.ts';
import type { ProgrammeStats } from '../../../main/programme/protocol/control.ts';
import type { QuietShow } from '../../../main/quiet-time/create-quiet-time.ts';
import { createFakeClock, settle } from '../../fakes/fake-clock.ts';
import { createInMemoryAdapter } from '../../fakes/in-memory-adapter.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'life-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const wish: ShowOptions = { preset: '720p', record: false, destinations: [], keptDestinations: 'leave' };
const holds = { encoder: 'x264', neededFps: 30, measuredFps: null, holds: true, message: { en: 'It holds.', zh: '可以。' } } as const;
const noFfmpeg = { en: 'There is no ffmpeg.', zh: '没有 ffmpeg。' };
const tooMuch = { ...holds, holds: false, message: { en: 'Too much.', zh: '太高。' } } as const;

function rig(
  told: {
    readonly openShow?: ShowLifeOptions['openShow'];
    readonly ready?: Promise<void>;
    readonly goingLive?: Promise<void>;
    readonly ending?: Promise<void>;
  } = {},
) {
  /** What was done with the show and with those that live with it, in order. */
  const done: string[] = [];
  const note =
    (what: string) =>
    (...said: unknown[]): void =>
      void done.push([what, ...said.map((one) => (typeof one === 'string' ? one : ''))].join(' ').trimEnd());
  const clock = createFakeClock();
  const state = new StudioState();
  const events = createStudioEvents({ state, showLog: { note() {} }, clock, logger: silentLogger });
  const seen: ShowEvent[] = [];
  events.onEvent((event) => seen.push(event));
  const registered: string[] = [];
  const onStats = new Emitter<ProgrammeStats>();
  const show = {
    say: () => ({ accepted: true, turnId: 't1' }),
    cancel: async () => (note('silence')(), { silentAfterMs: 7 }),
    pin: (turnId: string) => turnId === 't1',
    skip: async (turnId: string) => turnId === 't1',
    talk: () => ({ accepted: true, turnId: 'i1' }),
    setMusic: async () => {},
    onStats: onStats.event,
    air: { start: async () => {}, stop: async () => {} },
    holdSlate: async (slate: string | null) => (note('slate')(String(slate)), true),
    goLive: async ({ record }: { readonly record: boolean }) => (note('go-live')(String(record)), told.goingLive),
    stop: async () => (note('stop')(), await told.ending, { path: '/r/show.mp4', durationMs: 1, parts: [] }),
  } as unknown as Show;
  const cuts: NonNullable<ReturnType<ShowLifeOptions['resume']['take']>>[] = [];
  let check: typeof holds | typeof tooMuch = holds;
  let quiet: QuietShow | null = null;
  const life = createShowLife({
    base: {
      adapter: createInMemoryAdapter({}),
      entriesDir: dir,
      resourcesDir: dir,
      dataDir: dir,
      logger: silentLogger,
      redactor: { register: (secret: string) => registered.push(secret) } as never,
      config: defaultConfig,
      clock,
      state,
      events,
      engineMemoryBytes: 0,
      usualKbps: 0,
    },
    fleet: { slots: () => [] } as never,
    observe() {},
    voices: {} as never,
    shadow: {} as never,
    moderator: { check: () => ({ allowed: true }) },
    mediaServer: () => undefined,
    encoding: {
      choose: async () => ({ ffmpegPath: 'ffmpeg', encoder: 'x264', why: holds.message, as: 'wanted' }),
      videoKbps: () => 2500,
      desk: { check: async () => check, noteDrawing: note('drawing') } as never,
    },
    destinations: {
      goOnAir: async () => note('kept destinations start')(),
      standBeside: note('kept destinations wait'),
      goOffAir: note('kept destinations end'),
      start: async (id) => (note('start')(id), id === 'gone' ? { done: false, words: appMessages.turnGone } : { done: true }),
    },
    srtFfmpegPath: async () => undefined,
    folders: { settle: note('folder'), recordingsDir: dir },
    recordings: {
      attach: async () => {},
      closed() {},
      detach: note('detach'),
      view: () => ({ state: 'off' }) as never,
    },
    resume: { began: note('resumable'), note() {}, take: () => cuts.shift() ?? null, ended: note('ended in order') },
    quietTime: {
      showIs: async (is) => {
        quiet = is;
        note(is ? 'quiet time begins' : 'quiet time ends')();
      },
      noteMusic() {},
    },
    pace: { note() {}, pace: () => ({ skipped: 0, frames: 0 }), forget() {} },
    ready: told.ready ?? Promise.resolve(),
    onOver: note('over'),
    openShow: told.openShow ?? (async () => ({ ...show })),
  });
  return {
    life,
    done,
    state,
    seen,
    registered,
    onStats,
    cuts,
    states: () => seen.flatMap((event) => (event.type === 'show' ? [event.state] : [])),
    notices: () => seen.flatMap((event) => (event.type === 'notice' ? [event.message] : [])),
    quiet: () => quiet,
    refuse: () => {
      check = tooMuch;
    },
  };
}

describe('the life of a show', () => {
  it('begins and ends with everything that lives with it, in order', async () => {
    const { life, done, states } = rig();
    expect(life.say({ author: 'a', text: 'b' })).toEqual({ accepted: false, reason: appMessages.notOnAir });
    const { showId } = await life.start({ ...wish, keptDestinations: 'start' });
    expect([life.isOn(), life.isTaken()]).toEqual([true, true]);
    expect(life.say({ author: 'a', text: 'b' })).toEqual({ accepted: true, turnId: 't1' });
    expect([life.pin('t1', true), life.pin('t2', true)]).toEqual([{ done: true }, { done: false, words: appMessages.turnGone }]);
    expect(await life.stop()).toEqual({ recordingPath: '/r/show.mp4' });
    expect(done).toEqual([
      'folder',
      'quiet time begins',
      'resumable',
      'kept destinations start',
      'quiet time ends',
      'stop',
      'kept destinations end',
      'detach',
      'ended in order',
      'over',
    ]);
    expect(states()).toEqual(['starting', 'on-air', 'stopping', 'off']);
    expect([life.isOn(), life.isTaken(), await life.stop()]).toEqual([false, false, { recordingPath: null }]);
    expect((await life.start(wish)).showId).not.toBe(showId);
  });

  it('is the only one, also while it starts, and is waited for by its end', async () => {
    const ready = createDeferred<void>();
    const { life, states } = rig({ ready: ready.promise });
    const first = life.start(wish);
    expect([life.isOn(), life.isTaken()]).toEqual([false, true]);
    await expect(life.start(wish)).rejects.toMatchObject({ code: 'show-already-on' });
    await expect(life.resume()).rejects.toMatchObject({ code: 'show-already-on' });
    const stopped = life.stop();
    ready.resolve();
    await first;
    await stopped;
    expect(states()).toEqual(['starting', 'on-air', 'stopping', 'off']);
  });

  it.each<[string, () => Promise<Show>, string, { readonly en: string }]>([
    ['a fault of the studio', () => Promise.reject(new Error('EPIPE')), 'start-failed', appMessages.startFailed],
    ['no ffmpeg', () => Promise.reject(new FfmpegError('ffmpeg-missing', 'no ffmpeg', noFfmpeg)), 'start-failed', noFfmpeg],
  ])('leaves nothing of a start that failed for %s, and says why', async (_name, openShow, code, words) => {
    const { life, done, states, notices } = rig({ openShow });
    await expect(life.start(wish)).rejects.toMatchObject({ code, words });
    expect(notices()).toEqual([words]);
    expect(done).toEqual(['folder', 'detach', 'ended in order']);
    expect(states()).toEqual(['starting', 'off']);
    expect(life.isTaken()).toBe(false);
  });

  it('does not begin in a format that the machine does not hold, unless that is asked for', async () => {
    const { life, refuse, seen } = rig();
    refuse();
    await expect(life.start(wish)).rejects.toMatchObject({ code: 'format-too-much', words: tooMuch.message });
    expect(seen.some(({ type }) => type === 'parameters')).toBe(false);
    await life.start({ ...wish, force: true });
    expect(life.isOn()).toBe(true);
  });

  it('is refused in words with an own slate that is not there, and can be started then', async () => {
    const { life, states } = rig();
    await expect(life.start({ ...wish, slate: 'own' })).rejects.toMatchObject({ words: airMessages.noOwnSlate });
    expect(states()).toEqual([]);
    await life.start({ ...wish, slate: 'starting-soon' });
    expect(life.isOn()).toBe(true);
  });

  it('makes keys known before anything can tell of them, and shows no key', async () => {
    const { life, registered, state } = rig();
    await life.start({ ...wish, destinations: [{ url: 'rtmp://live.example/app?token=t0ken', streamKey: 'sk_secret' }] });
    expect(registered).toEqual(['sk_secret']);
    expect(state.destinations.map(({ destinationId }) => destinationId)).toEqual(['destination-1']);
    expect(JSON.stringify(state.destinations)).not.toMatch(/t0ken|sk_secret/);
  });
});

describe('a rehearsal', () => {
  it('meets the kept destinations when it goes live, and could be taken up from then on as what it became', async () => {
    const { life, done } = rig();
    await life.start({ ...wish, keptDestinations: 'start', audience: 'rehearsal' });
    expect(done).toEqual(['folder', 'quiet time begins', 'resumable']);
    expect(await life.air.goLive({ record: true })).toEqual({ done: true });
    expect(done.slice(3)).toEqual(['go-live true', 'resumable', 'kept destinations start']);
  });

  it.each(['is ending', 'is over', 'is over and another one is on'] as const)(
    'reaches no platform when it %s before it went live',
    async (end) => {
      const goingLive = createDeferred<void>();
      const ending = createDeferred<void>();
      const { life, done } = rig({ goingLive: goingLive.promise, ending: ending.promise });
      const rehearsal = { ...wish, keptDestinations: 'start', audience: 'rehearsal' } as const;
      await life.start(rehearsal);
      const live = life.air.goLive({ record: true });
      await settle();
      const stopped = life.stop();
      await settle();
      if (end !== 'is ending') {
        ending.resolve();
        await stopped;
      }
      if (end === 'is over and another one is on') await life.start(rehearsal);
      goingLive.resolve();
      await live;
      ending.resolve();
      await stopped;
      expect(done).not.toContain('kept destinations start');
      expect(life.isOn()).toBe(end === 'is over and another one is on');
      if (life.isOn()) expect(life.onAir()?.audience).toBe('rehearsal');
    },
  );
});

describe('while the show is silenced or behind a slate', () => {
  it('no line is taken in an emergency, and nothing is said by itself where nobody would hear it', async () => {
    const { life, done, quiet } = rig();
    await life.start(wish);
    const talk = (): unknown => quiet()?.talk({} as never);
    expect(talk()).toMatchObject({ turnId: 'i1' });
    await life.air.slate('back-soon');
    expect([talk(), life.say({ author: 'a', text: 'b' })]).toEqual([null, { accepted: true, turnId: 't1' }]);
    await life.air.slate(null);
    expect(await life.air.panic()).toMatchObject({ done: true, silentAfterMs: 7 });
    expect([talk(), life.say({ author: 'a', text: 'b' })]).toEqual([null, { accepted: false, reason: airMessages.silenced }]);
    await life.air.continue();
    expect(life.say({ author: 'a', text: 'b' })).toEqual({ accepted: true, turnId: 't1' });
    expect(done).toContain('silence');
  });
});

describe('a show that was cut off', () => {
  it('is taken up unmeasured, with the destinations that are still there, and tells what is left out', async () => {
    const { life, cuts, done, notices, refuse } = rig();
    await expect(life.resume()).rejects.toMatchObject({ code: 'nothing-to-resume', words: recordingMessages.nothingToResume });
    cuts.push({ options: wish, destinationIds: ['a', 'gone', 'b'], leftOut: ['host/app'] });
    refuse();
    await life.resume();
    expect(done.filter((what) => what.startsWith('start '))).toEqual(['start a', 'start gone', 'start b']);
    expect(notices()).toEqual([appMessages.turnGone, recordingMessages.resumed(['host/app'])]);
  });
});

describe('what a show measures', () => {
  it('is seen, and teaches what drawing costs once there is a figure', async () => {
    const { life, state, onStats, done } = rig();
    await life.start(wish);
    const stats = { frame: 10, framesHeldSpeaking: 2, framesSkipped: 3, frameCostMs: null } as ProgrammeStats;
    onStats.emit(stats);
    await settle();
    expect(state.show).toMatchObject({ framesHeldSpeaking: 2, framesSkipped: 3, width: videoPresets['720p'].width });
    expect(done).not.toContain('drawing');
    onStats.emit({ ...stats, frameCostMs: 4 });
    expect(done).toContain('drawing');
  });
});
