import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimeline } from '../../../main/outlet/child/timeline.ts';

const frameMs = 33;

describe('timeline', () => {
  it('starts at 0 with whichever track comes first', () => {
    const timeline = createTimeline(frameMs);
    expect(timeline.begin(5021, 5000)).toBe(0);
    expect(timeline.place('audio', 5000)).toBe(0);
    expect(timeline.place('video', 5021)).toBe(21);
  });

  it('shifts both tracks of every segment alike and leaves at most a frame or so between segments', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            base: fc.nat(0xffffffff),
            lead: fc.integer({ min: -33, max: 33 }),
            frames: fc.integer({ min: 2, max: 90 }),
            cut: fc.integer({ min: 0, max: 2 }),
          }),
          { minLength: 2, maxLength: 6 },
        ),
        (segments) => {
          const timeline = createTimeline(frameMs);
          const last = { video: -1, audio: -1 };
          for (const { base, lead, frames, cut } of segments) {
            const tags = [
              ...Array.from({ length: frames }, (_, index) => ({ track: 'video' as const, raw: index * frameMs })),
              ...Array.from({ length: Math.max(1, Math.floor((frames * frameMs) / 21) - cut) }, (_, index) => ({
                track: 'audio' as const,
                raw: lead + index * 21,
              })),
            ].sort((a, b) => a.raw - b.raw);
            const firstSegment = last.video < 0;
            timeline.begin(base, (base + lead) >>> 0);
            const offsets = new Set<number>();
            const seen = new Set<string>();
            for (const { track, raw } of tags) {
              const placed = timeline.place(track, (base + raw) >>> 0);
              if (placed === 'discontinuity') throw new Error(`${track} at ${raw} is called a jump`);
              expect(placed).toBeGreaterThan(last[track]);
              if (!seen.has(track) && !firstSegment) expect(placed - last[track]).toBeLessThanOrEqual(frameMs + 33 + 3 * 21 + 33);
              seen.add(track);
              last[track] = placed;
              offsets.add(placed - raw);
            }
            expect(offsets.size).toBe(1);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('goes on without a gap on the track that ended last', () => {
    const timeline = createTimeline(frameMs);
    timeline.begin(0, 0);
    timeline.place('video', 0);
    timeline.place('video', 33);
    timeline.place('audio', 0);
    timeline.place('audio', 21);
    timeline.begin(0, 0);
    expect(timeline.place('video', 0)).toBe(66);
    expect(timeline.place('audio', 0)).toBe(66);
  });

  it('walks over the wrap of 32-bit milliseconds', () => {
    const timeline = createTimeline(frameMs);
    const start = 0xffffffff - 50;
    timeline.begin(start, start);
    const placed = [0, 33, 66, 99, 132].map((step) => timeline.place('video', (start + step) >>> 0));
    expect(placed).toEqual([0, 33, 66, 99, 132]);
  });

  it('presses a small step back flat and calls a jump a jump', () => {
    const timeline = createTimeline(frameMs);
    timeline.begin(1000, null);
    expect(timeline.place('video', 1000)).toBe(0);
    expect(timeline.place('video', 1100)).toBe(100);
    expect(timeline.place('video', 1090)).toBe(101);
    expect(timeline.place('video', 500)).toBe('discontinuity');
    expect(timeline.place('video', 9000)).toBe('discontinuity');
    expect(timeline.place('video', 1133)).toBe(133);
  });
});
