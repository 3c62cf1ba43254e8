/** A real programme process with a real ffmpeg, and around it an outlet, a voice and a face that the test plays over real media sockets. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { FrameCue } from '../../../main/contract/cues.ts';
import { visemeIndex } from '../../../main/contract/visemes.ts';
import { asClauseId, asInstanceId, asShowId, asTurnId } from '../../../main/contract/ids.ts';
import { neutralExpression } from '../../../main/contract/speech.ts';
import { systemClock } from '../../../main/kernel/clock.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import { connectMedia } from '../../../main/processes/protocol/connect-media.ts';
import { listenMedia } from '../../../main/processes/protocol/listen-media.ts';
import type { MediaConnection } from '../../../main/processes/protocol/media-socket.ts';
import { createProgramme, type Programme, type ProgrammeProcessEvent } from '../../../main/programme/control/create-programme.ts';
import { resolveFfmpeg } from '../../../main/programme/control/resolve-ffmpeg.ts';
import type { ClauseSpec, ProgrammeConfig, ProgrammeEvent } from '../../../main/programme/protocol/control.ts';

export type RigEvent = ProgrammeEvent | ProgrammeProcessEvent;
export const sampleRate = 22_050;
const side = 64;

export interface ScriptedFace {
  readonly connection: MediaConnection;
  /** Every cue that was asked for. */
  readonly cues: FrameCue[];
  /** `sealed`: it answers, and its lips never move. */
  mode: 'prompt' | 'silent' | 'sealed';
}

/** An opaque square of one grey with a dark mouth in its lower middle, as far open as the cue says. */
function drawFace(cue: FrameCue, luma: number, lips: 'moving' | 'sealed'): Uint8Array {
  const pixels = new Uint8Array((side * side * 5) / 2).fill(255);
  pixels.fill(luma, 0, side * side);
  pixels.fill(128, side * side, (side * side * 3) / 2);
  const open = lips === 'sealed' ? 0 : Math.round((1 - (cue.visemes[visemeIndex.sil] ?? 1)) * 14);
  for (let row = 36; row < 36 + open; row++) pixels.fill(20, row * side + 22, row * side + 42);
  return pixels;
}

export class Rig {
  readonly dir = mkdtempSync(join(tmpdir(), 'vp-'));
  readonly events: RigEvent[] = [];
  /** FLV by outlet path, then by encoder generation. */
  readonly flv = new Map<string, Map<number, Buffer[]>>();
  readonly mediaPath = join(this.dir, 'media.sock');
  readonly filePath = join(this.dir, 'show.mp4');
  readonly programme: Programme;
  #ffmpeg = '';
  readonly #mode: 'live' | 'file';
  readonly #waiters = new Set<() => void>();
  readonly #clean: (() => unknown)[] = [];

  constructor(mode: 'live' | 'file' = 'live') {
    this.#mode = mode;
    this.programme = createProgramme({
      adapter: createNodeForkAdapter(),
      entriesDir: resolve('dist/main/children'),
      clock: systemClock,
      logger: silentLogger,
      mode,
    });
    this.programme.onEvent((event) => {
      this.events.push(event);
      this.#wake();
    });
  }

  async configure(over: Partial<ProgrammeConfig> = {}): Promise<void> {
    this.#ffmpeg = (await resolveFfmpeg()).path;
    if (this.#mode === 'live') await this.openOutlet('outlet-1');
    await this.programme.configure({
      showId: asShowId('show'),
      video: { width: 320, height: 240, fps: 30 },
      look: { background: 'studio', namePlate: 'Rig', captions: true, aiLabel: true },
      encoder: { ffmpegPath: this.#ffmpeg, videoBitrateKbps: 800, audioBitrateKbps: 128, preset: 'ultrafast', keyframeIntervalSeconds: 1 },
      mediaPath: this.mediaPath,
      resourcesDir: resolve('resources'),
      motionSeed: 7,
      output: this.#mode === 'live' ? { mode: 'live', outletPath: this.outletPath('outlet-1') } : { mode: 'file', path: this.filePath },
      firstFrame: 0,
      ...over,
    });
  }

  outletPath(name: string): string {
    return join(this.dir, `${name}.sock`);
  }

  async openOutlet(name: string): Promise<void> {
    const received = new Map<number, Buffer[]>();
    this.flv.set(name, received);
    const listener = await listenMedia(this.outletPath(name), (connection) =>
      connection.onPacket(({ meta, data }) => {
        const generation = Number(meta['encoderGeneration']);
        const chunks = received.get(generation) ?? [];
        received.set(generation, chunks);
        chunks.push(Buffer.from(data));
        this.#wake();
      }),
    );
    this.#clean.push(() => listener.close());
  }

  bytesOf(outlet: string, generation: number): Buffer {
    return Buffer.concat(this.flv.get(outlet)?.get(generation) ?? []);
  }

  async attachFace(instanceId = 'face', luma = 160): Promise<ScriptedFace> {
    const connection = await connectMedia(this.mediaPath, { timeoutMs: 5000 });
    const face: ScriptedFace = { connection, cues: [], mode: 'prompt' };
    connection.onPacket(({ meta }) => {
      if (meta['type'] !== 'frames') return;
      for (const cue of meta['cues'] as FrameCue[]) {
        face.cues.push(cue);
        if (face.mode === 'silent') continue;
        const pixels = drawFace(cue, luma, face.mode === 'sealed' ? 'sealed' : 'moving');
        const packet = {
          type: 'face-frame',
          requestId: meta['requestId'],
          frame: cue.frame,
          rect: { x: 0, y: 0, width: side, height: side },
          base: true,
        };
        connection.send(packet, pixels).catch(() => {});
      }
      this.#wake();
    });
    await connection.send({ type: 'face-hello', instanceId, width: side, height: side, format: 'i420a' });
    await this.programme.setFace(asInstanceId(instanceId));
    this.#clean.push(() => connection.close());
    return face;
  }

  async openVoice(): Promise<MediaConnection> {
    const connection = await connectMedia(this.mediaPath, { timeoutMs: 5000 });
    connection.onPacket(() => {});
    this.#clean.push(() => connection.close());
    return connection;
  }

  clause(turn: string, index: number, over: Partial<ClauseSpec> = {}): ClauseSpec {
    const id = `${turn}.${index}`;
    return {
      turnId: asTurnId(turn),
      epoch: 0,
      clauseId: asClauseId(id),
      index,
      marks: [],
      text: 'Hello there,',
      lang: 'en',
      expression: neutralExpression,
      streamId: id,
      ...over,
    };
  }

  /** A loud tone of `seconds`. */
  async speak(voice: MediaConnection, streamId: string, seconds: number, end: 'close' | 'leave-open' = 'close'): Promise<void> {
    const count = Math.round(seconds * sampleRate);
    const samples = Int16Array.from({ length: count }, (_, i) => Math.round(10_000 * Math.sin((2 * Math.PI * 440 * i) / sampleRate)));
    await voice.send({ type: 'pcm-open', streamId, sampleRate, channels: 1 });
    for (let at = 0; at < count; at += 2048) {
      const part = samples.subarray(at, at + 2048);
      await voice.send({ type: 'pcm', streamId }, new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
    }
    if (end === 'close') await voice.send({ type: 'pcm-close', streamId });
  }

  /** Resolves with the first event, past or to come, that fits. */
  async event<T extends RigEvent['type']>(
    type: T,
    fits: (event: Extract<RigEvent, { type: T }>) => boolean = () => true,
  ): Promise<Extract<RigEvent, { type: T }>> {
    const find = (): RigEvent | undefined =>
      this.events.find((event) => event.type === type && fits(event as Extract<RigEvent, { type: T }>));
    await this.until(() => find() !== undefined, `event ${type}`);
    return find() as Extract<RigEvent, { type: T }>;
  }

  /** Looks again whenever something came, and at short intervals. */
  async until(condition: () => boolean, what: string, timeoutMs = 20_000): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!condition()) {
      if (performance.now() > deadline) throw new Error(`waited in vain for ${what}; events: ${JSON.stringify(this.events.slice(-12))}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 50);
        this.#waiters.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** Waits until the show has gone on by `count` frames. */
  async frames(count: number): Promise<void> {
    const { frame } = await this.programme.stats();
    for (;;) {
      const now = await this.programme.stats();
      if (now.frame >= frame + count) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Packets of each track of an FLV or MP4, and its sound as 48 kHz mono. */
  decode(media: Buffer | string): { readonly videoFrames: number; readonly audioPackets: number; readonly sound: Int16Array } {
    let path = media;
    if (typeof path !== 'string') {
      path = join(this.dir, `decode-${Math.random().toString(36).slice(2)}.flv`);
      writeFileSync(path, media);
    }
    const run = (args: string[]): Buffer => {
      const result = spawnSync(this.#ffmpeg, ['-v', 'error', '-nostdin', '-i', path, ...args], { maxBuffer: 256 * 1024 * 1024 });
      return result.stdout;
    };
    const count = (map: string): number =>
      run(['-map', map, '-c', 'copy', '-f', 'framecrc', '-'])
        .toString()
        .split('\n')
        .filter((line) => /^\d/.test(line)).length;
    const pcm = run(['-map', '0:a:0', '-ac', '1', '-ar', '48000', '-f', 's16le', '-']);
    const sound = new Int16Array(pcm.buffer.slice(pcm.byteOffset, pcm.byteOffset + (pcm.length & ~1)));
    return { videoFrames: count('0:v:0'), audioPackets: count('0:a:0'), sound };
  }

  async dispose(): Promise<void> {
    await this.programme.dispose();
    for (const clean of this.#clean.reverse()) await clean();
    rmSync(this.dir, { recursive: true, force: true });
  }

  #wake(): void {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const wake of waiters) wake();
  }
}

/** Stretches of sound in samples: [from, to). Pauses under 60 ms do not end one. */
export function loudParts(sound: Int16Array, level = 800): [number, number][] {
  const parts: [number, number][] = [];
  for (let i = 0; i < sound.length; i++) {
    if (Math.abs(sound[i] ?? 0) < level) continue;
    const last = parts.at(-1);
    if (last && i - last[1] < 2880) last[1] = i + 1;
    else parts.push([i, i + 1]);
  }
  return parts;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
