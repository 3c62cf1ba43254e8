/** One portrait, drawn for one cue after another: mouth and lids into the still planes, then the head grid over them. Owns the memory; knows no processes. */
import type { FrameCue } from '../../../contract/cues.ts';
import type { Rect } from '../../../contract/media.ts';
import type { Emotion } from '../../../contract/speech.ts';
import type { DrawnFrame } from '../../child/types.ts';
import { createArena } from './arena.ts';
import { createEyeLayer } from './eye-layer.ts';
import { cellSize, createHeadGrid, fieldNames, type FieldName } from './head-grid.ts';
import { createKernel } from './kernel.ts';
import { createMouthLayer } from './mouth-layer.ts';
import { mouthTarget } from './mouth-targets.ts';
import { coverWindows, findMovingCells, type MovingCells } from './moving-cells.ts';
import { planeBlocks, toPlanes, withRowsBelow, type Planes } from './planes.ts';
import type { PlacedPortrait } from './place-portrait.ts';

export interface PortraitRenderer {
  /** `data` is valid until the next call. */
  render(cue: FrameCue): DrawnFrame;
  /** The next frame is a whole picture. */
  restart(): void;
  readonly kernel: 'simd' | 'plain';
}

interface Mood {
  readonly smile: number;
  readonly brows: number;
  readonly browInner: number;
  readonly cheeks: number;
  readonly lids: number;
  readonly gape: number;
}
const moods: Readonly<Record<Emotion, Mood>> = {
  neutral: { smile: 0, brows: 0, browInner: 0, cheeks: 0, lids: 0, gape: 0 },
  happy: { smile: 1, brows: 0.25, browInner: 0, cheeks: 1, lids: 0.14, gape: 0 },
  sad: { smile: -0.8, brows: -0.1, browInner: 0.8, cheeks: 0, lids: 0.18, gape: 0 },
  angry: { smile: -0.5, brows: -0.3, browInner: -0.9, cheeks: 0.2, lids: 0.1, gape: 0 },
  surprised: { smile: 0, brows: 1, browInner: 0.2, cheeks: 0, lids: 0, gape: 1 },
  relaxed: { smile: 0.5, brows: -0.1, browInner: 0, cheeks: 0.4, lids: 0.24, gape: 0 },
};

/** A still picture bears a few degrees. */
const soft = (value: number, gain: number, most: number): number => most * Math.tanh(((value || 0) * gain) / most);

/** The most that a field can be asked for; poses beyond are cut there. */
const most: Readonly<Record<FieldName, number>> = {
  yaw: 0.2,
  pitch: 0.14,
  roll: 0.1,
  breath: 1,
  jaw: 1,
  smile: 1,
  browLeft: 1.4,
  browRight: 1.4,
  browInner: 1,
  cheeks: 1,
};
/** How far an iris goes for a gaze of 1, and against a turn of the head by a radian: shares of the eye's width. */
const gazeReach = { x: 0.085, y: 0.05 } as const;
const gazeHeld = { yaw: 0.22, pitch: 0.16 } as const;
const fixed = 65_536;

export function createPortraitRenderer(portrait: PlacedPortrait, kernelKind: 'best' | 'plain' = 'best'): PortraitRenderer {
  const { width, height, landmarks } = portrait;
  const still = toPlanes(portrait.rgba, width, height);
  const arena = createArena();
  const stillBlocks = planeBlocks(arena, still);
  const work = planeBlocks(arena, still);
  const cover = arena.bytes(withRowsBelow(still.a, width));
  const mouthStill = portrait.drawn && portrait.mouthless ? planeBlocks(arena, toPlanes(portrait.mouthless, width, height)) : stillBlocks;
  const mouth = createMouthLayer(arena, mouthStill, work, landmarks, portrait.colours, portrait.drawn);
  const eyes = createEyeLayer(arena, still, stillBlocks, work, landmarks, portrait.drawnEyes);

  const cells = findMovingCells(createHeadGrid(landmarks, width, height), still, most, [mouth.reach, ...eyes.reach]);
  const { rect, columns, rows, numbers } = cells;
  const fields = arena.floats(cells.fields);
  const amounts = arena.floats(fieldNames.length);
  const rest = arena.words(restOf(cells));
  const nodes = arena.words(numbers);
  const flags = arena.bytes(cells.flags);
  const windows = arena.bytes(coverWindows(still));
  const seen = arena.bytes(cells.flags.length);
  const lumaSize = rect.width * rect.height;
  const out = arena.bytes(cutOut(still, rect));
  const { kernel, kind } = createKernel(arena, kernelKind);

  const [outU, outV, outA] = [out.at + lumaSize, out.at + lumaSize * 1.25, out.at + lumaSize * 1.5];
  const whole = new Uint8Array(width * height * 2.5);
  let based = false;
  const put = (name: FieldName, value: number): void => {
    const limit = most[name];
    amounts.view[fieldNames.indexOf(name)] = value > limit ? limit : value < -limit ? -limit : value;
  };

  return {
    kernel: kind,
    render(cue) {
      const intensity = Math.min(1, Math.max(0, cue.intensity || 0));
      const mood = moods[cue.emotion];
      const target = mouthTarget(cue.visemes, cue.jaw, mood.gape * intensity);
      const yaw = soft(cue.head[0], 0.75, most.yaw);
      const pitch = soft(cue.head[1], 0.7, most.pitch);
      mouth.paint(kernel, target);
      const lids = mood.lids * intensity * (portrait.drawnEyes ? 0.6 : 1);
      const closed = (blink: number): number => lids + (1 - lids) * Math.min(1, Math.max(0, blink || 0));
      eyes.paint(
        kernel,
        [closed(cue.blink[0]), closed(cue.blink[1])],
        // Looking into the camera means turning the eyes against the head.
        [
          soft(cue.gaze[0], gazeReach.x, 2 * gazeReach.x) - yaw * gazeHeld.yaw,
          soft(cue.gaze[1], gazeReach.y, 2 * gazeReach.y) - pitch * gazeHeld.pitch,
        ],
      );
      put('yaw', yaw);
      put('pitch', pitch);
      put('roll', soft(cue.head[2], 0.8, most.roll));
      put('breath', cue.breath || 0);
      put('jaw', target.jaw);
      put('smile', mood.smile * intensity);
      put('browLeft', Math.max(-1, (cue.brows[0] || 0) + mood.brows * intensity));
      put('browRight', Math.max(-1, (cue.brows[1] || 0) + mood.brows * intensity));
      put('browInner', mood.browInner * intensity);
      put('cheeks', mood.cheeks * intensity);
      kernel.bend(fields.at, amounts.at, fieldNames.length, rest.at, nodes.at, numbers, width * fixed, height * fixed);
      const half = rect.width >> 1;
      const [mostX, mostY] = [(width >> 1) * fixed, (height >> 1) * fixed];
      const [light, stride] = [work.light.at, rect.width];
      kernel.warpLight(light, cover.at, width, out.at, outA, stride, nodes.at, columns, rows, flags.at, windows.at, seen.at);
      kernel.warpColour(work.colour.at, width, outU, outV, half, nodes.at, columns, rows, flags.at, seen.at, mostX, mostY);
      if (based) return { rect, base: false, data: out.view };
      based = true;
      pasteWhole(whole, still, out.view, rect);
      return { rect: { x: 0, y: 0, width, height }, base: true, data: whole };
    },
    restart() {
      based = false;
    },
  };
}

/** Where each node looks while nothing moves, 16.16. */
function restOf({ rect, columns, rows, numbers }: MovingCells): Int32Array {
  const rest = new Int32Array(numbers);
  let n = 0;
  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++) {
      rest[n++] = (rect.x + column * cellSize) * fixed;
      rest[n++] = (rect.y + row * cellSize) * fixed;
    }
  }
  return rest;
}

/** A rectangle of the still picture as planes: cells that rest stay like this. */
function cutOut(still: Planes, rect: Rect): Uint8Array {
  const data = new Uint8Array(rect.width * rect.height * 2.5);
  let at = 0;
  for (const [plane, shift] of planesOf(still)) {
    const stride = still.width >> shift;
    for (let y = rect.y >> shift; y < (rect.y + rect.height) >> shift; y++, at += rect.width >> shift)
      data.set(plane.subarray(y * stride + (rect.x >> shift), y * stride + ((rect.x + rect.width) >> shift)), at);
  }
  return data;
}
const planesOf = (still: Planes) =>
  [
    [still.y, 0],
    [still.u, 1],
    [still.v, 1],
    [still.a, 0],
  ] as const;

function pasteWhole(whole: Uint8Array, still: Planes, data: Uint8Array, rect: Rect): void {
  const { width, height } = still;
  let at = 0;
  let from = 0;
  for (const [plane, shift] of planesOf(still)) {
    whole.set(plane, at);
    const w = rect.width >> shift;
    for (let y = 0; y < rect.height >> shift; y++, from += w)
      whole.set(data.subarray(from, from + w), at + ((rect.y >> shift) + y) * (width >> shift) + (rect.x >> shift));
    at += (width >> shift) * (height >> shift);
  }
}
