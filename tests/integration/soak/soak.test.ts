/** Two minutes of the soak: turns, swaps of every kind, a platform that fails; what the viewer received is whole. Nothing here is about speed or growth. */
import process from 'node:process';
import { expect, it } from 'vitest';
import { drawSoak } from '../../../bench/lib/soak/draw-plot.ts';
import { reportSoak } from '../../../bench/lib/soak/report.ts';
import { runSoak } from '../../../bench/lib/soak/run-soak.ts';
import { nginxUnavailable } from '../../fixtures/nginx/start-nginx.ts';

const minutes = 2;
/** Of the frames that the clock wanted: a machine that skips more cannot carry the show, and what is torn then is a matter of speed. */
const mostSkipped = 0.05;

const median = (some: readonly { readonly offsetMs: number }[]): number =>
  some.map(({ offsetMs }) => offsetMs).toSorted((a, b) => a - b)[some.length >> 1] ?? Number.NaN;

it.skipIf(process.platform !== 'linux')(
  'a show that goes on loses no turn, doubles nothing, keeps sound and picture together, and leaves no process',
  { timeout: 600_000 },
  async (context) => {
    const lines: string[] = [];
    const run = await runSoak({ minutes, preset: '720p', signal: new AbortController().signal, say: (line) => lines.push(line) });
    const { received, samples } = run;
    const told = `${lines.join('\n')}\n${reportSoak(run).notes.join('\n')}`;
    // whatever the machine
    expect(run.ended).toBe('as planned');
    expect(received, told).toMatchObject({ doubled: [], connectionsLost: 0 });
    expect(received.pictureStepsBack + received.soundStepsBack, told).toBe(0);
    expect(received.frames).toBeGreaterThan(100);
    expect(run.leftBehind).toEqual([]);
    expect(samples.every(({ processes }) => processes.some(({ name }) => name === 'outlet'))).toBe(true);
    expect(drawSoak(run, 'soak').subarray(1, 4).toString()).toBe('PNG');

    const skipped = samples.at(-1)?.framesSkipped ?? Number.NaN;
    if (skipped > minutes * 60 * 30 * mostSkipped)
      context.skip(`this machine was too busy for a show: its clock skipped ${skipped} frames`);
    const notEnded = run.turns.filter(({ end }) => end !== 'ended');
    expect(notEnded, told).toEqual([]);
    expect(run.turns.length, told).toBeGreaterThan(10);
    expect(received.lost, told).toEqual([]);
    expect(received.offsets.length).toBeGreaterThan(10);
    const half = received.offsets.length >> 1;
    const drift = median(received.offsets.slice(half)) - median(received.offsets.slice(0, half));
    expect(Math.abs(drift), told).toBeLessThanOrEqual(received.frameMs + 2);
    const notSwapped = run.swaps.filter(({ result }) => result === 'otherwise');
    expect(run.swaps.length, told).toBeGreaterThan(3);
    expect(notSwapped, told).toEqual([]);
    if (nginxUnavailable() === null) {
      const notBack = run.failures.filter(({ backAfterMs }) => backAfterMs === null);
      expect(run.failures.length, told).toBeGreaterThan(0);
      expect(notBack, told).toEqual([]);
      expect(run.steadyChanges).toEqual([]);
    }
    if (skipped > 0) return;
    expect(received, told).toMatchObject({ heardWhole: run.turns.length, incomplete: [], harmed: [] });
    expect(received.offsetFurthestMs, told).toBeLessThanOrEqual(received.frameMs + 2);
  },
);
