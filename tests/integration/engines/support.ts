/** Real engine processes for the tests: Node forks of the built entries, a programme's socket that keeps what voices write, ffmpeg as the judge of sound. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { asClauseId, asInstanceId, asShowId, asTurnId } from '../../../main/contract/ids.ts';
import type { VoicePacketMeta } from '../../../main/contract/programme-media.ts';
import { neutralExpression } from '../../../main/contract/speech.ts';
import type { Mark } from '../../../main/contract/speech.ts';
import { findEngine } from '../../../main/engines/catalog/engine-catalog.ts';
import type { TtsItem, TtsRequest } from '../../../main/engines/contract/requests.ts';
import { createEngineInstance } from '../../../main/engines/hosting/create-engine-instance.ts';
import type { EngineInstanceOptions } from '../../../main/engines/hosting/create-engine-instance.ts';
import type { EngineInstance } from '../../../main/engines/hosting/engine-instance.ts';
import { systemClock } from '../../../main/kernel/clock.ts';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import type { Deferred } from '../../../main/kernel/deferred.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import { listenMedia } from '../../../main/processes/protocol/listen-media.ts';
import { mediaSocketPath } from '../../../main/processes/protocol/media-socket-path.ts';
import type { MediaConnection } from '../../../main/processes/protocol/media-socket.ts';

const root = resolve(import.meta.dirname, '../../..');
export const entriesDir = join(root, 'dist/main/children');
let count = 0;

export function startEngine(
  engineId: string,
  options: Readonly<Record<string, unknown>> = {},
  more: Partial<EngineInstanceOptions> = {},
): EngineInstance {
  const manifest = findEngine(engineId);
  if (!manifest) throw new Error(`no engine ${engineId}`);
  count += 1;
  const spec = {
    showId: asShowId('show'),
    instanceId: asInstanceId(`${engineId}-${count}`),
    engineId,
    options,
    resourcesDir: join(root, 'resources'),
  };
  return createEngineInstance({
    adapter: createNodeForkAdapter(),
    manifest,
    spec,
    entriesDir,
    clock: systemClock,
    logger: silentLogger,
    ...more,
  });
}

export interface HeardStream {
  sampleRate: number;
  samples: Int16Array;
  state: 'open' | 'closed';
}

let socketFolder: string | undefined;

/** In a folder of its own until `removeSockets`: a programme that is started again listens on the same path. */
export function newSocketPath(): string {
  socketFolder ??= mkdtempSync(join(tmpdir(), 'sink-'));
  count += 1;
  return mediaSocketPath(socketFolder, `sink-${count}`);
}

export function removeSockets(): void {
  if (socketFolder) rmSync(socketFolder, { recursive: true, force: true });
  socketFolder = undefined;
}

/** A programme's socket as the voices see it. */
export interface Sink {
  readonly path: string;
  readonly streams: ReadonlyMap<string, HeardStream>;
  readonly connections: readonly MediaConnection[];
  /** Resolves when the stream was opened (and, with 'closed', ended). */
  heard(streamId: string, state: HeardStream['state']): Promise<HeardStream>;
  /** Ends the connections and the listener, as a programme that dies. */
  close(): Promise<void>;
}

export async function openSink(path?: string): Promise<Sink> {
  const streams = new Map<string, HeardStream>();
  const connections: MediaConnection[] = [];
  const waiting: { readonly streamId: string; readonly state: HeardStream['state']; readonly done: Deferred<HeardStream> }[] = [];

  function tell(): void {
    for (const { streamId, state, done } of waiting) {
      const stream = streams.get(streamId);
      if (stream && (state === 'open' || stream.state === 'closed')) done.resolve(stream);
    }
  }
  const listener = await listenMedia(path ?? newSocketPath(), (connection) => {
    connections.push(connection);
    connection.onPacket(({ meta, data }) => {
      const packet = meta as unknown as VoicePacketMeta;
      const stream = streams.get(packet.streamId);
      if (packet.type === 'pcm-open')
        streams.set(packet.streamId, { sampleRate: packet.sampleRate, samples: new Int16Array(0), state: 'open' });
      else if (packet.type === 'pcm-close' && stream) stream.state = 'closed';
      else if (stream) stream.samples = append(stream.samples, data);
      tell();
    });
  });
  return {
    path: listener.path,
    streams,
    connections,
    heard(streamId, state) {
      const done = createDeferred<HeardStream>();
      waiting.push({ streamId, state, done });
      tell();
      return done.promise;
    },
    close: () => listener.close(),
  };
}

function append(samples: Int16Array, data: Uint8Array): Int16Array {
  const joined = new Int16Array(samples.length + (data.length >> 1));
  joined.set(samples);
  joined.set(new Int16Array(Uint8Array.from(data).buffer, 0, data.length >> 1), samples.length);
  return joined;
}

export function ttsRequest(sink: Sink, text: string, lang: string, more: Partial<TtsRequest> = {}): TtsRequest {
  count += 1;
  return {
    showId: asShowId('show'),
    turnId: asTurnId('turn'),
    epoch: 1,
    clauseId: asClauseId(`clause-${count}`),
    text,
    lang,
    expression: neutralExpression,
    speed: 1,
    pitch: 0,
    volume: 1,
    sink: { path: sink.path, streamId: `stream-${count}` },
    ...more,
  };
}

export interface Spoken {
  readonly items: readonly TtsItem[];
  readonly marks: readonly Mark[];
  readonly end: Extract<TtsItem, { type: 'end' }>;
  readonly stream: HeardStream;
}

export async function speak(
  voice: EngineInstance,
  sink: Sink,
  text: string,
  lang: string,
  more: Partial<TtsRequest> = {},
): Promise<Spoken> {
  const request = ttsRequest(sink, text, lang, more);
  const items: TtsItem[] = [];
  for await (const item of voice.infer('tts', request)) items.push(item);
  const end = items.at(-1);
  if (end?.type !== 'end') throw new Error('the stream did not end with an end');
  return {
    items,
    end,
    marks: items.flatMap((item) => (item.type === 'marks' ? item.marks : [])),
    stream: await sink.heard(request.sink.streamId, 'closed'),
  };
}

export interface Loudness {
  readonly meanDb: number;
  readonly maxDb: number;
}

/** ffmpeg's volumedetect. */
export async function measureLoudness({ samples, sampleRate }: HeardStream): Promise<Loudness> {
  const folder = mkdtempSync(join(tmpdir(), 'sound-'));
  try {
    const file = join(folder, 'clause.s16le');
    writeFileSync(file, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
    const args = [
      '-hide_banner',
      '-nostdin',
      '-f',
      's16le',
      '-ar',
      String(sampleRate),
      '-ac',
      '1',
      '-i',
      file,
      '-af',
      'volumedetect',
      '-f',
      'null',
      '-',
    ];
    const { stderr } = await promisify(execFile)(process.env['FFMPEG_BIN'] ?? 'ffmpeg', args);
    const read = (name: string): number => Number(new RegExp(`${name}: (-?[\\d.]+) dB`).exec(stderr)?.[1]);
    return { meanDb: read('mean_volume'), maxDb: read('max_volume') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Median pitch in Hz of the louder parts, by autocorrelation. */
export function medianPitchHz({ samples, sampleRate }: HeardStream): number {
  const size = Math.floor(sampleRate * 0.04);
  const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
  const found: number[] = [];
  for (let from = 0; from + 2 * size < samples.length; from += size >> 1) {
    const energy = energyOf(samples, from, size);
    if (Math.sqrt(energy / size) < rms) continue;
    let best = 0;
    let bestLag = 0;
    for (let lag = Math.floor(sampleRate / 420); lag < sampleRate / 60; lag += 1) {
      let product = 0;
      for (let at = from; at < from + size; at += 1) product += (samples[at] as number) * (samples[at + lag] as number);
      const similar = product / Math.sqrt(energy * energyOf(samples, from + lag, size) + 1);
      if (similar > best + 0.02) [best, bestLag] = [similar, lag];
    }
    if (best > 0.8) found.push(sampleRate / bestLag);
  }
  found.sort((a, b) => a - b);
  return found[found.length >> 1] ?? 0;
}

function energyOf(samples: Int16Array, from: number, size: number): number {
  let sum = 0;
  for (let at = from; at < from + size; at += 1) sum += (samples[at] as number) ** 2;
  return sum;
}
