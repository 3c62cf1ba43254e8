/** Reads a recorded file back with ffmpeg: grey pictures of a part of it, and its sound, both from the file's first instant. */
import { spawn } from 'node:child_process';
import type { Rect } from '../../../main/contract/media.ts';

/** Calls `onFrame` with each picture's luma, `width` x `height`; the bytes are its own. */
export async function decodePictures(
  ffmpegPath: string,
  file: string,
  options: { readonly fps: number; readonly crop: Rect; readonly width: number; readonly height: number },
  onFrame: (luma: Uint8Array) => void,
): Promise<void> {
  const { fps, crop, width, height } = options;
  const filter = `fps=${fps}:start_time=0,crop=${crop.width}:${crop.height}:${crop.x}:${crop.y},scale=${width}:${height}:flags=area,format=gray`;
  const size = width * height;
  let rest = new Uint8Array(0);
  await readOutput(ffmpegPath, ['-i', file, '-an', '-vf', filter, '-f', 'rawvideo', 'pipe:1'], (bytes) => {
    const all = new Uint8Array(rest.length + bytes.length);
    all.set(rest);
    all.set(bytes, rest.length);
    let at = 0;
    for (; at + size <= all.length; at += size) onFrame(all.slice(at, at + size));
    rest = all.slice(at);
  });
}

/** Mono, 48 kHz. 'vowels': only the band in which an open mouth is louder than a closed one, without hiss and hum. */
export async function decodeSound(ffmpegPath: string, file: string, band: 'all' | 'vowels'): Promise<Int16Array> {
  const parts: Uint8Array[] = [];
  await readOutput(
    ffmpegPath,
    [
      '-i',
      file,
      '-vn',
      '-af',
      `aresample=async=1:first_pts=0${band === 'vowels' ? ',highpass=f=400,lowpass=f=1500' : ''}`,
      '-ac',
      '1',
      '-ar',
      '48000',
      '-f',
      's16le',
      'pipe:1',
    ],
    (bytes) => parts.push(bytes),
  );
  const bytes = Buffer.concat(parts);
  const samples = new Int16Array(bytes.length >> 1);
  new Uint8Array(samples.buffer).set(bytes.subarray(0, samples.length * 2));
  return samples;
}

function readOutput(file: string, args: readonly string[], onBytes: (bytes: Uint8Array) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, ['-hide_banner', '-nostdin', '-loglevel', 'error', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2000);
    });
    child.stdout.on('data', (bytes: Buffer) => onBytes(Uint8Array.from(bytes)));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`ffmpeg ended with ${code}: ${said}`))));
  });
}
