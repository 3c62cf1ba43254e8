/** The plan of the chaos bench: a seed repeats it, nothing is left out, and windows leave time to recover. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTarget } from '../../../bench/lib/chaos/find-target.ts';
import { parseChaosOptions } from '../../../bench/lib/chaos/parse-options.ts';
import { planFaults } from '../../../bench/lib/chaos/plan-faults.ts';
import { createRandom, shuffled } from '../../../bench/lib/chaos/seeded-random.ts';
import { faults, targets } from '../../../bench/lib/chaos/words.ts';

const options = { seed: 7, totalMs: 300_000, quietMs: 8_000, detectionMs: 9_000 };
const anySeed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('seeded random', () => {
  it('repeats itself and stays in [0, 1)', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const [one, other] = [createRandom(seed), createRandom(seed)];
        const values = Array.from({ length: 50 }, one);
        expect(Array.from({ length: 50 }, other)).toEqual(values);
        expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
        expect(new Set(values).size).toBeGreaterThan(45);
      }),
    );
  });

  it('is spread evenly', () => {
    const random = createRandom(1);
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let draw = 0; draw < 10_000; draw++) {
      const tenth = Math.floor(random() * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    expect(Math.min(...tenths)).toBeGreaterThan(850);
    expect(Math.max(...tenths)).toBeLessThan(1150);
  });

  it('shuffles without losing or doubling', () => {
    fc.assert(
      fc.property(anySeed, fc.array(fc.integer()), (seed, values) => {
        expect(shuffled(values, createRandom(seed)).sort((a, b) => a - b)).toEqual([...values].sort((a, b) => a - b));
      }),
    );
  });
});

describe('plan of faults', () => {
  it('is the same for the same seed and another one for another', () => {
    expect(planFaults(options)).toEqual(planFaults(options));
    expect(planFaults({ ...options, seed: 8 })).not.toEqual(planFaults(options));
  });

  it('fits into the run, one window after the other, each long enough to recover in', () => {
    fc.assert(
      fc.property(anySeed, fc.integer({ min: 30_000, max: 3_600_000 }), (seed, totalMs) => {
        let nextMs = options.quietMs;
        for (const { afterMs, windowMs, fault } of planFaults({ ...options, seed, totalMs })) {
          expect(afterMs).toBe(nextMs);
          expect(windowMs).toBeGreaterThanOrEqual(fault === 'stop' ? 14_000 : 8_000);
          expect(windowMs).toBeLessThanOrEqual(15_000);
          nextMs = afterMs + windowMs;
        }
        expect(nextMs).toBeLessThanOrEqual(totalMs);
        expect(nextMs).toBeGreaterThan(totalMs - 15_000);
      }),
    );
  });

  it('meets every part with every fault before any pair comes again', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const first = planFaults({ ...options, seed, totalMs: 3_600_000 }).slice(0, targets.length * faults.length);
        expect(new Set(first.map(({ target, fault }) => `${target} ${fault}`)).size).toBe(targets.length * faults.length);
      }),
    );
  });

  it('hits the language model at work, and leaves out what cannot be done here', () => {
    const plan = planFaults({ ...options, totalMs: 3_600_000, without: ['memory'] });
    expect(plan.filter(({ target }) => target === 'llm').every(({ aim }) => aim === 'at-work')).toBe(true);
    expect(plan.filter(({ target }) => target === 'outlet').every(({ aim }) => aim === 'any-time')).toBe(true);
    expect(plan.some(({ fault }) => fault === 'memory')).toBe(false);
    expect(plan.length).toBeGreaterThan(200);
  });

  it('is empty when there is no time or no fault', () => {
    expect(planFaults({ ...options, totalMs: 10_000 })).toEqual([]);
    expect(planFaults({ ...options, without: faults })).toEqual([]);
  });
});

describe('command line', () => {
  const draw = (): number => 42;

  it('has defaults, and draws a seed when none is named', () => {
    expect(parseChaosOptions([], draw)).toEqual({ minutes: 5, seed: 42, keep: null });
    expect(parseChaosOptions(['--minutes', '1.5', '--seed', '0', '--keep', 'out/x'], draw)).toEqual({
      minutes: 1.5,
      seed: 0,
      keep: 'out/x',
    });
  });

  it.each([
    ['--minutes', '0'],
    ['--minutes', 'five'],
    ['--minutes', '1e9'],
    ['--seed', '-1'],
    ['--seed', '1.5'],
    ['--seed', '4294967296'],
    ['--seed', 'abc'],
    ['--keep'],
    ['--what', '1'],
    ['7'],
  ])('refuses %s %s in words', (...argv) => {
    expect(() => parseChaosOptions(argv, draw)).toThrow(Error);
  });
});

describe('finding a part', () => {
  const engine = { slotId: 's', engineId: 'e', title: { en: '', zh: '' }, instanceId: null, rssBytes: null, detail: '' };
  const snapshot = {
    engines: [
      { ...engine, kind: 'tts', pid: 11, state: 'restarting' as const },
      { ...engine, kind: 'tts', pid: 12, state: 'ready' as const },
      { ...engine, kind: 'llm', pid: null, state: 'ready' as const },
    ],
    processes: [
      { name: 'encoder', pid: 20, state: 'restarting', rssBytes: null, cpuPercent: null },
      { name: 'outlet', pid: 21, state: 'running', rssBytes: null, cpuPercent: null },
    ],
  };

  it('gives the living process only', () => {
    expect(findTarget(snapshot, 'tts')).toBe(12);
    expect(findTarget(snapshot, 'outlet')).toBe(21);
    for (const target of ['llm', 'face', 'encoder', 'programme'] as const) expect(findTarget(snapshot, target)).toBeNull();
  });
});
