/**
 * Destinations under trouble and in numbers: how long a dropped one is away beyond its back-off, what the other one's viewer sees of it, how
 * much waits while a platform does not read, and what each further destination costs. nginx with the RTMP module stands in for the platforms.
 */
import { videoPresets } from '../main/contract/media.ts';
import { videoKbpsFor } from '../main/contract/video-encoders.ts';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { beaconConfig } from '../main/app/studio-config.ts';
import type { ShowEvent } from '../main/contract/show-events.ts';
import { nginxUnavailable, startNginx } from '../tests/fixtures/nginx/start-nginx.ts';
import { describeMachine, percentile, round, type BenchResult } from './lib/bench-result.ts';
import { withBenchStudio } from './lib/bench-studio.ts';
import { readProcesses } from './lib/process-tree.ts';

const key = 'bench-key';
const goalBackMs = 2000;
const goalCpuPercent = 2;
const frameMs = 1000 / 30;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function run(args: string[]): Promise<BenchResult> {
  const unavailable = nginxUnavailable();
  if (unavailable !== null) throw new Error(`this bench needs nginx with the RTMP module: ${unavailable}`);
  const option = (name: string, fallback: number): number => Number(args[args.indexOf(`--${name}`) + 1] || fallback) || fallback;
  const drops = args.includes('--drops') ? option('drops', 5) : 5;
  const seconds = args.includes('--seconds') ? option('seconds', 20) : 20;
  const extra = args.includes('--extra') ? option('extra', 4) : 4;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vanchor-bench-rtmp-'));
  const children: ChildProcess[] = [];
  const begin = (command: string, commandArgs: readonly string[]): ChildProcess => {
    const child = spawn(command, commandArgs, { stdio: 'ignore' });
    children.push(child);
    return child;
  };
  const platform = async (name: string) => {
    const ports = { rtmpPort: await freePort(), httpPort: await freePort() };
    const process = await startNginx(path.join(folder, name), ports, key, begin);
    return { process, url: `rtmp://127.0.0.1:${ports.rtmpPort}/live`, http: `http://127.0.0.1:${ports.httpPort}` };
  };

  try {
    const steady = await platform('steady');
    const shaky = await platform('shaky');
    return await withBenchStudio(beaconConfig, async (studio) => {
      const events: (ShowEvent & { readonly seenMs: number })[] = [];
      studio.onEvent((event) => events.push({ ...event, seenMs: performance.now() }));
      const seen = async (id: string, state: string, after: number, budgetMs = 60_000): Promise<number> => {
        const deadline = performance.now() + budgetMs;
        for (;;) {
          const found = events.find(
            (event) => event.type === 'destination' && event.destinationId === id && event.state === state && event.seenMs >= after,
          );
          if (found) return found.seenMs;
          if (performance.now() > deadline) throw new Error(`${id} did not become ${state} in ${budgetMs} ms`);
          await sleep(5);
        }
      };
      await studio.startShow({ preset: '720p', record: false, destinations: [steady, shaky].map(({ url }) => ({ url, streamKey: key })) });
      await seen('destination-1', 'live', 0);
      await seen('destination-2', 'live', 0);

      // --- drops, watched by a viewer of the other platform
      const file = path.join(folder, 'viewer.flv');
      const viewer = begin('ffmpeg', ['-v', 'error', '-y', '-i', `${steady.url}/${key}`, '-c', 'copy', '-f', 'flv', file]);
      await sleep(3000);
      const away: number[] = [];
      for (let count = 0; count < drops; count += 1) {
        const droppedMs = performance.now();
        await fetch(`${shaky.http}/control/drop/publisher?app=live&name=${key}`);
        const lostMs = await seen('destination-2', 'reconnecting', droppedMs);
        const backMs = await seen('destination-2', 'live', lostMs);
        const nextTryMs = backOffAt(events, lostMs);
        away.push(Math.max(0, backMs - lostMs - nextTryMs));
        // on air for a healthy time: the next one starts with the shortest delay again
        await sleep(2000);
      }

      // --- a platform that stands still
      let queuedBytes = 0;
      const stopWatching = studio.onChange(() => {
        const view = studio.snapshot().destinations.find(({ destinationId }) => destinationId === 'destination-2');
        queuedBytes = Math.max(queuedBytes, view?.figures?.queuedMs ?? 0);
      });
      const frozenMs = performance.now();
      shaky.process.kill('SIGSTOP');
      const noticedMs = await seen('destination-2', 'reconnecting', frozenMs);
      shaky.process.kill('SIGCONT');
      await seen('destination-2', 'live', noticedMs);
      stopWatching();
      const exited = new Promise((done) => viewer.once('exit', done));
      viewer.kill('SIGINT');
      await exited;
      const gap = largestGapMs(file);

      // --- what one more costs
      const outletPid = studio.snapshot().processes.find(({ name }) => name === 'outlet')?.pid ?? 0;
      const cpuOver = async (): Promise<number> => {
        const [before] = readProcesses([outletPid]);
        const startedMs = performance.now();
        await sleep(seconds * 1000);
        const [after] = readProcesses([outletPid]);
        return (((after?.cpuMs ?? Number.NaN) - (before?.cpuMs ?? Number.NaN)) / (performance.now() - startedMs)) * 100;
      };
      const cpuBefore = await cpuOver();
      const from = performance.now();
      for (let count = 0; count < extra; count += 1) {
        const more = await platform(`more-${count}`);
        const answer = await studio.destinations.add({
          presetId: 'custom',
          title: `more ${count}`,
          url: more.url,
          streamKey: key,
          keep: 'this-run',
        });
        if (!answer.done) throw new Error(answer.words.en);
        await studio.destinations.start(answer.destinationId);
        await seen(answer.destinationId, 'live', from);
      }
      const cpuAfter = await cpuOver();
      await studio.stopShow();
      const perDestination = (cpuAfter - cpuBefore) / extra;
      const worstAway = Math.max(...away);
      const goals = [
        {
          what: 'back on air beyond the back-off, worst of all drops, ms',
          value: round(worstAway),
          limit: `<= ${goalBackMs}`,
          met: worstAway <= goalBackMs,
        },
        {
          what: "largest gap at the other platform's viewer, frames",
          value: round(gap / frameMs - 1, 2),
          limit: '<= 1',
          met: gap <= 2 * frameMs + 2,
        },
        {
          what: 'CPU of one more destination, % of a core',
          value: round(perDestination, 2),
          limit: `<= ${goalCpuPercent}`,
          met: perDestination <= goalCpuPercent,
        },
      ];
      return {
        name: 'destinations',
        machine: describeMachine(),
        rows: [
          { figure: `back beyond back-off after ${drops} drops, median ms`, value: round(percentile(away, 50)) },
          { figure: 'back beyond back-off, worst ms', value: round(worstAway) },
          { figure: 'a frozen platform is noticed after, ms', value: round(noticedMs - frozenMs) },
          { figure: 'most that waited for the frozen platform, ms of stream', value: round(queuedBytes) },
          { figure: "largest step at the other's viewer, ms", value: round(gap) },
          { figure: 'outlet with 3 destinations, % of a core', value: round(cpuBefore, 2) },
          { figure: `outlet with ${3 + extra} destinations, % of a core`, value: round(cpuAfter, 2) },
        ],
        goals,
        ok: goals.every(({ met }) => met),
        notes: [
          `720p30, ${videoKbpsFor(videoPresets['720p'], beaconConfig.audioBitrateKbps) + beaconConfig.audioBitrateKbps} kbit/s each; CPU over ${seconds} s each; the local preview is one of the 3`,
        ],
      };
    });
  } finally {
    for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The back-off that was told with the loss. */
function backOffAt(events: readonly (ShowEvent & { readonly seenMs: number })[], lostMs: number): number {
  const lost = events.find((event) => event.type === 'destination' && event.seenMs === lostMs);
  return lost?.type === 'destination' ? (lost.figures?.nextTryInMs ?? 0) : 0;
}

function largestGapMs(file: string): number {
  const out = execFileSync('ffprobe', ['-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=dts_time', '-of', 'csv=p=0', file], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const times = out
    .trim()
    .split('\n')
    .map((line) => Number.parseFloat(line))
    .filter(Number.isFinite);
  return times.reduce((largest, time, index) => (index === 0 ? 0 : Math.max(largest, (time - (times[index - 1] ?? time)) * 1000)), 0);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
