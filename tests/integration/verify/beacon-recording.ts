/**
 * Makes recordings of a beacon show with known faults: the real tone and barcode generators, composed and encoded by ffmpeg as the programme does
 * (x264 veryfast zerolatency 3 Mbit/s CBR, AAC 128 kbit/s, keyframe every 2 s). Faults are put in before the encoder, at exact places.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { numberedStart, type BeaconNumber } from '../../../main/contract/beacon.ts';
import type { FrameCue } from '../../../main/contract/cues.ts';
import { poseCue } from '../../../main/contract/pose-cue.ts';
import type { Viseme } from '../../../main/contract/visemes.ts';
import { createBarcodeDrawer } from '../../../main/engines/entries/beacon-face/beacon-face.ts';
import { probePassthrough } from '../../../main/cli/verify/probe-passthrough.ts';
import { synthesizeBeacon } from '../../../main/engines/entries/beacon-voice/synthesize-beacon.ts';

const run = promisify(execFile);
export const fps = 30;
const sampleRate = 48_000;
const samplesPerFrame = sampleRate / fps;
const clauseFrames = 36;
const faceSize = 640;

export interface ShowClause extends BeaconNumber {
  readonly atFrame: number;
}
export interface RecordingPlan {
  readonly name: string;
  /** 'flv' | 'mp4' | 'mkv' */
  readonly container: string;
  readonly width: number;
  readonly height: number;
  /** Side of the face in the picture. */
  readonly faceSide: number;
  readonly frames: number;
  readonly clauses: readonly ShowClause[];
  readonly firstFrame?: number;
  /** Programme frame drawn in the n-th picture; default: n. */
  readonly frameAt?: (n: number) => number;
  /** ffmpeg select expression over the pictures: those left out keep their gap in time. */
  readonly select?: string;
  /** Changes the sound before it is encoded. */
  readonly bendSound?: (samples: Int16Array) => Int16Array;
  /** Extra input options for the sound, such as -itsoffset. */
  readonly soundOptions?: readonly string[];
  readonly ffmpegPath?: string;
}

/** `turns` turns of `clausesPerTurn` clauses; a pause of half a second between clauses. */
export function planClauses(turns: number, clausesPerTurn: number, firstTurn = 1, atFrame = 15): ShowClause[] {
  const clauses: ShowClause[] = [];
  for (let turn = firstTurn; turn < firstTurn + turns; turn++) {
    for (let clause = 1; clause <= clausesPerTurn; clause++) {
      clauses.push({ turn, clause, clauses: clausesPerTurn, atFrame });
      atFrame += clauseFrames + 15;
    }
  }
  return clauses;
}

export function framesFor(clauses: readonly ShowClause[]): number {
  return Math.max(...clauses.map((clause) => clause.atFrame)) + clauseFrames + 30;
}

export function mixSound(plan: Pick<RecordingPlan, 'frames' | 'clauses'>): Int16Array {
  const samples = new Int16Array(plan.frames * samplesPerFrame);
  for (const clause of plan.clauses) samples.set(synthesizeBeacon(clause, numberedStart).samples, clause.atFrame * samplesPerFrame);
  return samples;
}

export async function makeRecording(plan: RecordingPlan, folder: string): Promise<string> {
  const path = join(folder, `${plan.name}.${plan.container}`);
  const soundPath = join(folder, `${plan.name}.s16`);
  const sound = mixSound(plan);
  const bent = plan.bendSound ? plan.bendSound(sound) : sound;
  await writeFile(soundPath, new Uint8Array(bent.buffer, bent.byteOffset, bent.byteLength));
  const select = plan.select ? `,select='${plan.select}'` : '';
  const left = (plan.width - plan.faceSide) >> 1;
  const graph =
    `color=c=0x305070:s=${plan.width}x${plan.height}:r=${fps}[back];[0:v]scale=${plan.faceSide}:${plan.faceSide}:flags=bilinear[face];` +
    `[back][face]overlay=x=${left}:y=H-h:shortest=1:format=yuv420${select}[v]`;
  const ffmpegPath = plan.ffmpegPath ?? 'ffmpeg';
  const face = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${faceSize}x${faceSize}`, '-r', String(fps), '-i', 'pipe:0'];
  const voice = [...(plan.soundOptions ?? []), '-f', 's16le', '-ar', String(sampleRate), '-ac', '1', '-i', soundPath];
  const compose = ['-filter_complex', graph, '-map', '[v]', '-map', '1:a', ...(await probePassthrough(ffmpegPath))];
  const x264 = [
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-tune',
    'zerolatency',
    '-pix_fmt',
    'yuv420p',
    '-g',
    String(2 * fps),
    '-sc_threshold',
    '0',
  ];
  const rate = ['-b:v', '3000k', '-maxrate', '3000k', '-bufsize', '3000k'];
  const aac = ['-c:a', 'aac', '-b:a', '128k', '-ac', '2'];
  const child = spawn(ffmpegPath, ['-v', 'error', '-y', face, voice, compose, x264, rate, aac, path].flat(), {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const closed = once(child, 'close');
  const draw = createBarcodeDrawer(faceSize);
  for (let n = 0; n < plan.frames; n++) {
    const picture = draw.base(cueAt(plan, plan.frameAt?.(n) ?? n));
    if (!child.stdin.write(picture.data.subarray(0, (faceSize * faceSize * 3) / 2))) await once(child.stdin, 'drain');
  }
  child.stdin.end();
  const [code] = (await closed) as [number | null];
  if (code !== 0) throw new Error(`ffmpeg ended with ${code} for ${plan.name}`);
  return path;
}

export async function runFfmpeg(...args: string[]): Promise<void> {
  await run('ffmpeg', ['-v', 'error', '-y', ...args]);
}

function cueAt(plan: RecordingPlan, frame: number): FrameCue {
  const clause = plan.clauses.find((candidate) => frame >= candidate.atFrame && frame < candidate.atFrame + clauseFrames);
  const viseme: Viseme = !clause ? 'sil' : frame < clause.atFrame + 3 ? 'O' : (frame >> 2) % 2 === 0 ? 'aa' : 'PP';
  return poseCue(viseme, {
    frame: (plan.firstFrame ?? 0) + frame,
    timeMs: (frame * 1000) / fps,
    jaw: viseme === 'aa' ? 1 : 0,
    speaking: clause !== undefined,
  });
}
