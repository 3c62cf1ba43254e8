/** Draws a bitmap by an affine map and bent row by row: cuts each row of the picture into runs and gives each to what draws its kind. */
import { atopRun, edgeRun, overMode, overRun, solidRun, underMode, underRun } from './runs';
import { cell, cellShift, longestDown, longestRight, nothing, opaque, pad, run, some } from './survey';

/** Pixels of the picture that are looked up along one straight line. */
const line = 32;

/** A kind of run beside those of the map: one that may leave the bitmap. */
const edge = 4;

// @ts-ignore: decorator
@inline
function drawRun(
  kind: i32,
  mode: i32,
  from: usize,
  end: usize,
  u: i32,
  v: i32,
  stepU: i32,
  stepV: i32,
  source: usize,
  stride: usize,
  endU: u32,
  endV: u32,
  opacity: i32,
): void {
  if (kind == opaque) solidRun(from, end, u, v, stepU, stepV, source, stride);
  else if (kind == edge) edgeRun(from, end, u, v, stepU, stepV, source, stride, endU, endV, mode, opacity);
  else if (mode == overMode) overRun(from, end, u, v, stepU, stepV, source, stride);
  else if (mode == underMode) underRun(from, end, u, v, stepU, stepV, source, stride);
  else atopRun(from, end, u, v, stepU, stepV, source, stride, opacity);
}

/** How far the bend shifts what is looked up at `v`: `which` 0 sideways, 4 down. 16.16. */
// @ts-ignore: decorator
@inline
function bentBy(bend: usize, v: i32, lastRow: i32, which: usize): i32 {
  if (v <= 0) return load<i32>(bend + which);
  const row = v >> 16;
  if (row >= lastRow) return load<i32>(bend + (<usize>lastRow << 3) + which);
  const entry = bend + (<usize>row << 3) + which;
  const here = load<i32>(entry);
  return here + (((load<i32>(entry, 8) - here) * ((v & 0xffff) >> 4)) >> 12);
}

/**
 * Draws a bitmap. For the pixel (x, y) of the picture the bitmap is looked up at u = u0 + x ux + y uy, v = v0 + x vx + y vy (bitmap pixels),
 * then shifted by what `bend` says for the row v: pairs (du, dv) of 16.16 numbers, sourceHeight + 1 of them; 0 = no bending.
 * `bendU`, `bendV` are the most that it shifts, in pixels. `map` is from `survey`. `mode`: 0 over what is there, 1 only where something is
 * (the cover stays), 2 under it. `opacity` 0..32767, for mode 1.
 */
export function draw(
  target: usize,
  strideBytes: i32,
  left: i32,
  top: i32,
  right: i32,
  bottom: i32,
  source: usize,
  sourceWidth: i32,
  sourceHeight: i32,
  map: usize,
  ux: f64,
  uy: f64,
  u0: f64,
  vx: f64,
  vy: f64,
  v0: f64,
  bend: usize,
  bendU: f64,
  bendV: f64,
  mode: i32,
  opacity: i32,
): void {
  const padded = sourceWidth + 2 * pad;
  const stride = <usize>(padded << 2);
  const endU = <u32>((padded - 1) << 16);
  const endV = <u32>((sourceHeight - 1) << 16);
  const columns = (padded + cell - 1) / cell;
  const lastColumn = columns - 1;
  const fixedUx = <i32>Math.round(ux * 65536.0);
  const fixedVx = <i32>Math.round(vx * 65536.0);
  // Only what is laid over the rest gains from being opaque.
  const kinds = mode == overMode ? opaque : some;
  const lastCellRow = (sourceHeight + cell - 1) / cell - 1;
  for (let y = top; y < bottom; y++) {
    const startU = u0 + uy * <f64>y;
    const startV = v0 + vy * <f64>y;
    let from = <f64>left;
    let to = <f64>right;
    // What part of the row can hit the bitmap.
    if (ux > 1e-9 || ux < -1e-9) {
      const a = (-bendU - startU) / ux;
      const b = (<f64>sourceWidth + bendU - startU) / ux;
      from = Math.max(from, Math.min(a, b));
      to = Math.min(to, Math.max(a, b));
    } else if (startU < -bendU || startU > <f64>sourceWidth + bendU) continue;
    if (vx > 1e-9 || vx < -1e-9) {
      const a = (-bendV - startV) / vx;
      const b = (<f64>sourceHeight + bendV - startV) / vx;
      from = Math.max(from, Math.min(a, b));
      to = Math.min(to, Math.max(a, b));
    } else if (startV < -bendV || startV > <f64>sourceHeight + bendV) continue;
    let x0 = <i32>Math.floor(from);
    let x1 = <i32>Math.ceil(to);
    if (x0 < left) x0 = left;
    if (x1 > right) x1 = right;
    if (x0 >= x1) continue;
    const rowAt = target + <usize>(y * strideBytes);
    const rowU = <i32>Math.floor(startU * 65536.0) + (pad << 16);
    const rowV = <i32>Math.floor(startV * 65536.0);
    // Lines lie where they lie whatever part of the picture is asked for: the same cue gives the same pixels.
    let at = x0 & ~(line - 1);
    let toV = rowV + fixedVx * at;
    let toU = rowU + fixedUx * at + (bend != 0 ? bentBy(bend, toV, sourceHeight, 0) : 0);
    toV += bend != 0 ? bentBy(bend, toV, sourceHeight, 4) : 0;
    for (; at < x1; at += line) {
      let u = toU;
      let v = toV;
      toU = rowU + fixedUx * (at + line);
      toV = rowV + fixedVx * (at + line);
      if (bend != 0) {
        const dv = bentBy(bend, toV, sourceHeight, 4);
        toU += bentBy(bend, toV, sourceHeight, 0);
        toV += dv;
      }
      const stepU = (toU - u) >> 5;
      const stepV = (toV - v) >> 5;
      const allInside = <u32>u < endU && <u32>v < endV && <u32>(u + stepU * line) < endU && <u32>(v + stepV * line) < endV;
      const leaps = stepU < 0 || stepU > longestRight || abs(stepV) > longestDown;
      let end = at + line;
      if (end > right) end = right;
      let x = at;
      if (x < left) {
        u += stepU * (left - x);
        v += stepV * (left - x);
        x = left;
      }
      if (allInside && !leaps && end - x == line) {
        // Most lines are of one kind.
        let runU = u;
        let runV = v;
        const first = <i32>load<u8>(map + <usize>((runV >> cellShift) * columns + (runU >> cellShift)));
        let any = first;
        let every = first;
        for (let n = 1; n < line / run; n++) {
          runU += stepU * run;
          runV += stepV * run;
          const shows = <i32>load<u8>(map + <usize>((runV >> cellShift) * columns + (runU >> cellShift)));
          any |= shows;
          every &= shows;
        }
        any &= kinds;
        if (any == nothing) continue;
        if (any == (every & kinds)) {
          const from = rowAt + (<usize>x << 2);
          drawRun(any, mode, from, from + 4 * line, u, v, stepU, stepV, source, stride, endU, endV, opacity);
          continue;
        }
      }
      // Neighbouring runs of one kind are drawn as one.
      let pending = nothing;
      let begun = x;
      let begunU = u;
      let begunV = v;
      for (;;) {
        let kind = nothing;
        let next = x + run;
        if (next > end) next = end;
        const count = next - x;
        if (count > 0) {
          let column = u >> cellShift;
          let row = v >> cellShift;
          let inside = allInside;
          if (!inside) {
            inside = <u32>u < endU && <u32>v < endV && <u32>(u + stepU * count) < endU && <u32>(v + stepV * count) < endV;
            column = column < 0 ? 0 : column > lastColumn ? lastColumn : column;
            row = row < 0 ? 0 : row > lastCellRow ? lastCellRow : row;
          }
          kind = leaps ? some : <i32>load<u8>(map + <usize>(row * columns + column)) & kinds;
          if (kind != nothing && (!inside || (count & 3) != 0)) kind = edge;
        }
        if (kind != pending || count <= 0) {
          if (pending != nothing) {
            const from = rowAt + (<usize>begun << 2);
            drawRun(pending, mode, from, rowAt + (<usize>x << 2), begunU, begunV, stepU, stepV, source, stride, endU, endV, opacity);
          }
          if (count <= 0) break;
          pending = kind;
          begun = x;
          begunU = u;
          begunV = v;
        }
        u += stepU * count;
        v += stepV * count;
        x = next;
      }
    }
  }
}
