import { describe, expect, it } from 'vitest';
import { createFrameClock } from '../../../main/programme/child/frame-clock.ts';

/** Ticks at the given times and says what became of each frame. */
function run(ticksMs: readonly number[], fps = 25): { emitted: string[][]; dropped: number } {
  const clock = createFrameClock({ fps });
  clock.start(0);
  let dropped = 0;
  const emitted = ticksMs.map((nowMs) => {
    const due = clock.due(nowMs);
    dropped += due.dropped;
    clock.emitted(due.emit.length);
    return [...due.emit];
  });
  return { emitted, dropped };
}

describe('frame clock', () => {
  it('emits one frame per tick on an absolute schedule', () => {
    expect(run([0, 40, 80.4, 119.9, 120.1])).toEqual({ emitted: [['draw'], ['draw'], ['draw'], [], ['draw']], dropped: 0 });
  });

  it('keeps 30 fps exact over an hour: no frame is lost to rounding', () => {
    const clock = createFrameClock({ fps: 30 });
    clock.start(5);
    const frames = 30 * 3600;
    let count = 0;
    for (let n = 0; n < frames; n++) {
      count += clock.due(clock.nextAtMs).emit.length;
      clock.emitted(1);
    }
    expect(clock.nextAtMs).toBeCloseTo(5 + 3_600_000, 6);
    expect(count).toBe(frames);
  });

  it('makes up for a late tick a few frames at a time', () => {
    const { emitted, dropped } = run([0, 160, 160, 200]);
    expect(emitted).toEqual([['draw'], ['draw', 'draw', 'draw'], ['draw'], ['draw']]);
    expect(dropped).toBe(0);
  });

  it('repeats the picture for frames that are more than four late', () => {
    expect(run([0, 320]).emitted[1]).toEqual(['repeat', 'repeat', 'repeat']);
  });

  it('drops a pause of more than a second on both tracks and never bursts', () => {
    const { emitted, dropped } = run([0, 60_040, 60_080]);
    expect(emitted).toEqual([['draw'], ['draw'], ['draw']]);
    expect(dropped).toBe(1500);
  });

  it('keeps a frame due that could not be emitted', () => {
    const clock = createFrameClock({ fps: 25 });
    clock.start(0);
    expect(clock.due(0).emit).toEqual(['draw']);
    clock.emitted(0);
    expect(clock.due(5).emit).toEqual(['draw']);
    expect(clock.nextAtMs).toBe(0);
  });
});
