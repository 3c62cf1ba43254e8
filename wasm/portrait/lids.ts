/** Lids that come down over the eye, column by column. */
import { n0_05, n0_3, n0_4, n0_5, n0_6, n0_85, n1, shifts } from './constants';
import { clamp01, index, number, put, splat, toward, whole } from './floats';

/** A word of each of four columns, two rows of it, at heights of their own. */
// @ts-ignore: decorator
@inline
function lidSample(height: v128, scale: f32, first: usize, stride: i32, columnBytes: usize, other: bool): v128 {
  const sy = f32x4.pmax(f32x4.splat(0), f32x4.sub(f32x4.mul(f32x4.add(height, number(n0_5)), f32x4.splat(1 / scale)), number(n0_5)));
  const wholeY = whole(sy);
  const iy = index(wholeY);
  const place = i32x4.mul(iy, i32x4.splat(stride));
  const a = first + <usize>i32x4.extract_lane(place, 0);
  const b = first + <usize>i32x4.extract_lane(place, 1) + columnBytes;
  const c = first + <usize>i32x4.extract_lane(place, 2) + columnBytes * 2;
  const d = first + <usize>i32x4.extract_lane(place, 3) + columnBytes * 3;
  const more: usize = other ? 1 : 0;
  const below = <usize>stride + more;
  const upper = f32x4(<f32>load<u8>(a + more), <f32>load<u8>(b + more), <f32>load<u8>(c + more), <f32>load<u8>(d + more));
  const lower = f32x4(<f32>load<u8>(a + below), <f32>load<u8>(b + below), <f32>load<u8>(c + below), <f32>load<u8>(d + below));
  return toward(upper, lower, f32x4.sub(sy, f32x4.sub(wholeY, number(shifts))));
}

/** `table`: twelve rows of `count` numbers, see kernel-plain.ts. */
// @ts-ignore: decorator
@inline
function lids(count: i32, firstRow: i32, lastRow: i32, firstColumn: i32, table: usize, params: usize, from: usize, to: usize, stride: i32, channels: i32): void {
  const zero = f32x4.splat(0);
  const one = number(n1);
  const scale: f32 = channels == 2 ? 2 : 1;
  const perScale = f32x4.splat(1 / scale);
  const drawn = load<f32>(params, 0) > 0;
  const lashes = splat(params, 1);
  const fade = splat(params, 2);
  const thick = splat(params, 3);
  const perFade = f32x4.splat(1 / load<f32>(params, 8));
  const perLashes3 = f32x4.splat(1 / (load<f32>(params, 4) * 3));
  const perLashes03 = f32x4.splat(1 / (load<f32>(params, 4) * 0.3));
  const row4 = <usize>(count << 2);
  const columnBytes = <usize>channels;
  for (let row = firstRow; row <= lastRow; row++) {
    const y = f32x4.splat((<f32>row + 0.5) * scale - 0.5);
    const rowNumber = f32x4.splat(<f32>row);
    let place = <usize>(row * stride) + <usize>firstColumn * columnBytes;
    for (let n: usize = 0; n < row4; n += 16, place += 4 * columnBytes) {
      const at = table + n;
      const edge = v128.load(at);
      const fallen = v128.load(at + row4);
      const upper = v128.load(at + row4 * 2);
      const line = v128.load(at + row4 * 3);
      const shown = v128.load(at + row4 * 6);
      const within = v128.and(f32x4.ge(rowNumber, v128.load(at + row4 * 10)), f32x4.le(rowNumber, v128.load(at + row4 * 11)));
      let value: v128;
      let other = zero;
      if (channels == 1) value = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(from + place))));
      else {
        const words = i16x8.extend_low_i8x16_u(v128.load64_zero(from + place));
        value = f32x4.convert_i32x4_s(v128.and(words, i32x4.splat(65535)));
        other = f32x4.convert_i32x4_s(i32x4.shr_u(words, 16));
      }
      const above = f32x4.sub(edge, y);
      const falls = v128.and(f32x4.gt(fallen, zero), within);
      const cover = v128.and(clamp01(f32x4.add(f32x4.mul(above, perScale), number(n0_5))), falls);
      if (v128.any_true(cover)) {
        const rest = f32x4.pmax(zero, above);
        let under = value;
        let otherUnder = other;
        if (drawn) {
          const stretched = f32x4.sub(
            f32x4.sub(upper, lashes),
            f32x4.mul(f32x4.sub(rest, lashes), v128.load(at + row4 * 4)),
          );
          // Lanes outside of their columns' rows are not written; their place only has to exist.
          const height = v128.bitselect(v128.bitselect(f32x4.sub(upper, rest), stretched, f32x4.le(rest, lashes)), upper, falls);
          under = lidSample(height, scale, from + <usize>firstColumn * columnBytes + (n >> 2) * columnBytes, stride, columnBytes, false);
          if (channels == 2)
            otherUnder = lidSample(height, scale, from + <usize>firstColumn * columnBytes + (n >> 2) * columnBytes, stride, columnBytes, true);
        } else {
          const share = f32x4.mul(clamp01(f32x4.mul(f32x4.add(f32x4.sub(y, upper), f32x4.add(lashes, fade)), perFade)), v128.load(at + row4 * 5));
          let skin = v128.load(at + row4 * 7);
          if (channels == 1) {
            const dark = clamp01(f32x4.sub(one, f32x4.mul(rest, perLashes3)));
            skin = f32x4.mul(skin, f32x4.sub(one, f32x4.mul(number(n0_05), dark)));
          }
          under = toward(value, skin, share);
          if (channels == 2) otherUnder = toward(other, v128.load(at + row4 * 8), share);
          const lashed = v128.and(f32x4.lt(rest, lashes), falls);
          if (v128.any_true(lashed)) {
            const height = v128.bitselect(f32x4.sub(upper, rest), upper, lashed);
            const kept = v128.and(clamp01(f32x4.mul(f32x4.sub(lashes, rest), perLashes03)), lashed);
            const first = from + <usize>firstColumn * columnBytes + (n >> 2) * columnBytes;
            under = toward(under, lidSample(height, scale, first, stride, columnBytes, false), kept);
            if (channels == 2) otherUnder = toward(otherUnder, lidSample(height, scale, first, stride, columnBytes, true), kept);
          }
        }
        value = toward(value, under, cover);
        if (channels == 2) other = toward(other, otherUnder, cover);
      }
      const near = f32x4.abs(f32x4.sub(above, f32x4.mul(thick, number(n0_3))));
      const width = f32x4.mul(thick, f32x4.add(number(n0_4), f32x4.mul(number(n0_6), line)));
      let ink = clamp01(f32x4.add(f32x4.mul(f32x4.sub(width, near), perScale), number(n0_5)));
      ink = v128.and(f32x4.mul(f32x4.mul(ink, shown), number(n0_85)), within);
      value = toward(value, splat(params, 4), ink);
      if (channels == 2) other = toward(other, splat(params, 5), ink);
      put(to + place, value, other, channels);
    }
  }
}
export function lidsLight(count: i32, firstRow: i32, lastRow: i32, firstColumn: i32, table: usize, params: usize, from: usize, to: usize, stride: i32): void {
  lids(count, firstRow, lastRow, firstColumn, table, params, from, to, stride, 1);
}
export function lidsColour(count: i32, firstRow: i32, lastRow: i32, firstColumn: i32, table: usize, params: usize, from: usize, to: usize, stride: i32): void {
  lids(count, firstRow, lastRow, firstColumn, table, params, from, to, stride, 2);
}
