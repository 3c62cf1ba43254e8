/** Where a show keeps its files: recording, sockets, slate. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { isAlive } from '../kernel/is-alive.ts';
import type { VideoFormat } from '../contract/media.ts';
import type { EncoderSettings } from '../programme/protocol/control.ts';
import { buildSlate } from '../outlet/control/build-slate.ts';
import type { SlateArtist } from '../slates/control/slate-artist.ts';
import { slateTexts } from '../slates/control/slate-texts.ts';
import { slateEncoder } from './slate-encoder.ts';

const socketDirName = /^vanchor-sockets-(\d+)-/;

/** What studios that were killed have left of their sockets is taken away, as far as that can be done: some may be another user's. Never throws. */
export function removeSocketDirsOfTheDead(): void {
  const attempt = <Result>(act: () => Result, otherwise: Result): Result => {
    try {
      return act();
    } catch {
      return otherwise;
    }
  };
  for (const name of attempt(() => readdirSync(os.tmpdir()), [])) {
    const owner = socketDirName.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    attempt(() => rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true }), undefined);
  }
}

/** A folder only this user can enter; sockets in it need short names. */
export function makeSocketDir(): { readonly dir: string; remove(): void } {
  const dir = mkdtempSync(path.join(os.tmpdir(), `vanchor-sockets-${process.pid}-`));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** 'Vanchor 2026-11-22 18-40-05.mp4': sorts by time, allowed on every file system. The recorder makes the folder. */
export async function recordingPath(recordingsDir: string, at: Date, what = ''): Promise<string> {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const base = `Vanchor ${day} ${two(at.getHours())}-${two(at.getMinutes())}-${two(at.getSeconds())}${what === '' ? '' : ` ${what}`}`;
  for (let count = 1; ; count += 1) {
    const file = path.join(recordingsDir, `${base}${count === 1 ? '' : ` (${count})`}.mp4`);
    const taken = await access(file).then(
      () => true,
      () => false,
    );
    if (!taken) return file;
  }
}

/** The slate for these parameters, encoded once and kept. The file's name holds everything that it depends on. */
export async function slateFor(
  { cacheDir, artist }: SlateMaker,
  video: VideoFormat,
  encoder: EncoderSettings,
  slate: SlateKind = { name: 'back-soon' },
): Promise<string> {
  await mkdir(cacheDir, { recursive: true });
  const name = `slate-2-${slate.name}-${encoder.encoder ?? 'x264'}-${video.width}x${video.height}-${video.fps}-${encoder.videoBitrateKbps}-${encoder.audioBitrateKbps}-${encoder.preset}-${encoder.keyframeIntervalSeconds}.flv`;
  const outPath = path.join(cacheDir, name);
  const there = await access(outPath).then(
    () => true,
    () => false,
  );
  if (there) return outPath;
  await buildSlate({
    ffmpegPath: encoder.ffmpegPath,
    video,
    encoder: slateEncoder(video, encoder),
    draw: (pngPath) =>
      artist({
        picture: 'picturePath' in slate ? { picturePath: slate.picturePath } : { text: slateTexts[slate.name] },
        width: video.width,
        height: video.height,
        outPath: pngPath,
      }),
    outPath,
  });
  return outPath;
}

export interface SlateMaker {
  /** Where slates are kept; made when it is not there. */
  readonly cacheDir: string;
  readonly artist: SlateArtist;
}

/** Drawn with words, or from a picture that is given. */
export type SlateKind = { readonly name: keyof typeof slateTexts } | { readonly name: `own-${string}`; readonly picturePath: string };
