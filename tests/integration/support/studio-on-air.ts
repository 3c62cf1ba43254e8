/** A whole studio under the Node adapter, on air, with folders and ports of its own; and viewers that are real players. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { createStudio, type Studio } from '../../../main/app/create-studio.ts';
import { beaconConfig, type StudioConfig } from '../../../main/app/studio-config.ts';
import type { ShowOptions } from '../../../main/api/contract/studio.ts';
import { isTerminalTurn, type ShowEvent } from '../../../main/contract/show-events.ts';
import type { Clock } from '../../../main/kernel/clock.ts';
import type { MeasureEncoder } from '../../../main/programme/control/measure-encoder.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import { createLogger } from '../../../main/telemetry/create-logger.ts';
import { createRedactor } from '../../../main/telemetry/redactor.ts';

export const rootDir = path.resolve(import.meta.dirname, '../../..');
type EventOf<T extends ShowEvent['type']> = Extract<ShowEvent, { type: T }>;

export interface StudioOnAir {
  readonly studio: Studio;
  readonly dir: string;
  readonly rtmpUrl: string;
  readonly events: readonly ShowEvent[];
  /** The last pid that was told for a process by this name. */
  pidOf(name: string): number;
  /** The next event from now on that matches; fails with the last events when none comes. */
  next<T extends ShowEvent['type']>(type: T, match?: (event: EventOf<T>) => boolean, timeoutMs?: number): Promise<EventOf<T>>;
  /** Says a line and resolves with the turn's end. */
  speak(text: string): Promise<EventOf<'turn'>>;
  close(): Promise<void>;
}

export interface OnAirOptions {
  readonly config?: Partial<StudioConfig>;
  readonly show?: Partial<ShowOptions>;
  /** Default: a folder of its own. */
  readonly recordingsDir?: string;
  readonly clock?: Clock;
  /** What this machine is said to hold; default: everything, and nothing is measured. */
  readonly measureEncoder?: MeasureEncoder;
  /** Fills the data folder before the studio looks at it. */
  readonly prepare?: (dataDir: string) => void;
}

export async function studioOnAir(options: OnAirOptions = {}): Promise<StudioOnAir> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'vanchor-test-'));
  symlinkSync(slateCache(), path.join(dir, 'cache'));
  options.prepare?.(dir);
  const lines: string[] = [];
  const redactor = createRedactor();
  const studio = await createStudio({
    adapter: createNodeForkAdapter(),
    entriesDir: path.join(rootDir, 'dist/main/children'),
    resourcesDir: path.join(rootDir, 'resources'),
    dataDir: dir,
    recordingsDir: options.recordingsDir ?? path.join(dir, 'recordings'),
    redactor,
    ...(options.clock ? { clock: options.clock } : {}),
    measureEncoder: options.measureEncoder ?? (() => Promise.resolve({ fps: 1000 })),
    logger: createLogger({ redactor, level: 'warn', sink: (line) => void (lines.length < 2000 && lines.push(line)) }),
    config: { ...beaconConfig, rtmpPort: 0, httpPort: 0, ...options.config },
  });
  const events: ShowEvent[] = [];
  studio.onEvent((event) => events.push(event));

  const next: StudioOnAir['next'] = (type, match = () => true, timeoutMs = 30_000) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        stop();
        reject(
          new Error(`no '${type}' event came; the last ones: ${JSON.stringify(events.slice(-8))}; the log: ${lines.slice(-8).join('\n')}`),
        );
      }, timeoutMs);
      const stop = studio.onEvent((event) => {
        if (event.type !== type || !match(event as EventOf<typeof type>)) return;
        clearTimeout(timer);
        stop();
        resolve(event as EventOf<typeof type>);
      });
    });

  await studio.startShow({ preset: '360p', record: false, destinations: [], ...options.show });
  return {
    studio,
    dir,
    rtmpUrl: studio.snapshot().show.rtmpUrl ?? '',
    events,
    next,
    pidOf(name) {
      const pid = studio.snapshot().processes.find((view) => view.name === name)?.pid;
      if (typeof pid !== 'number') throw new Error(`no process '${name}' is known: ${JSON.stringify(studio.snapshot().processes)}`);
      return pid;
    },
    async speak(text) {
      const result = studio.say({ author: 'test', text });
      if (!result.accepted) throw new Error(`refused: ${result.reason.en}`);
      return next('turn', (event) => event.turnId === result.turnId && isTerminalTurn(event.state), 60_000);
    },
    async close() {
      await studio.dispose();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

let slates: string | undefined;
/** What a studio encodes once and keeps: made by a file's first show, taken by the others. */
function slateCache(): string {
  if (slates === undefined) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'vanchor-slates-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    slates = folder;
  }
  return slates;
}

export interface Viewer {
  readonly file: string;
  /** undefined while the one connection lives. */
  readonly ended: { readonly code: number | null } | undefined;
  /** Asks the player to stop and waits until its file is closed. */
  stop(): Promise<void>;
}

/** A player with one connection that writes what it receives, unchanged, into an FLV file. */
export async function startViewer(url: string, file: string): Promise<Viewer> {
  const child: ChildProcess = spawn(
    'ffmpeg',
    ['-v', 'error', '-y', '-rw_timeout', '15000000', '-i', url, '-c', 'copy', '-f', 'flv', '-flush_packets', '1', file],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  );
  let ended: { code: number | null } | undefined;
  let stderr = '';
  child.stderr?.on('data', (chunk) => (stderr = (stderr + String(chunk)).slice(-4000)));
  const exit = new Promise<void>((resolve) =>
    child.once('exit', (code) => {
      ended = { code };
      resolve();
    }),
  );
  await waitUntil('the viewer to receive media', () => fileSize(file) > 50_000 || ended !== undefined);
  if (ended) throw new Error(`the viewer could not join: ${stderr}`);
  return {
    file,
    get ended() {
      return ended;
    },
    async stop() {
      child.stdin?.write('q');
      const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await exit;
      clearTimeout(force);
    },
  };
}

function fileSize(file: string): number {
  try {
    return Number(execFileSync('stat', ['-c', '%s', file], { stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return 0;
  }
}

/** Polls a condition; fails in words, never sleeps blindly. */
export async function waitUntil(what: string, condition: () => boolean | Promise<boolean>, timeoutMs = 30_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export interface PacketTimes {
  readonly video: readonly number[];
  readonly audio: readonly number[];
}

/** Decode times of every packet in seconds, in the order of the file. */
export function packetTimes(file: string): PacketTimes {
  const out = execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'packet=codec_type,dts_time', '-of', 'csv=p=0', file], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const times: { video: number[]; audio: number[] } = { video: [], audio: [] };
  for (const line of out.split('\n')) {
    const [type, dts] = line.split(',');
    if (type === 'video' || type === 'audio') times[type].push(Number(dts));
  }
  return times;
}

export const isMonotonic = (times: readonly number[]): boolean =>
  times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0));
export const largestStep = (times: readonly number[]): number =>
  times.reduce((largest, time, index) => (index === 0 ? 0 : Math.max(largest, time - (times[index - 1] ?? 0))), 0);

/** Two frames: the step over a seam may be up to one frame longer than usual. */
export const seamSeconds = 2 / 30 + 0.005;

/** Jumps of the sound's clock that are wider than a seam between slate and programme may be (main/outlet/child/timeline.ts): one frame of the picture. */
export const wideJumps = (jumps: ReadonlyArray<{ readonly atSeconds: number; readonly ms: number }> = []): readonly number[] =>
  jumps.map(({ ms }) => ms).filter((ms) => Math.abs(ms) > frameMs);
const frameMs = 1000 / 30;

/** The stream as the player got it: one connection, both clocks forward only, no step wider than a seam. Ends the player. */
export async function expectUnbroken(viewer: Viewer): Promise<void> {
  expect(viewer.ended, 'the player lost its connection').toBeUndefined();
  await viewer.stop();
  const times = packetTimes(viewer.file);
  expect(times.video.length).toBeGreaterThan(60);
  expect(isMonotonic(times.video)).toBe(true);
  expect(isMonotonic(times.audio)).toBe(true);
  expect(largestStep(times.video)).toBeLessThanOrEqual(seamSeconds);
  expect(largestStep(times.audio)).toBeLessThanOrEqual(seamSeconds);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Seconds of the file; throws when it does not play. */
export function playableSeconds(file: string): number {
  execFileSync('ffmpeg', ['-v', 'error', '-xerror', '-i', file, '-f', 'null', '-'], { stdio: ['ignore', 'ignore', 'pipe'] });
  return Number(execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', file], { encoding: 'utf8' }));
}
