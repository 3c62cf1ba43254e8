/** Is the new one worse than the old one was? */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSwapPolicy } from '../../../main/swap/default-policy.ts';
import { judge, median, noRequests, record, watchFigures } from '../../../main/swap/watch.ts';
import type { RequestStats } from '../../../main/swap/watch.ts';

const policy = defaultSwapPolicy.breach;

/** '.' served, 'x' failed; each served one with its first output. */
function stats(outcomes: string, firstOutputMs: readonly number[] = []): RequestStats {
  let served = 0;
  return Array.from(outcomes).reduce((all, letter) => {
    const ms = letter === '.' ? firstOutputMs[served++ % Math.max(1, firstOutputMs.length)] : undefined;
    return record(all, { outcome: letter === 'x' ? 'failed' : 'served', ...(ms === undefined ? {} : { firstOutputMs: ms }) }, policy);
  }, noRequests);
}

describe('failures', () => {
  const cases: ReadonlyArray<readonly [candidate: string, baseline: string | undefined, breach: boolean]> = [
    ['x', '....', false],
    ['xx', '....', true],
    ['x.................x', '....................', true],
    ['xx', undefined, true],
    ['xx', '', true],
    // the fault is elsewhere
    ['xx', 'xxxxxxxxxxxxxxxxxxx.', false],
    ['xxxxxxxxxxxxxxxxxxxx', 'xxxxxxxxxxxxxxxxxxx.', false],
    // worse than one chance failure more
    ['xx.', '...xxx..............', true],
    ['xx..................', 'x...................', false],
    ['xxx.................', 'x...................', true],
    // what happened long ago is forgotten
    ['xx....................', '....', false],
    ['x....................x', '....', false],
  ];

  it.each(cases)('%s after %s: breach %s', (candidate, baseline, breach) => {
    const verdict = judge(stats(candidate), baseline === undefined ? undefined : stats(baseline), policy, 'tts');
    expect(verdict?.code).toBe(breach ? 'breach-failures' : undefined);
  });

  it('names the numbers', () => {
    expect(judge(stats('.xx'), stats('.....'), policy, 'tts')).toEqual({ code: 'breach-failures', failures: 2, requests: 3 });
  });
});

describe('latency', () => {
  const cases: ReadonlyArray<
    readonly [candidateMs: readonly number[], requests: number, baselineMs: readonly number[] | undefined, breach: boolean]
  > = [
    [[501], 5, [100], true],
    // baseline + slack
    [[500], 5, [100], false],
    [[501], 4, [100], false],
    // factor x baseline
    [[1500], 5, [500], false],
    [[1501], 5, [500], true],
    [[9999], 20, undefined, false],
    [[9999], 20, [], false],
    // one slow one is not the median
    [[10, 10, 10, 9999, 9999], 5, [10], false],
    [[10, 10, 9999, 9999, 9999], 5, [10], true],
    [[Number.NaN, -1, Number.POSITIVE_INFINITY], 20, [10], false],
  ];

  it.each(cases)('%j in %d requests after %j: breach %s', (ms, requests, baselineMs, breach) => {
    const baseline = baselineMs && stats('.....', baselineMs);
    expect(judge(stats('.'.repeat(requests), ms), baseline, policy, 'tts')?.code).toBe(breach ? 'breach-latency' : undefined);
  });

  it('allows a language model its time', () => {
    expect(judge(stats('.....', [800]), stats('.....', [5]), policy, 'tts')?.code).toBe('breach-latency');
    expect(judge(stats('.....', [800]), stats('.....', [5]), policy, 'llm')).toBeUndefined();
    expect(judge(stats('.....', [2506]), stats('.....', [5]), policy, 'llm')).toMatchObject({
      limitMs: 2505,
      medianMs: 2506,
      baselineMs: 5,
    });
  });
});

describe('statistics', () => {
  it('stay bounded and count on', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.double()), { maxLength: 200 }), (seen) => {
        const all = seen.reduce(
          (stats, [served, firstOutputMs]) => record(stats, { outcome: served ? 'served' : 'failed', firstOutputMs }, policy),
          noRequests,
        );
        expect(all.requests).toBe(seen.length);
        expect(all.failures).toBe(seen.filter(([served]) => !served).length);
        expect(all.recent.length).toBe(Math.min(policy.window, seen.length));
        expect(all.firstOutputMs.length).toBeLessThanOrEqual(policy.window);
        expect(all.firstOutputMs.every((ms) => ms >= 0 && Number.isFinite(ms))).toBe(true);
      }),
    );
  });

  it('median', () => {
    expect([median([]), median([3]), median([4, 1]), median([9, 1, 5])]).toEqual([undefined, 3, 2.5, 5]);
  });

  it('figures of the receipt', () => {
    expect(watchFigures(stats('.x.', [10, 30]), stats('..', [5]))).toEqual({ requests: 3, failures: 1, medianMs: 20, baselineMedianMs: 5 });
    expect(watchFigures(noRequests, undefined)).toEqual({ requests: 0, failures: 0 });
  });
});
