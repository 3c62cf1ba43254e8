/** What hangs from a head: late, past it, at rest in the end, and a function of time alone. */
import { describe, expect, it } from 'vitest';
import { createCueSheet } from '../../../main/performance/cue-sheet.ts';
import { trailAt, type HeadAngles } from '../../../main/performance/trail.ts';

const turned = (timeMs: number): HeadAngles => (timeMs < 0 ? [0, 0, 0] : [0.2, 0, 0]);
const yawAt = (timeMs: number): number => trailAt(turned, timeMs, turned(timeMs))[0];

describe('the trail of a head that turns at once', () => {
  it('stays behind, comes after, swings past and comes to rest', () => {
    expect(yawAt(-10)).toBeCloseTo(0, 6);
    expect(yawAt(10)).toBeCloseTo(-0.2, 2);
    const way = Array.from({ length: 60 }, (_, k) => yawAt(k * 20));
    expect(way[8]).toBeGreaterThan(way[1] ?? 0);
    expect(Math.max(...way)).toBeGreaterThan(0.01);
    expect(Math.abs(yawAt(1500))).toBeLessThan(1e-9);
  });
});

describe('the trail in cues', () => {
  it('is small for an idle head, has no jump, and is the same whoever asks', () => {
    const sheet = createCueSheet({ fps: 30, seed: 9 });
    const other = createCueSheet({ fps: 30, seed: 9 });
    let last = sheet.cue(0).trail;
    for (let frame = 1; frame < 900; frame++) {
      const { trail } = sheet.cue(frame);
      for (const k of [0, 1, 2] as const) {
        expect(Math.abs(trail?.[k] ?? Number.NaN)).toBeLessThan(0.2);
        expect(Math.abs((trail?.[k] ?? 0) - (last?.[k] ?? 0))).toBeLessThan(0.03);
      }
      last = trail;
    }
    expect(other.cue(450).trail).toEqual(sheet.cue(450).trail);
  });
});
