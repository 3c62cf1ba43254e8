/** Two minutes of the soak: turns, swaps of every kind, a platform that fails; what the viewer received is whole. Nothing here is about speed or growth. */
import process from 'node:process';
import { expect, it } from 'vitest';
import { drawSoak } from '../../../bench/lib/soak/draw-plot.ts';
import { reportSoak } from '../../../bench/lib/soak/report.ts';
import { runSoak } from '../../../bench/lib/soak/run-soak.ts';
import { nginxUnavailable } from '../../fixtures/nginx/start-nginx.ts';

const minutes = 2;

const median = (some: readonly { readonly offsetMs: number }[]): number =>
  some.map(({ offsetMs }) => offsetMs).toSorted((a, b) => a - b)[some.length >> 1] ?? Number.NaN;

it.skipIf(process.platform !== 'linux')(
  'a show that goes on loses no turn, doubles nothing, keeps sound and picture together, and leaves no process',
  { timeout: 600_000 },
  async () => {
    const lines: string[] = [];
    const run = await runSoak({ minutes, preset: '720p', signal: new AbortController().signal, say: (line) => lines.push(line) });
    const { received } = run;
    const told = `${lines.join('\n')}\n${reportSoak(run).notes.join('\n')}`;
    expect(run.ended).toBe('as planned');
    expect(run.turns.length, told).toBeGreaterThan(5);
    expect(
      run.turns.filter(({ end }) => end !== 'ended'),
      told,
    ).toEqual([]);
    expect(received, told).toMatchObject({ lost: [], doubled: [], connectionsLost: 0 });
    expect(received.pictureStepsBack + received.soundStepsBack, told).toBe(0);
    expect(received.offsets.length).toBeGreaterThan(5);
    const half = received.offsets.length >> 1;
    const [early, late] = [received.offsets.slice(0, half), received.offsets.slice(half)].map((some) => median(some));
    expect(Math.abs((late ?? NaN) - (early ?? NaN)), told).toBeLessThanOrEqual(received.frameMs + 2);
    // a machine that cannot follow the clock tears a clause by pauses: that is speed, and the skipped frames tell of it
    if (run.samples.at(-1)?.framesSkipped === 0) {
      expect(received, told).toMatchObject({ heardWhole: run.turns.length, incomplete: [], harmed: [] });
      expect(received.offsetFurthestMs, told).toBeLessThanOrEqual(received.frameMs + 2);
    }
    expect(run.swaps.filter(({ result }) => result === 'as wanted').length, told).toBeGreaterThan(2);
    // a trial that runs out of time leaves the old engine on: a swap that goes wrong harms nothing, and is never lost
    expect(['rejected', 'rolled-back', 'switched'], told).toEqual(
      expect.arrayContaining(run.swaps.filter(({ result }) => result === 'otherwise').map(({ outcome }) => outcome)),
    );
    if (nginxUnavailable() === null) {
      expect(run.failures.length, told).toBeGreaterThan(0);
      expect(
        run.failures.filter(({ backAfterMs }) => backAfterMs === null),
        told,
      ).toEqual([]);
      expect(run.steadyChanges).toEqual([]);
    }
    expect(run.leftBehind).toEqual([]);
    expect(run.samples.every(({ processes }) => processes.some(({ name }) => name === 'outlet'))).toBe(true);
    expect(drawSoak(run, 'soak').subarray(1, 4).toString()).toBe('PNG');
  },
);
