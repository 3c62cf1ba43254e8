/** Real parts for the outlet's tests: a work folder, an encoder (ffmpeg) that feeds the media socket, a viewer, probes. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { systemClock } from '../../../main/kernel/clock.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import type { DestinationId } from '../../../main/contract/ids.ts';
import { asDestinationId, asShowId } from '../../../main/contract/ids.ts';
import { slateEncoder } from '../../../main/app/slate-encoder.ts';
import { createMediaServer, type MediaServer } from '../../../main/media-server/control/create-media-server.ts';
import { buildSlate } from '../../../main/outlet/control/build-slate.ts';
import { drawSlate } from '../../../main/slates/child/draw-slate.ts';
import { slateTexts } from '../../../main/slates/control/slate-texts.ts';
import { createOutlet, type Outlet, type OutletProcessEvent } from '../../../main/outlet/control/create-outlet.ts';
import type { OutletEvent, OutletStats } from '../../../main/outlet/protocol/control.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import { connectMedia } from '../../../main/processes/protocol/connect-media.ts';

export const entriesDir = resolve(import.meta.dirname, '../../../dist/main/children');
export const ffmpeg = 'ffmpeg';
export const video = { width: 320, height: 180, fps: 30 } as const;
export const encoder = { videoBitrateKbps: 400, audioBitrateKbps: 96, preset: 'ultrafast', keyframeIntervalSeconds: 1 } as const;
export const sourceTimeoutMs = 600;

export type AnyOutletEvent = OutletEvent | OutletProcessEvent;

/** Clean-up in reverse order, whatever a test leaves behind. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'vo-'));
  readonly #undo: (() => unknown)[] = [];

  defer(fn: () => unknown): void {
    this.#undo.push(fn);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** A child of this test; ended with it. */
  spawn(command: string, args: readonly string[], stdio: 'ignore' | 'pipe' = 'ignore'): ChildProcess {
    const child = spawn(command, args, { stdio: ['ignore', stdio, 'pipe'] });
    child.stderr?.resume();
    this.defer(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGCONT');
      child.kill('SIGKILL');
      await gone;
    });
    return child;
  }

  async dispose(): Promise<void> {
    for (const undo of this.#undo.reverse()) await undo();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Looks again until `look` gives something, or fails with `what`. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  timeoutMs = 30_000,
): Promise<NonNullable<T> & (T extends false ? never : unknown)> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found) return found as never;
    if (performance.now() > deadline) throw new Error(`waited in vain for: ${what}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** In this process: the artist's own is a matter of the studio. */
export function drawBackSoon(size: { readonly width: number; readonly height: number }): (pngPath: string) => Promise<void> {
  return async (pngPath) => writeFileSync(pngPath, await drawSlate(size, slateTexts['back-soon']));
}

export interface OutletBench {
  readonly outlet: Outlet;
  readonly events: AnyOutletEvent[];
  readonly mediaPath: string;
  readonly stats: () => Promise<OutletStats>;
  readonly destinationStates: (id: DestinationId) => string[];
}

export async function startOutlet(bench: Bench): Promise<OutletBench> {
  const slatePath = bench.path('slate.flv');
  if (!existsSync(slatePath))
    await buildSlate({ ffmpegPath: ffmpeg, video, encoder: slateEncoder(video, encoder), draw: drawBackSoon(video), outPath: slatePath });
  const outlet = createOutlet({ adapter: createNodeForkAdapter(), entriesDir, clock: systemClock, logger: silentLogger });
  bench.defer(() => outlet.dispose());
  const events: AnyOutletEvent[] = [];
  outlet.onEvent((event) => events.push(event));
  const mediaPath = bench.path('outlet.sock');
  await outlet.configure({ showId: asShowId('show'), video, mediaPath, slatePath, sourceTimeoutMs });
  return {
    outlet,
    events,
    mediaPath,
    stats: () => outlet.stats(),
    destinationStates: (id) => events.flatMap((event) => (event.type === 'destination' && event.id === id ? [event.state] : [])),
  };
}

export async function startMediaServer(bench: Bench): Promise<MediaServer> {
  const server = createMediaServer({
    adapter: createNodeForkAdapter(),
    entriesDir,
    config: { rtmpPort: 0, httpPort: 0, dataDir: bench.path('nms'), publishSecret: 'test-secret' },
    clock: systemClock,
    logger: silentLogger,
  });
  bench.defer(() => server.dispose());
  await server.started;
  return server;
}

export interface Encoder {
  readonly process: ChildProcess;
  /** Ends the connection, as a dying programme does. */
  disconnect(): void;
}

/**
 * ffmpeg in real time into the media socket, as the programme does it. Once a second the picture flashes white and a tone sounds,
 * both for 100 ms and starting together, so that the relation of sound and picture can be measured in what a viewer received.
 */
export async function startEncoder(
  bench: Bench,
  mediaPath: string,
  generation: number,
  videoBitrateKbps: number = encoder.videoBitrateKbps,
): Promise<Encoder> {
  const connection = await connectMedia(mediaPath, { timeoutMs: 5000 });
  bench.defer(() => connection.close());
  const process = bench.spawn(
    ffmpeg,
    [
      ['-hide_banner', '-loglevel', 'error', '-nostdin'],
      [
        '-re',
        '-f',
        'lavfi',
        '-i',
        `color=black:s=${video.width}x${video.height}:r=${video.fps},drawbox=c=white:t=fill:enable='lt(mod(t,1),0.1)',setsar=0`,
      ],
      ['-re', '-f', 'lavfi', '-i', `aevalsrc='0.5*sin(2*PI*1000*t)*lt(mod(t,1),0.1)|0.5*sin(2*PI*1000*t)*lt(mod(t,1),0.1)':s=48000`],
      slateEncoder(video, { ...encoder, videoBitrateKbps }).codecArgs,
      ['-flush_packets', '1', '-f', 'flv', 'pipe:1'],
    ].flat(),
    'pipe',
  );
  let closed = false;
  connection.onClose(() => {
    closed = true;
  });
  process.stdout?.on('data', (bytes: Buffer) => {
    if (!closed) connection.send({ type: 'flv', encoderGeneration: generation }, bytes).catch(() => {});
  });
  return { process, disconnect: () => connection.close() };
}

export async function kill(process: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  const gone = new Promise((done) => process.once('exit', done));
  process.kill(signal);
  await gone;
}

/** A viewer that keeps what it receives, packet by packet, on one connection. */
export function startViewer(bench: Bench, url: string, name = 'viewer.mkv'): { readonly process: ChildProcess; readonly path: string } {
  const path = bench.path(name);
  const process = bench.spawn(ffmpeg, [
    '-hide_banner',
    '-loglevel',
    'error',
    '-nostdin',
    '-y',
    '-i',
    url,
    '-c',
    'copy',
    '-f',
    'matroska',
    '-flush_packets',
    '1',
    path,
  ]);
  return { process, path };
}

export const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

export interface ProbedPacket {
  readonly stream: 'video' | 'audio';
  readonly ptsSeconds: number;
}

export function probePackets(path: string): ProbedPacket[] {
  const out = execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'packet=codec_type,pts_time', '-of', 'csv=p=0', path], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return out
    .trim()
    .split('\n')
    .filter((line) => line.length > 0)
    .map((line) => {
      const [stream, pts] = line.split(',');
      return { stream: stream as 'video' | 'audio', ptsSeconds: Number(pts) };
    });
}

export function probeFormat(path: string): { durationSeconds: number; tags: Record<string, string>; codecs: string[] } {
  const out = execFileSync('ffprobe', ['-v', 'error', '-show_format', '-show_streams', '-of', 'json', path], { encoding: 'utf8' });
  const parsed = JSON.parse(out) as { format: { duration: string; tags?: Record<string, string> }; streams: { codec_name: string }[] };
  return {
    durationSeconds: Number(parsed.format.duration),
    tags: parsed.format.tags ?? {},
    codecs: parsed.streams.map((one) => one.codec_name),
  };
}

/** Decodes the whole file; what the decoders complain of. */
export function decodeErrors(path: string): string {
  const out = execFileSync('sh', ['-c', `ffmpeg -hide_banner -v error -nostdin -i "$0" -f null - 2>&1`, path], { encoding: 'utf8' });
  return out.trim();
}

/** Where flashes and tones start, in seconds. */
export function flashesAndTones(path: string): { flashes: number[]; tones: number[] } {
  const log = execFileSync(
    'sh',
    [
      '-c',
      `ffmpeg -hide_banner -nostdin -copyts -i "$0" -vf "scale=16:16,signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=$1" -af "silencedetect=n=-30dB:d=0.3" -f null - 2>&1`,
      path,
      `${path}.yavg`,
    ],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  const tones = Array.from(log.matchAll(/silence_end: ([\d.]+)/g), ([, at]) => Number(at));
  const levels = execFileSync('cat', [`${path}.yavg`], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const flashes: number[] = [];
  let was = 255;
  for (const [, at, level] of levels.matchAll(/pts_time:([\d.]+)\s+lavfi\.signalstats\.YAVG=([\d.]+)/g)) {
    if (Number(level) > 200 && was < 200) flashes.push(Number(at));
    was = Number(level);
  }
  return { flashes, tones };
}

export const localDestination = asDestinationId('local');
