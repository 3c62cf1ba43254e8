/**
 * `npm run bench portrait-sheet -- PICTURE [FOLDER]`: contact sheet at 1:1 of any picture with landmarks beside it: visemes, expressions, blinks, extreme poses.
 * Prints the largest change between two frames of ten seconds of speech-like motion, and how many frames repeat the one before.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import type { FrameCue } from '../main/contract/cues.ts';
import { poseCue } from '../main/contract/pose-cue.ts';
import { emotions } from '../main/contract/speech.ts';
import { visemes, type Viseme } from '../main/contract/visemes.ts';
import { loadPortrait } from '../main/engines/entries/portrait/load-portrait.ts';
import { parsePortraitOptions } from '../main/engines/entries/portrait/options.ts';
import { createPortraitRenderer, type PortraitRenderer } from '../main/engines/entries/portrait/portrait-renderer.ts';
import { jawOf } from '../main/performance/mouth.ts';
import { describeMachine, round, type BenchResult } from './lib/bench-result.ts';
import { wanderingCue } from './avatar/wandering-cue.ts';

const size = 512;
const clipFrames = 300;

const still = poseCue('sil');
const speak = (viseme: Viseme): Partial<FrameCue> => ({ visemes: poseCue(viseme).visemes, jaw: jawOf[viseme] });

function poses(): [label: string, cue: Partial<FrameCue>][] {
  return [
    ...visemes.map((name): [string, Partial<FrameCue>] => [name, speak(name)]),
    ...emotions.map((emotion): [string, Partial<FrameCue>] => [emotion, { emotion, intensity: 1 }]),
    ...[0.25, 0.5, 0.75, 1].map((b): [string, Partial<FrameCue>] => [`blink ${b}`, { blink: [b, b] }]),
    ['turn left', { head: [-0.4, 0, 0] }],
    ['turn right', { head: [0.4, 0, 0] }],
    ['up', { head: [0, -0.35, 0] }],
    ['down', { head: [0, 0.35, 0] }],
    ['lean', { head: [0, 0, 0.3] }],
    ['all', { ...speak('aa'), head: [0.4, 0.2, -0.3], emotion: 'happy', intensity: 1, brows: [1, 1] }],
  ];
}

export async function run(args: readonly string[] = []): Promise<BenchResult> {
  const [picture, folder = 'out/portrait'] = args;
  if (picture === undefined) throw new Error('which picture? npm run bench portrait-sheet -- PICTURE [FOLDER]');
  const options = parsePortraitOptions({ picturePath: path.resolve(picture), width: size, height: size }, '.');
  if ('problem' in options) throw new Error(options.problem);
  const renderer = createPortraitRenderer(await loadPortrait(options));
  mkdirSync(folder, { recursive: true });
  const all = poses();
  const columns = 5;
  for (let page = 0; page * columns * 3 < all.length; page++) {
    const part = all.slice(page * columns * 3, (page + 1) * columns * 3);
    const canvas = createCanvas(size * columns, size * Math.ceil(part.length / columns));
    const ink = canvas.getContext('2d');
    ink.font = '22px sans-serif';
    part.forEach(([label, cue], n) => {
      const image = ink.createImageData(size, size);
      toRgba(renderer, { ...still, ...cue }, image.data);
      ink.putImageData(image, (n % columns) * size, Math.floor(n / columns) * size);
      ink.fillStyle = '#d00';
      ink.fillText(label, (n % columns) * size + 12, Math.floor(n / columns) * size + 28);
    });
    writeFileSync(path.join(folder, `sheet-${page + 1}.png`), canvas.toBuffer('image/png'));
  }
  let largest = 0;
  let repeats = 0;
  let before: Uint8Array | null = null;
  renderer.restart();
  renderer.render(wanderingCue(0, 3));
  for (let n = 1; n < clipFrames; n++) {
    const { data, rect } = renderer.render(wanderingCue(n, 3));
    const luma = data.slice(0, rect.width * rect.height);
    if (before) {
      let sum = 0;
      for (let i = 0; i < luma.length; i++) sum += Math.abs((luma[i] ?? 0) - (before[i] ?? 0));
      if (sum === 0) repeats += 1;
      largest = Math.max(largest, sum / luma.length);
    }
    before = luma;
  }
  return {
    name: 'portrait-sheet',
    machine: describeMachine(),
    rows: [
      { figure: 'largest mean change between frames, luma steps', value: round(largest, 2) },
      { figure: 'frames equal to the one before', value: repeats },
    ],
    goals: [{ what: 'frames equal to the one before', value: repeats, limit: '0', met: repeats === 0 }],
    ok: repeats === 0,
    notes: [`sheets in ${folder}`],
  };
}

/** On a light grey, so that an edge of the cut-out shows. */
function toRgba(renderer: PortraitRenderer, cue: FrameCue, out: Uint8ClampedArray): void {
  renderer.restart();
  const { data } = renderer.render(cue);
  const uAt = size * size;
  const vAt = uAt + uAt / 4;
  const aAt = vAt + uAt / 4;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at = y * size + x;
      const c = (y >> 1) * (size >> 1) + (x >> 1);
      const luma = ((data[at] ?? 16) - 16) * 1.164;
      const u = (data[uAt + c] ?? 128) - 128;
      const v = (data[vAt + c] ?? 128) - 128;
      const rest = 214 * (1 - (data[aAt + at] ?? 0) / 255);
      out[at * 4] = luma + 1.793 * v + rest;
      out[at * 4 + 1] = luma - 0.213 * u - 0.533 * v + rest;
      out[at * 4 + 2] = luma + 2.112 * u + rest;
      out[at * 4 + 3] = 255;
    }
  }
}
