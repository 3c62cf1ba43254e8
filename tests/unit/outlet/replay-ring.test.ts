/** The ring of the last minutes, on a real disk: bounded in time and bytes, whole fragments only, what is held stays. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserMessage } from '../../../main/contract/failure.ts';
import type { AvTag } from '../../../main/outlet/child/av-tag.ts';
import { readAvTag } from '../../../main/outlet/child/av-tag.ts';
import { createFanOut, type FanOut } from '../../../main/outlet/child/fan-out.ts';
import { createFlvParser } from '../../../main/outlet/child/flv-parser.ts';
import { type ReplayRing, startReplayRing } from '../../../main/outlet/child/replay-ring.ts';
import type { ReplayHold } from '../../../main/outlet/protocol/control.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { av } from './flv-samples.ts';

let dir: string;
let ring: ReplayRing | undefined;
let failures: UserMessage[];
let anchors: [frame: number, atMs: number][];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ring-'));
  ring = undefined;
  failures = [];
  anchors = [];
});
afterEach(async () => {
  await ring?.stop();
  rmSync(dir, { recursive: true, force: true });
});

function start(fanOut: FanOut, maxMs: number, maxBytes = 100_000_000): ReplayRing {
  ring = startReplayRing({
    spec: { dir: join(dir, 'ring'), maxMs, maxBytes },
    fps: 30,
    fanOut,
    onFailed: (message) => failures.push(message),
    onSlow: (message) => failures.push(message),
    onAnchor: (frame, atMs) => anchors.push([frame, atMs]),
  });
  return ring;
}

/** A keyframe a second. */
function* seconds(from: number, until: number, firstFrame = 0): Generator<AvTag> {
  for (let index = from * 30; index < until * 30; index += 1) {
    const at = Math.round((index * 1000) / 30);
    yield { ...av('video', index % 30 === 0 ? 'key' : 'frame', at, 300, index), programmeFrame: firstFrame + index };
    yield av('audio', 'frame', at + 1, 40, index);
  }
}
const configs = (seed = 1): AvTag[] => [av('video', 'config', 0, 30, seed), av('audio', 'config', 0, 3, 7)];
const files = (): string[] => readdirSync(join(dir, 'ring', String(process.pid))).toSorted();

/** The tags of a held span, as whoever saves it reads them. */
function read(hold: ReplayHold): AvTag[] {
  const parser = createFlvParser();
  const bytes = [Buffer.from(hold.head, 'base64'), ...hold.fragments.map(({ path, bytes }) => readFileSync(path).subarray(0, bytes))];
  return bytes.flatMap((chunk) => parser.push(chunk)).flatMap((tag) => readAvTag(tag) ?? []);
}

async function hold(from: ReplayRing, lastMs: number): Promise<ReplayHold> {
  const held = await from.hold(lastMs);
  if (!held) throw new Error('nothing is kept');
  return held;
}

describe('the ring of the last minutes', () => {
  it('keeps whole fragments of the newest time and no more, with the decoder configuration in front', async () => {
    const fanOut = createFanOut({ clock: createFakeClock() });
    const ring = start(fanOut, 5000);
    for (const tag of [...configs(), ...seconds(0, 20)]) fanOut.publish(tag);
    const held = await hold(ring, 5000);
    expect(files().length).toBeLessThanOrEqual(7);
    const tags = read(held);
    expect(tags.slice(0, 2).map(({ track, role }) => `${track} ${role}`)).toEqual(['video config', 'audio config']);
    const pictures = tags.filter(({ track, role }) => track === 'video' && role !== 'config');
    expect(pictures[0]?.role).toBe('key');
    expect([held.fromMs, held.untilMs]).toEqual([pictures[0]?.timestampMs, Math.round((599 * 1000) / 30) + 1]);
    expect(held.untilMs - held.fromMs).toBeGreaterThanOrEqual(4999);
    expect(held.untilMs - held.fromMs).toBeLessThan(6100);
    // every picture and sound from the keyframe on, in order
    expect(pictures.map(({ timestampMs }) => timestampMs)).toEqual(
      [...seconds(0, 20)]
        .filter(({ track, timestampMs }) => track === 'video' && timestampMs >= held.fromMs)
        .map(({ timestampMs }) => timestampMs),
    );
    expect(tags.filter(({ track, role }) => track === 'audio' && role !== 'config')).toHaveLength(pictures.length);
    expect(anchors).toEqual([[0, 0]]);
    const shorter = await hold(ring, 1500);
    expect(shorter.untilMs - shorter.fromMs).toBeLessThan(2600);
  });

  it('is bounded in bytes too, whatever time was wanted', async () => {
    const fanOut = createFanOut({ clock: createFakeClock() });
    const ring = start(fanOut, 3_600_000, 60_000);
    for (const tag of [...configs(), ...seconds(0, 60)]) fanOut.publish(tag);
    await hold(ring, 1000);
    const bytes = files().reduce((sum, name) => sum + statSync(join(dir, 'ring', String(process.pid), name)).size, 0);
    expect(bytes).toBeLessThan(80_000);
    expect(ring.range()?.bytes).toBeLessThan(80_000);
  });

  it('leaves what is held where it is until it is released, and takes everything along at its end', async () => {
    const fanOut = createFanOut({ clock: createFakeClock() });
    const ring = start(fanOut, 3000);
    for (const tag of [...configs(), ...seconds(0, 6)]) fanOut.publish(tag);
    const held = await hold(ring, 3000);
    const before = read(held).length;
    for (const tag of seconds(6, 20)) fanOut.publish(tag);
    await ring.hold(1000).then((next) => ring.release(next?.holdId ?? -1));
    expect(read(held)).toHaveLength(before);
    await ring.stop();
    expect(read(held)).toHaveLength(before);
    expect(await ring.hold(1000)).toBeNull();
    await ring.release(held.holdId);
    expect(readdirSync(join(dir, 'ring'))).toEqual([]);
  });

  it('never joins two sets of decoder parameters, nor over a hole', async () => {
    const fanOut = createFanOut({ clock: createFakeClock() });
    const ring = start(fanOut, 60_000);
    for (const tag of [...configs(1), ...seconds(0, 4), ...configs(2), ...seconds(4, 7)]) fanOut.publish(tag);
    expect((await hold(ring, 60_000)).fromMs).toBe(4000);
    for (const tag of seconds(20, 23)) fanOut.publish(tag);
    expect((await hold(ring, 60_000)).fromMs).toBe(20_000);
  });

  it('tells where the programme stands at each seam only', async () => {
    const fanOut = createFanOut({ clock: createFakeClock() });
    const ring = start(fanOut, 60_000);
    for (const tag of [...configs(), ...seconds(0, 3), ...seconds(3, 5, 70)]) fanOut.publish(tag);
    await hold(ring, 1000);
    expect(anchors).toEqual([
      [0, 0],
      [160, 3000],
    ]);
  });

  it('ends in words where it cannot write, and the fan-out goes on', async () => {
    const fanOut = createFanOut({ clock: createFakeClock() });
    // a file where the folder should be
    writeFileSync(join(dir, 'ring'), '');
    const ring = start(fanOut, 5000);
    for (const tag of [...configs(), ...seconds(0, 2)]) fanOut.publish(tag);
    expect(await ring.hold(1000)).toBeNull();
    expect(ring.state).toBe('failed');
    expect(failures).toMatchObject([{ en: expect.stringMatching(/broadcast goes on/), zh: expect.stringMatching(/直播不受影响/) }]);
  });
});
