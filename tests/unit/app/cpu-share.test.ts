import { describe, expect, it } from 'vitest';
import { createCpuShare } from '../../../main/app/cpu-share.ts';

describe('how busy the processors were', () => {
  it('is told since the last look', () => {
    const counters = [
      { idleMs: 0, allMs: 0 },
      { idleMs: 250, allMs: 1000 },
      { idleMs: 1250, allMs: 2000 },
      { idleMs: 1250, allMs: 2000 },
    ];
    let at = 0;
    const share = createCpuShare(() => counters[at++] ?? { idleMs: 0, allMs: 0 });
    expect([share(), share(), share()]).toEqual([0.75, 0, 0]);
  });

  it('is a share on this machine', () => {
    const share = createCpuShare()();
    expect(share).toBeGreaterThanOrEqual(0);
    expect(share).toBeLessThanOrEqual(1);
  });
});
