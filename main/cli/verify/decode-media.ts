/**
 * One ffmpeg that decodes a file or stream into grey pictures (its stdout) and 48 kHz mono sound (a third pipe), each piece with its own time.
 * Owns the process to its observed exit; knows nothing of beacons. Timestamps are passed through: nothing is dropped, doubled or stretched here.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { createByteQueue } from './byte-queue.ts';
import { parseShowinfo } from './parse-showinfo.ts';
import { VerifyError } from './verify-error.ts';

const soundRate = 48_000;
/** Nothing decoded for this long: the input is dead or never began. */
const stallMs = 15_000;
/** One track may be this much longer before the end is called for both. */
const trackLagSeconds = 3;
const largestStderrTail = 4000;
/** Packets of a stream that wait in ffmpeg: a machine that decodes slower than the stream comes must not make the server drop what it sends. Some ten minutes. */
const waitingPackets = 65_536;

export type MediaTracks = 'both' | 'picture' | 'sound';
export type DecodeEnd = 'input-ended' | 'time-reached' | 'stopped' | 'stalled';

export interface DecodeMediaOptions {
  readonly ffmpegPath: string;
  /** 'passthrough' is spelled differently by versions before 5.1. */
  readonly passthrough: readonly string[];
  readonly input: string;
  readonly tracks: MediaTracks;
  /** null = to the end of the input. */
  readonly seconds: number | null;
  readonly signal?: AbortSignal;
  /** Valid during the call only. */
  onPicture(picture: { readonly width: number; readonly height: number; readonly pixels: Uint8Array }, ptsSeconds: number): void;
  onSound(samples: Int16Array, ptsSeconds: number): void;
}

export interface DecodeResult {
  readonly end: DecodeEnd;
  /** The last words of ffmpeg, for the reader of an error. */
  readonly words: string;
  readonly pictures: number;
  readonly pieces: number;
}

export function buildDecodeArguments(options: Pick<DecodeMediaOptions, 'passthrough' | 'input' | 'tracks'>): string[] {
  const picture = ['-map', '0:v:0', '-vf', 'showinfo', ...options.passthrough, '-pix_fmt', 'gray', '-f', 'rawvideo', 'pipe:1'];
  const sound = [
    '-map',
    '0:a:0',
    '-af',
    `aresample=${soundRate},aformat=sample_fmts=s16:channel_layouts=mono,ashowinfo`,
    '-f',
    's16le',
    'pipe:3',
  ];
  const ahead = /^[a-z][a-z0-9+.-]+:\/\//i.test(options.input) ? ['-thread_queue_size', String(waitingPackets)] : [];
  const input = ['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'info', '-copyts', ...ahead, '-i', options.input];
  return [input, options.tracks === 'sound' ? [] : picture, options.tracks === 'picture' ? [] : sound].flat();
}

export function decodeMedia(options: DecodeMediaOptions): Promise<DecodeResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(options.ffmpegPath, buildDecodeArguments(options), {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const intake = createIntake(options, () => stop('time-reached'));
    let end: DecodeEnd = 'input-ended';
    let state: 'running' | 'stopping' = 'running';
    let stalled: NodeJS.Timeout | undefined;

    function stop(why: DecodeEnd): void {
      if (state === 'stopping') return;
      state = 'stopping';
      end = why;
      intake.close();
      // Nothing is written that a gentler end could spoil.
      child.kill('SIGKILL');
    }
    const onAbort = (): void => stop('stopped');
    const alive = (): void => {
      clearTimeout(stalled);
      stalled = setTimeout(() => stop('stalled'), stallMs);
    };

    if (options.signal?.aborted) onAbort();
    options.signal?.addEventListener('abort', onAbort, { once: true });
    alive();
    const watch = (stream: Readable | null | undefined, take: (chunk: Buffer) => void): void => {
      stream?.on('error', () => undefined);
      stream?.on('data', (chunk: Buffer) => {
        alive();
        take(chunk);
      });
    };
    watch(child.stdout, intake.takePicture);
    watch(child.stderr, intake.takeWords);
    watch(thirdPipe(child), intake.takeSound);

    child.once('error', (cause) => {
      settle();
      reject(new VerifyError('ffmpeg-missing', `ffmpeg could not be started (${options.ffmpegPath})`, { cause }));
    });
    child.once('close', () => {
      settle();
      resolve({ end, words: intake.words(), ...intake.counts() });
    });
    function settle(): void {
      clearTimeout(stalled);
      options.signal?.removeEventListener('abort', onAbort);
    }
  });
}

function thirdPipe(child: ChildProcess): Readable | null {
  return (child.stdio[3] ?? null) as Readable | null;
}

/** Puts bytes and the notes about them together. The note is always written before the bytes, but may arrive after them. */
function createIntake(options: DecodeMediaOptions, onTimeReached: () => void) {
  const pictureBytes = createByteQueue();
  const soundBytes = createByteQueue();
  const pictureNotes: { readonly pts: number; readonly width: number; readonly height: number }[] = [];
  const soundNotes: { readonly pts: number; readonly samples: number }[] = [];
  const reached = { picture: -Infinity, sound: -Infinity };
  let state: 'open' | 'closed' = 'open';
  let text = '';
  let tail = '';
  let timeBase = 1 / 1000;
  let lastPicturePts = 0;
  let nextSoundPts = 0;
  let origin: number | undefined;
  let pictures = 0;
  let pieces = 0;

  /** False once the wanted seconds are over. */
  function within(track: 'picture' | 'sound', ptsSeconds: number): boolean {
    origin ??= ptsSeconds;
    if (options.seconds === null) return true;
    const limit = origin + options.seconds;
    reached[track] = Math.max(reached[track], ptsSeconds);
    if (ptsSeconds < limit) return true;
    const other = track === 'picture' ? reached.sound : reached.picture;
    if (options.tracks !== 'both' || other >= limit || ptsSeconds > limit + trackLagSeconds) onTimeReached();
    return false;
  }

  function pump(): void {
    for (let note = pictureNotes[0]; note && state === 'open'; note = pictureNotes[0]) {
      const pixels = pictureBytes.take(note.width * note.height);
      if (!pixels) break;
      pictureNotes.shift();
      if (!within('picture', note.pts)) continue;
      pictures += 1;
      options.onPicture({ width: note.width, height: note.height, pixels }, note.pts);
    }
    for (let note = soundNotes[0]; note && state === 'open'; note = soundNotes[0]) {
      const bytes = soundBytes.take(note.samples * 2);
      if (!bytes) break;
      soundNotes.shift();
      if (!within('sound', note.pts)) continue;
      pieces += 1;
      const aligned = new Uint8Array(bytes);
      options.onSound(new Int16Array(aligned.buffer, 0, note.samples), note.pts);
    }
  }

  function takeNotes(complete: string): void {
    for (const note of parseShowinfo(complete)) {
      if (note.type === 'time-base') timeBase = note.seconds;
      else if (note.type === 'picture') {
        lastPicturePts = note.pts === null ? lastPicturePts : note.pts * timeBase;
        pictureNotes.push({ pts: lastPicturePts, width: note.width, height: note.height });
      } else {
        const pts = note.pts === null ? nextSoundPts : note.pts / note.sampleRate;
        nextSoundPts = pts + note.samples / note.sampleRate;
        soundNotes.push({ pts, samples: note.samples });
      }
    }
    const plain = complete.replaceAll(/^.*(?:showinfo|User Data|color_range).*$\n?/gm, '');
    tail = (tail + plain).slice(-largestStderrTail);
  }

  return {
    takePicture: (chunk: Buffer): void => {
      if (state === 'closed') return;
      pictureBytes.add(chunk);
      pump();
    },
    takeSound: (chunk: Buffer): void => {
      if (state === 'closed') return;
      soundBytes.add(chunk);
      pump();
    },
    takeWords: (chunk: Buffer): void => {
      text += chunk.toString('utf8');
      const cut = text.lastIndexOf('\n') + 1;
      if (cut === 0) return;
      takeNotes(text.slice(0, cut));
      text = text.slice(cut);
      pump();
    },
    close(): void {
      state = 'closed';
    },
    words: () => (tail + text).trim(),
    counts: () => ({ pictures, pieces }),
  };
}
