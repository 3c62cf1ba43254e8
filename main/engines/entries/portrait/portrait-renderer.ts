/** One portrait, drawn for one cue after another: mouth and lids into the still planes, then the head grid over them. Owns the memory; knows no processes. */
import type { FrameCue } from '../../../contract/cues.ts';
import type { Emotion } from '../../../contract/speech.ts';
import type { DrawnFrame } from '../../child/types.ts';
import { createEyeLayer } from './eye-layer.ts';
import { cellSize, createHeadGrid, fieldNames, type FieldName } from './head-grid.ts';
import { createMouthLayer } from './mouth-layer.ts';
import { mouthTarget } from './mouth-targets.ts';
import { toPlanes, type Planes } from './planes.ts';
import type { PlacedPortrait } from './place-portrait.ts';
import { createWarp } from './create-warp.ts';

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

export function createPortraitRenderer(portrait: PlacedPortrait, kernel: 'best' | 'plain' = 'best'): PortraitRenderer {
  const { width, height, landmarks } = portrait;
  const still = toPlanes(portrait.rgba, width, height);
  const grid = createHeadGrid(landmarks, width, height);
  const { rect, columns, rows } = grid;
  const lumaSize = width * height;
  const chromaSize = (width >> 1) * (height >> 1);
  const rectLuma = rect.width * rect.height;
  const nodes = (columns + 1) * (rows + 1);
  let used = 1024;
  const take = (size: number): number => {
    const at = used;
    used = (used + size + 79) & ~15;
    return at;
  };
  const workY = take(lumaSize);
  const workU = take(chromaSize);
  const workV = take(chromaSize);
  const workA = take(lumaSize);
  const out = take(rectLuma * 2 + (rectLuma >> 1));
  const lumaNodes = take(nodes * 8);
  const chromaNodes = take(nodes * 8);
  const emptyFlags = take(columns * rows);
  const alphaFlags = take(columns * rows);
  const { memory, warp, kind } = createWarp(used, kernel);
  const bytes = new Uint8Array(memory);
  const words = new Int32Array(memory);
  const work: Planes = {
    width,
    height,
    y: bytes.subarray(workY, workY + lumaSize),
    u: bytes.subarray(workU, workU + chromaSize),
    v: bytes.subarray(workV, workV + chromaSize),
    a: bytes.subarray(workA, workA + lumaSize),
  };
  work.y.set(still.y);
  work.u.set(still.u);
  work.v.set(still.v);
  work.a.set(still.a);
  markAlpha(still, rect, columns, rows, bytes.subarray(alphaFlags, alphaFlags + columns * rows));
  for (let n = 0; n < columns * rows; n++) bytes[emptyFlags + n] = bytes[alphaFlags + n] === 2 ? 2 : 0;
  const mouthStill: Planes = portrait.drawn && portrait.mouthless ? toPlanes(portrait.mouthless, width, height) : still;
  const mouth = createMouthLayer(mouthStill, work, landmarks, portrait.colours, portrait.drawn);
  const eyes = createEyeLayer(still, work, landmarks, portrait.drawnEyes);
  const data = bytes.subarray(out, out + rectLuma * 2 + (rectLuma >> 1));
  const whole = new Uint8Array(lumaSize * 2 + chromaSize * 2);
  let based = false;
  const amounts = new Float64Array(fieldNames.length);
  const fields = fieldNames.map((name) => grid.fields[name]);
  const put = (name: FieldName, value: number): void => void (amounts[fieldNames.indexOf(name)] = value);

  const bend = (): void => {
    const mostX = (width - 2) * 65_536;
    const mostY = (height - 2) * 65_536;
    const mostCx = ((width >> 1) - 2) * 65_536;
    const mostCy = ((height >> 1) - 2) * 65_536;
    let n = 0;
    for (let row = 0; row <= rows; row++) {
      for (let column = 0; column <= columns; column++, n += 2) {
        let dx = 0;
        let dy = 0;
        for (let f = 0; f < fields.length; f++) {
          const amount = amounts[f]!;
          const field = fields[f]!;
          dx += field[n]! * amount;
          dy += field[n + 1]! * amount;
        }
        const x = (rect.x + column * cellSize - dx) * 65_536;
        const y = (rect.y + row * cellSize - dy) * 65_536;
        words[(lumaNodes >> 2) + n] = x < 0 ? 0 : x > mostX ? mostX : x;
        words[(lumaNodes >> 2) + n + 1] = y < 0 ? 0 : y > mostY ? mostY : y;
        const cx = (x - 32_768) / 2;
        const cy = (y - 32_768) / 2;
        words[(chromaNodes >> 2) + n] = cx < 0 ? 0 : cx > mostCx ? mostCx : cx;
        words[(chromaNodes >> 2) + n + 1] = cy < 0 ? 0 : cy > mostCy ? mostCy : cy;
      }
    }
  };

  return {
    kernel: kind,
    render(cue) {
      const intensity = Math.min(1, Math.max(0, cue.intensity || 0));
      const mood = moods[cue.emotion];
      const target = mouthTarget(cue.visemes, cue.jaw, mood.gape * intensity);
      mouth.paint(target);
      const lids = mood.lids * intensity * (portrait.drawnEyes ? 0.6 : 1);
      const closed = (blink: number): number => lids + (1 - lids) * Math.min(1, Math.max(0, blink || 0));
      eyes.paint([closed(cue.blink[0]), closed(cue.blink[1])]);
      put('yaw', soft(cue.head[0], 0.75, 0.2));
      put('pitch', soft(cue.head[1], 0.7, 0.14));
      put('roll', soft(cue.head[2], 0.8, 0.1));
      put('breath', cue.breath || 0);
      put('jaw', target.jaw);
      put('smile', mood.smile * intensity);
      put('browLeft', Math.max(-1, Math.min(1.4, (cue.brows[0] || 0) + mood.brows * intensity)));
      put('browRight', Math.max(-1, Math.min(1.4, (cue.brows[1] || 0) + mood.brows * intensity)));
      put('browInner', mood.browInner * intensity);
      put('cheeks', mood.cheeks * intensity);
      bend();
      const half = rect.width >> 1;
      const luma = { sourceStride: width, targetStride: rect.width, nodes: lumaNodes, columns, rows, cell: 8 };
      const chroma = { sourceStride: width >> 1, targetStride: half, nodes: chromaNodes, columns, rows, cell: 4 };
      // Where nothing is, colour is black: those cells are filled and not sampled.
      warp({ ...luma, source: workY, target: out, flags: emptyFlags, fillOne: 16, fillTwo: 16 });
      warp({ ...chroma, source: workU, target: out + rectLuma, flags: emptyFlags, fillOne: 128, fillTwo: 128 });
      warp({ ...chroma, source: workV, target: out + rectLuma + (rectLuma >> 2), flags: emptyFlags, fillOne: 128, fillTwo: 128 });
      warp({ ...luma, source: workA, target: out + rectLuma + (rectLuma >> 1), flags: alphaFlags, fillOne: 255, fillTwo: 0 });
      if (based) return { rect, base: false, data };
      based = true;
      pasteWhole(whole, still, data, rect);
      return { rect: { x: 0, y: 0, width, height }, base: true, data: whole };
    },
    restart() {
      based = false;
    },
  };
}

/** Cells that stay opaque (1) or empty (2) however the head moves; the others are sampled. */
function markAlpha(still: Planes, rect: { x: number; y: number }, columns: number, rows: number, flags: Uint8Array): void {
  const around = 40;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let least = 255;
      let most = 0;
      const x0 = rect.x + column * cellSize;
      const y0 = rect.y + row * cellSize;
      for (let y = Math.max(0, y0 - around); y < Math.min(still.height, y0 + cellSize + around); y += 2) {
        for (let x = Math.max(0, x0 - around); x < Math.min(still.width, x0 + cellSize + around); x += 2) {
          const alpha = still.a[y * still.width + x]!;
          if (alpha < least) least = alpha;
          if (alpha > most) most = alpha;
        }
      }
      flags[row * columns + column] = least === 255 ? 1 : most === 0 ? 2 : 0;
    }
  }
}

function pasteWhole(
  whole: Uint8Array,
  still: Planes,
  data: Uint8Array,
  rect: { x: number; y: number; width: number; height: number },
): void {
  const { width, height } = still;
  let at = 0;
  let from = 0;
  for (const [plane, shift] of [
    [still.y, 0],
    [still.u, 1],
    [still.v, 1],
    [still.a, 0],
  ] as const) {
    whole.set(plane, at);
    const w = rect.width >> shift;
    for (let y = 0; y < rect.height >> shift; y++, from += w)
      whole.set(data.subarray(from, from + w), at + ((rect.y >> shift) + y) * (width >> shift) + (rect.x >> shift));
    at += (width >> shift) * (height >> shift);
  }
}
