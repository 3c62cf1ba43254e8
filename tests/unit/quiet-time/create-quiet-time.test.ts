/** The music of quiet time over real files and a told measure: what a show hears of it while files are looked at, and what is kept of what was measured. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createQuietTime, type QuietShow, type WantedMusic } from '../../../main/quiet-time/create-quiet-time.ts';
import { stampOf, type MeasuredTrack } from '../../../main/quiet-time/measure-track.ts';
import { defaultQuietTime, type MusicFile, type QuietTimeSettings } from '../../../main/quiet-time/settings.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'quiet-time-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** As it was kept, of a file that was changed since. */
const stale = (name: string): MusicFile => ({ path: path.join(dir, name), durationMs: 1000, lufs: -20, stamp: 'of another day' });
const put = (name: string): MusicFile => {
  writeFileSync(path.join(dir, name), name);
  return stale(name);
};
/** Louder than before. */
const fresh = (file: string): MeasuredTrack => ({
  state: 'track',
  file: { path: file, durationMs: 1000, lufs: -10, stamp: stampOf(statSync(file)) },
});

function open(files: readonly MusicFile[], answer: (file: string) => Promise<MeasuredTrack> = async (file) => fresh(file)) {
  const measured: string[] = [];
  const notices: string[] = [];
  const plans: WantedMusic[] = [];
  let kept: QuietTimeSettings = { ...defaultQuietTime, music: { state: 'on', files, belowDb: 10, duckDb: 12 } };
  const asked = createDeferred<void>();
  const quietTime = createQuietTime({
    clock: createFakeClock(),
    chance: () => 0,
    logger: silentLogger,
    kept,
    keep: (settings) => (kept = settings),
    measure(file) {
      measured.push(path.basename(file));
      asked.resolve();
      return answer(file);
    },
    onChange() {},
    tell() {},
    notice: ({ en }) => notices.push(en),
  });
  const show: QuietShow = {
    talk: () => null,
    async setMusic(plan) {
      plans.push(plan);
    },
  };
  return {
    quietTime,
    show,
    measured,
    notices,
    plans,
    /** Resolves when the first file is being measured. */
    asked: asked.promise,
    keptFiles: () => kept.music.files.map((file) => ({ name: path.basename(file.path), lufs: file.lufs })),
  };
}

describe('a show that is told of the music', () => {
  it('hears nothing more of what was switched off while files were measured', async () => {
    const slow = createDeferred<void>();
    const file = put('a.wav');
    const { quietTime, show, asked, plans, keptFiles } = open([file], async (of) => (await slow.promise, fresh(of)));
    const begun = quietTime.showIs(show);
    await asked;
    expect(await quietTime.setMusic({ state: 'off' })).toEqual({ done: true });
    slow.resolve();
    await begun;
    expect(plans.map(({ state }) => state)).toEqual(['off']);
    // the work was not for nothing
    expect(keptFiles()).toEqual([{ name: 'a.wav', lufs: -10 }]);
    expect(quietTime.view().music.state).toBe('off');
  });

  it('hears nothing when it is over by the time, nor does the one after it hear of what was before', async () => {
    const slow = createDeferred<void>();
    const { quietTime, show, asked, plans } = open([put('a.wav')], async (of) => (await slow.promise, fresh(of)));
    const later: WantedMusic[] = [];
    const begun = quietTime.showIs(show);
    await asked;
    await quietTime.showIs(null);
    const next = quietTime.showIs({ ...show, setMusic: async (plan) => void later.push(plan) });
    slow.resolve();
    await Promise.all([begun, next]);
    expect(plans).toEqual([]);
    expect(later).toMatchObject([{ state: 'on', tracks: [{ gainDb: -6 }] }]);
  });

  it('has a file measured once and hears once of each that is missing, however often a level is moved', async () => {
    const { quietTime, show, measured, notices, plans } = open([put('a.wav'), stale('gone.wav'), stale('away.wav')]);
    await quietTime.showIs(show);
    await quietTime.setMusic({ belowDb: 11 });
    await quietTime.setMusic({ belowDb: 12 });
    expect(measured).toEqual(['a.wav']);
    expect(notices).toEqual([expect.stringContaining('gone.wav'), expect.stringContaining('away.wav')]);
    expect(plans).toMatchObject([10, 11, 12].map((belowDb) => ({ state: 'on', belowDb, tracks: [{ gainDb: -6 }] })));
    // the next show is told anew
    await quietTime.showIs(show);
    expect(notices).toHaveLength(4);
  });

  it('has one measuring where a level is moved in the middle of it', async () => {
    const slow = createDeferred<void>();
    const { quietTime, show, asked, measured, plans } = open([put('a.wav'), put('b.wav')], async (of) => (await slow.promise, fresh(of)));
    const begun = quietTime.showIs(show);
    await asked;
    const moved = quietTime.setMusic({ belowDb: 20 });
    // looks that were asked for later: it has found by now that the file is another, as a rule
    for (let look = 0; look < 20; look += 1) await stat(dir);
    slow.resolve();
    await Promise.all([begun, moved]);
    expect(measured).toEqual(['a.wav', 'b.wav']);
    expect(plans).toMatchObject([{ belowDb: 20, tracks: [{}, {}] }]);
  });

  it('does without a file that cannot be played, which is not measured again until it changes or is added anew', async () => {
    let state: 'damaged' | 'sound' = 'damaged';
    const file = put('a.wav');
    const rig = open([file], async (of) => (state === 'sound' ? fresh(of) : { state: 'refused', why: 'unreadable', detail: '' }));
    const { quietTime, show, measured, notices, plans } = rig;
    await quietTime.showIs(show);
    await quietTime.setMusic({ belowDb: 11 });
    expect(measured).toEqual(['a.wav']);
    expect(notices).toHaveLength(1);
    state = 'sound';
    await quietTime.setMusic({ paths: [] });
    await quietTime.setMusic({ paths: [file.path], state: 'on' });
    expect(plans.at(-1)).toMatchObject({ state: 'on', tracks: [{ path: file.path }] });
  });
});

describe('what was measured anew', () => {
  it('brings nothing back that the user removed meanwhile', async () => {
    const slow = createDeferred<void>();
    const [a, b] = [put('a.wav'), put('b.wav')];
    const { quietTime, show, asked, plans, keptFiles } = open([a, b], async (of) => (await slow.promise, fresh(of)));
    const begun = quietTime.showIs(show);
    await asked;
    const removed = quietTime.setMusic({ paths: [b.path], belowDb: 15 });
    slow.resolve();
    await Promise.all([begun, removed]);
    expect(keptFiles()).toEqual([{ name: 'b.wav', lufs: -10 }]);
    expect(quietTime.view().music).toMatchObject({ belowDb: 15, files: [{ title: 'b.wav' }] });
    expect(plans.map(({ tracks }) => tracks.map((track) => path.basename(track.path)))).toEqual([['b.wav']]);
  });

  it('is not lost to a change that began before and measures a new file', async () => {
    const added = createDeferred<void>();
    const old = put('a.wav');
    const next = put('b.wav');
    const { quietTime, show, asked, measured, keptFiles } = open([old], async (of) => {
      if (of === next.path) await added.promise;
      return fresh(of);
    });
    const adding = quietTime.setMusic({ paths: [old.path, next.path] });
    await asked;
    await quietTime.showIs(show);
    added.resolve();
    await adding;
    expect(measured).toEqual(['b.wav', 'a.wav']);
    expect(keptFiles()).toEqual([
      { name: 'a.wav', lufs: -10 },
      { name: 'b.wav', lufs: -10 },
    ]);
  });

  it('is kept by nobody who has ended', async () => {
    const slow = createDeferred<void>();
    const { quietTime, show, asked, plans, keptFiles } = open([put('a.wav')], async (of) => (await slow.promise, fresh(of)));
    const begun = quietTime.showIs(show);
    await asked;
    quietTime.dispose();
    slow.resolve();
    await begun;
    expect(plans).toEqual([]);
    expect(keptFiles()).toEqual([{ name: 'a.wav', lufs: -20 }]);
  });
});
