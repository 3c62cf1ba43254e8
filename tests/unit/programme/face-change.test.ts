/** Two scripted faces with a cost per frame, on a clock that the test owns: when one gives way to the other, and what is seen meanwhile. */
import { describe, expect, it } from 'vitest';
import { asInstanceId } from '../../../main/contract/ids.ts';
import type { ToFacePacketMeta } from '../../../main/contract/programme-media.ts';
import { createCueSheet } from '../../../main/performance/cue-sheet.ts';
import type { FaceFeed } from '../../../main/programme/child/face/face-feed.ts';
import { FaceStage, type FaceShown } from '../../../main/programme/child/face/face-stage.ts';

const side = 8;
const frameMs = 1000 / 30;
const sheet = createCueSheet({ fps: 30, seed: 5 });
const lids = (frame: number): number => Math.min(...sheet.cue(frame).blink);

/** Draws each frame in one flat luma, one after another, each taking `costMs`. */
class Face {
  readonly asked: number[] = [];
  readonly feed: FaceFeed;
  readonly #luma: number;
  readonly #jobs: { readonly requestId: number; readonly frame: number; readonly askedMs: number }[] = [];
  costMs: number;
  #busyUntilMs = 0;
  dead = false;

  constructor(stage: FaceStage, instanceId: string, luma: number, costMs: number, now: () => number) {
    this.#luma = luma;
    this.costMs = costMs;
    const onMeta = (meta: ToFacePacketMeta): void => {
      if (meta.type === 'face-forget') {
        const at = this.#jobs.findIndex(({ requestId }) => requestId === meta.requestId);
        if (at >= 0) this.#jobs.splice(at, 1);
      } else if (meta.type === 'frames') {
        for (const { frame } of meta.cues) {
          this.asked.push(frame);
          this.#jobs.push({ requestId: meta.requestId, frame, askedMs: now() });
        }
      }
    };
    this.feed = stage.attach({ type: 'face-hello', instanceId, width: side, height: side, format: 'i420a' }, onMeta);
  }

  /** The next frame that is done by `untilMs`: when. */
  nextDone(untilMs: number): number | null {
    const job = this.#jobs[0];
    if (!job || this.dead) return null;
    const doneMs = Math.max(job.askedMs, this.#busyUntilMs) + this.costMs;
    return doneMs <= untilMs ? doneMs : null;
  }

  deliver(doneMs: number): void {
    const job = this.#jobs.shift();
    if (!job) return;
    this.#busyUntilMs = doneMs;
    const data = new Uint8Array((side * side * 5) / 2).fill(255);
    data.fill(this.#luma, 0, side * side);
    data.fill(128, side * side, (side * side * 3) / 2);
    const rect = { x: 0, y: 0, width: side, height: side };
    this.feed.onPacket({ type: 'face-frame', requestId: job.requestId, frame: job.frame, rect, base: true }, data);
  }
}

interface Seen {
  readonly frame: number;
  readonly luma: number | null;
  readonly shown: FaceShown;
}

class Studio {
  readonly states: string[] = [];
  readonly seen: Seen[] = [];
  readonly faces: Face[] = [];
  frame = 0;
  nowMs = 0;
  readonly stage = new FaceStage({
    fps: 30,
    cue: (frame) => sheet.cue(frame),
    now: () => this.nowMs,
    onState: (id, state) => this.states.push(`${this.frame} ${id} ${state}`),
  });

  face(id: string, luma: number, costMs: number): Face {
    const face = new Face(this.stage, id, luma, costMs, () => this.nowMs);
    this.faces.push(face);
    return face;
  }

  want(id: string | null): void {
    this.stage.want(id === null ? null : asInstanceId(id));
  }

  play(frames: number, each?: (studio: Studio) => void, speaking = false): Seen[] {
    const from = this.seen.length;
    for (let i = 0; i < frames; i++) {
      each?.(this);
      this.stage.request(this.frame);
      this.#work((this.frame + 1) * frameMs);
      const taken = this.stage.take(this.frame, speaking);
      this.seen.push({ frame: this.frame, luma: taken.frame?.picture.y[0] ?? null, shown: taken.shown });
      taken.frame?.release();
      this.frame += 1;
    }
    return this.seen.slice(from);
  }

  #work(untilMs: number): void {
    for (;;) {
      const due = this.faces.flatMap((face) => {
        const doneMs = face.nextDone(untilMs);
        return doneMs === null ? [] : [{ face, doneMs }];
      });
      const first = due.sort((a, b) => a.doneMs - b.doneMs)[0];
      if (!first) break;
      this.nowMs = Math.max(this.nowMs, first.doneMs);
      first.face.deliver(first.doneMs);
    }
    this.nowMs = untilMs;
  }
}

const onAirFrame = (studio: Studio, id: string): number => Number(studio.states.find((s) => s.endsWith(`${id} on-air`))?.split(' ')[0]);

describe('a face that falls silent', () => {
  it.each([
    ['at rest, where the idle loop takes over', false, 'idle-loop'],
    ['in the middle of speech, where there is no loop yet', true, 'held'],
  ] as const)('%s, is told to be lost once, and to be on air when it answers again', (_when, speaking, shown) => {
    const studio = new Studio();
    const a = studio.face('a', 100, 6);
    studio.want('a');
    studio.play(30, undefined, speaking);
    a.dead = true;
    expect(studio.play(60, undefined, speaking).at(-1)?.shown).toBe(shown);
    expect(studio.states.filter((state) => state.endsWith('a lost'))).toHaveLength(1);
    a.dead = false;
    studio.play(60, undefined, speaking);
    expect(studio.states.at(-1)).toMatch(/a on-air$/);
    expect(studio.states.filter((state) => state.endsWith('a on-air'))).toHaveLength(2);
  });
});

describe('a change of faces', () => {
  it('is a cross-fade over eight frames, both drawn for each of them, and on air when it is through', () => {
    const studio = new Studio();
    const a = studio.face('a', 100, 6);
    studio.want('a');
    studio.play(30);
    const b = studio.face('b', 190, 6);
    studio.want('b');
    const seen = studio.play(40);
    const onAir = onAirFrame(studio, 'b');
    const fade = seen.filter(({ frame }) => frame >= onAir - 8 && frame < onAir);
    expect(fade.map(({ luma }) => luma)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((step) => 100 + (Math.round((step * 256) / 9) * 90 + 128) / 256).map(Math.floor),
    );
    expect(seen.every(({ shown }) => shown === 'fresh')).toBe(true);
    expect(seen.filter(({ frame }) => frame < onAir - 8).every(({ luma }) => luma === 100)).toBe(true);
    expect(seen.filter(({ frame }) => frame >= onAir).every(({ luma }) => luma === 190)).toBe(true);
    for (const { frame } of fade) for (const face of [a, b]) expect(face.asked).toContain(frame);
    expect([studio.stage.fades, studio.stage.cuts]).toEqual([1, 0]);
    // The old one rests.
    const rested = a.asked.length;
    studio.play(10);
    expect(a.asked).toHaveLength(rested);
  });

  it('is a cut into a blink where the machine cannot draw both', () => {
    const studio = new Studio();
    const a = studio.face('a', 100, 16);
    studio.want('a');
    // Just before a blink that comes soon enough.
    const blink =
      Array.from({ length: 400 }, (_, frame) => frame).find((frame) => frame > 60 && lids(frame) >= 0.7 && lids(frame - 1) < 0.7) ?? 0;
    studio.play(blink - 30);
    const b = studio.face('b', 190, 18);
    studio.want('b');
    const seen = studio.play(60);
    const onAir = onAirFrame(studio, 'b');
    expect(lids(onAir)).toBeGreaterThanOrEqual(0.7);
    expect([...new Set(seen.map(({ luma }) => luma))]).toEqual([100, 190]);
    expect(seen.every(({ shown }) => shown === 'fresh')).toBe(true);
    expect([studio.stage.fades, studio.stage.cuts]).toEqual([0, 1]);
    // But for the few frames by which they get to know each other, no frame is drawn twice.
    const both = a.asked.filter((frame) => b.asked.includes(frame) && frame < onAir);
    expect(both.length).toBeLessThanOrEqual(12);
    expect(b.asked.filter((frame) => frame > blink - 10 && frame < onAir)).toEqual([]);
  });

  it('is a plain cut where no blink is in sight, at most a second and a half after the faces have met', () => {
    const studio = new Studio();
    studio.face('a', 100, 16);
    studio.want('a');
    const open = Array.from({ length: 3000 }, (_, frame) => frame).find(
      (from) => from > 60 && Array.from({ length: 75 }, (_, i) => lids(from + i)).every((value) => value < 0.7),
    );
    expect(open).toBeDefined();
    studio.play(open ?? 0);
    studio.face('b', 190, 18);
    studio.want('b');
    const seen = studio.play(75);
    expect([...new Set(seen.map(({ luma }) => luma))]).toEqual([100, 190]);
    expect(onAirFrame(studio, 'b') - (open ?? 0)).toBeLessThan(45);
    expect(studio.stage.cuts).toBe(1);
  });

  it.each([
    ['the new one', 'b', 100],
    ['the old one', 'a', 190],
  ] as const)('ends at once when %s is lost in the middle of the fade', (_which, lost, stays) => {
    const studio = new Studio();
    const faces = { a: studio.face('a', 100, 5), b: null as Face | null };
    studio.want('a');
    studio.play(30);
    faces.b = studio.face('b', 190, 5);
    studio.want('b');
    while (studio.seen.at(-1)?.luma === 100) studio.play(1);
    studio.play(2);
    const face = faces[lost];
    if (face) {
      face.dead = true;
      studio.stage.detach(lost, face.feed);
    }
    const after = studio.play(20);
    expect(after.map(({ luma }) => luma)).toEqual(Array.from({ length: 20 }, () => stays));
    expect(after.every(({ shown }) => shown === 'fresh')).toBe(true);
  });

  it('that is taken back before it has begun leaves everything as it was', () => {
    const studio = new Studio();
    studio.face('a', 100, 5);
    studio.want('a');
    studio.play(30);
    const b = studio.face('b', 190, 13);
    studio.want('b');
    studio.play(1);
    studio.want('a');
    const seen = studio.play(30);
    expect(seen.every(({ luma, shown }) => luma === 100 && shown === 'fresh')).toBe(true);
    expect([studio.stage.fades, studio.stage.cuts]).toEqual([0, 0]);
    const asked = b.asked.length;
    studio.play(10);
    expect(b.asked).toHaveLength(asked);
  });

  it('that is taken back in the middle of a fade is finished, and then the other way', () => {
    const studio = new Studio();
    studio.face('a', 100, 5);
    studio.want('a');
    studio.play(30);
    studio.face('b', 190, 5);
    studio.want('b');
    while (studio.seen.at(-1)?.luma === 100) studio.play(1);
    studio.want('a');
    const seen = studio.play(60);
    expect(studio.stage.fades).toBe(2);
    const values = seen.map(({ luma }) => luma ?? 0);
    expect(Math.max(...values.map((value, i) => (i === 0 ? 0 : Math.abs(value - (values[i - 1] ?? 0)))))).toBeLessThanOrEqual(12);
    expect(values.at(-1)).toBe(100);
    expect(values).toContain(190);
  });

  it('waits for a face that does not answer, and takes it when it does', () => {
    const studio = new Studio();
    studio.face('a', 100, 5);
    studio.want('a');
    studio.play(30);
    const b = studio.face('b', 190, 5);
    b.dead = true;
    studio.want('b');
    expect(studio.play(90).every(({ luma, shown }) => luma === 100 && shown === 'fresh')).toBe(true);
    b.dead = false;
    studio.play(120);
    expect(studio.seen.at(-1)).toMatchObject({ luma: 190, shown: 'fresh' });
    expect(studio.stage.fades + studio.stage.cuts).toBe(1);
  });

  it('comes at once where the old face has fallen silent', () => {
    const studio = new Studio();
    const a = studio.face('a', 100, 5);
    studio.want('a');
    studio.play(60);
    a.dead = true;
    studio.play(60);
    studio.face('b', 190, 5);
    studio.want('b');
    const seen = studio.play(10);
    expect(seen.at(-1)).toMatchObject({ luma: 190, shown: 'fresh' });
    expect([...new Set(seen.map(({ luma }) => luma))].every((luma) => luma === 100 || luma === 190)).toBe(true);
    expect(studio.stage.cuts).toBe(1);
  });

  it('ends with nobody when the anchor is taken off in the middle of a fade', () => {
    const studio = new Studio();
    studio.face('a', 100, 5);
    studio.want('a');
    studio.play(30);
    studio.face('b', 190, 5);
    studio.want('b');
    while (studio.seen.at(-1)?.luma === 100) studio.play(1);
    studio.want(null);
    expect(studio.play(5).every(({ shown }) => shown === 'none')).toBe(true);
  });
});
