import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UnstampedShowEvent } from '../../../main/app/create-show.ts';
import { createShowReplay, type ShowReplay } from '../../../main/app/show-replay.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import type { ReplayHold, ReplaySpec } from '../../../main/outlet/protocol/control.ts';
import { createFakeClock, type FakeClock } from '../../fakes/fake-clock.ts';

let root: string;
let dir: string;
let clock: FakeClock;
let asked: (ReplaySpec | null)[];
let released: number[];
let told: UnstampedShowEvent[];
let held: ReplayHold | null;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'replay-'));
  dir = join(root, 'replay', '7-show');
  clock = createFakeClock();
  asked = [];
  released = [];
  told = [];
  held = { holdId: 3, head: 'AA==', fragments: [{ path: join(dir, '1.flv'), bytes: 4 }], fromMs: 10_000, untilMs: 70_000 };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const create = (diskReserveBytes = 0): ShowReplay =>
  createShowReplay({
    outlet: {
      setReplay: async (spec) => void asked.push(spec),
      holdReplay: async () => held,
      releaseReplay: async (id) => void released.push(id),
    },
    dir,
    video: { width: 1280, height: 720, fps: 30 },
    kbps: 4000,
    title: 'Show',
    diskReserveBytes,
    clock,
    logger: silentLogger,
    emit: (event) => told.push(event),
    onChange: () => {},
  });

describe('the last minutes of a show', () => {
  it('are asked for with bounds in time and bytes, and given up when the disk is nearly full, in words', async () => {
    const replay = create();
    await replay.set(5);
    // 4000 kbit/s for five minutes are 150 MB; an encoder may exceed its rate, not by half
    expect(asked).toEqual([{ dir, maxMs: 300_000, maxBytes: expect.any(Number) }]);
    expect(asked[0]?.maxBytes).toBeGreaterThan(150e6);
    expect(asked[0]?.maxBytes).toBeLessThan(235e6);
    await replay.dispose();

    const full = create(1e18);
    await full.set(5);
    await expect.poll(() => full.state, { timeout: 10_000, interval: 5 }).toBe('failed');
    expect(asked.at(-1)).toBeNull();
    expect(told).toMatchObject([{ type: 'notice', message: { en: expect.stringMatching(/nearly full.*stream goes on/) } }]);
    expect(await full.hold(5, 'a.mp4')).toBeNull();
    await full.dispose();
  });

  it('tell of a held span what was said in it, with times from its beginning', async () => {
    const replay = create();
    await replay.set(1);
    replay.anchor(100, 4000);
    replay.note({ type: 'turn', turnId: 't', text: 'Why?' });
    const span = await replay.hold(1, 'a.mp4');
    expect(span?.request).toMatchObject({ durationMs: 60_000, head: 'AA==' });
    expect(span?.request.story).toEqual([
      { type: 'start', version: 1, fps: 30, title: 'Show' },
      { type: 'anchor', file: 'a.mp4', frame: 100, atMs: -6000 },
      { type: 'turn', turnId: 't', text: 'Why?' },
    ]);
    replay.outletRestarted(1);
    expect((await replay.hold(1, 'a.mp4'))?.request.story.map(({ type }) => type)).toEqual(['start', 'turn']);
    await replay.dispose();
  });

  it('leave no file behind, but not before what is being saved was saved', async () => {
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, '1.flv'), 'x');
    const replay = create();
    await replay.set(1);
    const span = await replay.hold(1, 'a.mp4');
    await replay.dispose();
    expect(asked.at(-1)).toBeNull();
    expect(existsSync(dir)).toBe(true);
    await span?.release();
    expect(released).toEqual([3]);
    expect(existsSync(dir)).toBe(false);
  });
});
