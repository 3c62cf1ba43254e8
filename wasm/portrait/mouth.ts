/** The talking mouth's pixels: lips that are bent, and what is seen between them. The formulas are those of kernel-plain.ts. */
import {
  n0_012,
  n0_07,
  n0_105,
  n0_11,
  n0_2,
  n0_25,
  n0_28,
  n0_3,
  n0_34,
  n0_38,
  n0_5,
  n0_6,
  n0_62,
  n0_66,
  n0_72,
  n0_78,
  n0_82,
  n0_86,
  n0_9,
  n0_985,
  n1,
  n1_6,
  n1_9,
  n3,
  n4,
  n5,
  n6,
  n9,
  shifts,
} from './constants';
import { bilinear, clamp01, gather, gatherNumber, index, lit, number, put, splat, toward, whole } from './floats';

// @ts-ignore: decorator
@inline
function mouthValue(
  sampled: v128,
  own: v128,
  ownShare: f32,
  materials: usize,
  shade: v128,
  dome: v128,
  tongueLight: v128,
  lowLight: v128,
  lowShare: v128,
  upLight: v128,
  upShare: v128,
  inside: v128,
): v128 {
  const zero = splat(materials, 0);
  let inner = lit(zero, splat(materials, 1), shade);
  inner = toward(inner, lit(zero, splat(materials, 3), tongueLight), dome);
  inner = toward(inner, lit(zero, splat(materials, 2), lowLight), lowShare);
  inner = toward(inner, lit(zero, splat(materials, 2), upLight), upShare);
  if (ownShare > 0) inner = toward(inner, own, f32x4.splat(ownShare));
  return toward(sampled, inner, inside);
}

/** See kernel-plain.ts. */
// @ts-ignore: decorator
@inline
function mouth(
  count: i32,
  at: usize,
  xs: usize,
  ys: usize,
  pulls: usize,
  grooves: usize,
  table: usize,
  params: usize,
  from: usize,
  to: usize,
  stride: i32,
  channels: i32,
): void {
  const one = number(n1);
  const zero = f32x4.splat(0);
  const drawn = load<f32>(params, 64) > 0;
  const ownShare = load<f32>(params, 44);
  const lowerTeeth = load<f32>(params, 60);
  const rowBytes = <usize>stride;
  for (let n: usize = 0; n < <usize>(count << 2); n += 16) {
    const lx = v128.load(xs + n);
    const ly = v128.load(ys + n);
    const u = f32x4.mul(lx, f32x4.add(one, f32x4.mul(splat(params, 0), v128.load(pulls + n))));
    const span = splat(params, 2);
    const within = f32x4.pmax(f32x4.neg(span), f32x4.pmin(span, u));
    const step = i32x4.shl(index(whole(f32x4.mul(f32x4.add(within, span), splat(params, 1)))), 5);
    const s0 = table + <usize>i32x4.extract_lane(step, 0);
    const s1 = table + <usize>i32x4.extract_lane(step, 1);
    const s2 = table + <usize>i32x4.extract_lane(step, 2);
    const s3 = table + <usize>i32x4.extract_lane(step, 3);
    const r0 = v128.load(s0);
    const r1 = v128.load(s1);
    const r2 = v128.load(s2);
    const r3 = v128.load(s3);
    const e0 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
    const e1 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
    const f0 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
    const f1 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
    const edgeUp = v128.shuffle<i32>(e0, e1, 0, 1, 4, 5);
    const edgeLow = v128.shuffle<i32>(e0, e1, 2, 3, 6, 7);
    const upperRest = v128.shuffle<i32>(f0, f1, 0, 1, 4, 5);
    const lowerRest = v128.shuffle<i32>(f0, f1, 2, 3, 6, 7);
    const dUp = f32x4.sub(ly, edgeUp);
    const dLow = f32x4.sub(edgeLow, ly);
    const isInside = v128.and(f32x4.gt(dUp, zero), f32x4.gt(dLow, zero));
    const anyInside = v128.any_true(isInside);
    const pixelsAt = load<i32>(at + (n >> 2));
    let value: v128;
    let other = zero;
    let own = zero;
    let otherOwn = zero;
    if (drawn || (ownShare > 0 && anyInside)) {
      if (channels == 1) own = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(from + <usize>pixelsAt))));
      else {
        const words = i16x8.extend_low_i8x16_u(v128.load64_zero(from + <usize>pixelsAt));
        own = f32x4.convert_i32x4_s(v128.and(words, i32x4.splat(65535)));
        otherOwn = f32x4.convert_i32x4_s(i32x4.shr_u(words, 16));
      }
    }
    if (drawn) {
      value = own;
      other = otherOwn;
    } else {
      const isUp = f32x4.le(dUp, zero);
      const t = clamp01(v128.bitselect(f32x4.mul(dUp, splat(params, 3)), f32x4.mul(dLow, splat(params, 4)), isUp));
      const fall = f32x4.sub(one, f32x4.mul(f32x4.mul(t, t), f32x4.sub(number(n3), f32x4.add(t, t))));
      const shift = v128.bitselect(f32x4.sub(upperRest, edgeUp), f32x4.sub(lowerRest, edgeLow), isUp);
      const outer = f32x4.add(ly, f32x4.mul(shift, fall));
      const v = v128.bitselect(v128.bitselect(upperRest, lowerRest, f32x4.lt(dUp, dLow)), outer, isInside);
      const cos = splat(params, 5);
      const sin = splat(params, 6);
      const px = f32x4.pmax(zero, f32x4.add(splat(params, 7), f32x4.sub(f32x4.mul(u, cos), f32x4.mul(v, sin))));
      const py = f32x4.pmax(zero, f32x4.add(splat(params, 8), f32x4.add(f32x4.mul(u, sin), f32x4.mul(v, cos))));
      const wholeX = whole(px);
      const wholeY = whole(py);
      const fx = f32x4.sub(px, f32x4.sub(wholeX, number(shifts)));
      const fy = f32x4.sub(py, f32x4.sub(wholeY, number(shifts)));
      const ix = index(wholeX);
      const iy = index(wholeY);
      const place = i32x4.add(i32x4.mul(iy, i32x4.splat(stride)), channels == 2 ? i32x4.shl(ix, 1) : ix);
      const upper = gather(place, from, channels);
      const lower = gather(place, from + rowBytes, channels);
      value = bilinear(upper, lower, 0, channels == 2 ? 16 : 8, fx, fy);
      if (channels == 2) other = bilinear(upper, lower, 8, 24, fx, fy);
    }
    if (anyInside || drawn) {
      const slack = gatherNumber(s0, s1, s2, s3, 16);
      if (anyInside) {
        const inside = v128.and(clamp01(f32x4.mul(f32x4.pmin(dUp, dLow), slack)), isInside);
        const gap = gatherNumber(s0, s1, s2, s3, 20);
        const side = f32x4.mul(lx, lx);
        const height = splat(params, 10);
        const shade = f32x4.mul(
          f32x4.add(number(n0_62), f32x4.mul(number(n0_38), f32x4.pmin(one, f32x4.mul(dUp, number(n5))))),
          f32x4.sub(one, f32x4.mul(number(n0_3), side)),
        );
        const rise = f32x4.mul(
          f32x4.sub(
            f32x4.sub(ly, splat(params, 14)),
            f32x4.mul(f32x4.mul(number(n0_5), side), f32x4.add(number(n0_3), height)),
          ),
          number(n9),
        );
        const dome = f32x4.mul(
          f32x4.mul(clamp01(rise), f32x4.pmax(zero, f32x4.sub(one, f32x4.mul(side, number(n1_9))))),
          number(n0_9),
        );
        const tongueLight = f32x4.mul(
          v128.load(grooves + n),
          f32x4.add(number(n0_72), f32x4.mul(number(n0_28), f32x4.pmin(one, f32x4.mul(rise, number(n0_3))))),
        );
        let lowShare = zero;
        let lowLight = zero;
        if (lowerTeeth > 0.02) {
          const row = f32x4.mul(f32x4.sub(ly, f32x4.sub(edgeLow, f32x4.splat(0.1 * lowerTeeth))), splat(params, 18));
          lowShare = f32x4.mul(clamp01(row), f32x4.pmax(zero, f32x4.sub(one, f32x4.add(side, side))));
          lowLight = f32x4.mul(number(n0_78), f32x4.sub(one, f32x4.mul(number(n0_5), side)));
        }
        let toothEdge = f32x4.add(
          upperRest,
          f32x4.mul(f32x4.sub(number(n0_105), f32x4.mul(number(n0_07), side)), splat(params, 12)),
        );
        if (!drawn) toothEdge = f32x4.sub(toothEdge, f32x4.mul(gap, number(n0_012)));
        const under = f32x4.add(f32x4.mul(f32x4.sub(toothEdge, ly), splat(params, 18)), number(n0_5));
        const upShare = f32x4.mul(clamp01(under), clamp01(f32x4.mul(f32x4.sub(number(n0_82), f32x4.abs(lx)), number(n4))));
        let upLight: v128;
        if (drawn) upLight = f32x4.sub(one, f32x4.mul(number(n0_2), side));
        else {
          upLight = f32x4.mul(
            f32x4.sub(one, f32x4.mul(number(n0_6), side)),
            f32x4.add(number(n0_66), f32x4.mul(number(n0_34), f32x4.pmin(one, f32x4.mul(dUp, number(n6))))),
          );
          upLight = f32x4.mul(f32x4.mul(upLight, splat(params, 13)), f32x4.sub(one, f32x4.mul(gap, number(n0_11))));
          upLight = f32x4.mul(upLight, v128.bitselect(number(n0_86), one, f32x4.lt(under, number(n1_6))));
        }
        value = mouthValue(value, own, ownShare, params + 80, shade, dome, tongueLight, lowLight, lowShare, upLight, upShare, inside);
        if (channels == 2)
          other = mouthValue(other, otherOwn, ownShare, params + 100, shade, dome, tongueLight, lowLight, lowShare, upLight, upShare, inside);
      }
      if (drawn) {
        const high = f32x4.abs(dUp);
        const low = f32x4.abs(dLow);
        const near = f32x4.mul(f32x4.pmin(high, low), slack);
        let thick = f32x4.mul(
          splat(params, 17),
          f32x4.pmax(number(n0_25), f32x4.sub(one, f32x4.mul(number(n0_6), f32x4.mul(u, u)))),
        );
        thick = f32x4.mul(thick, v128.bitselect(one, splat(params, 19), f32x4.le(high, low)));
        const beyond = f32x4.mul(f32x4.pmax(zero, f32x4.sub(f32x4.abs(u), number(n0_985))), splat(params, 9));
        const ink = clamp01(f32x4.sub(f32x4.sub(f32x4.add(thick, number(n0_5)), near), beyond));
        value = toward(value, splat(params, 24), ink);
        if (channels == 2) other = toward(other, splat(params, 29), ink);
      }
    }
    put(to + <usize>pixelsAt, value, other, channels);
  }
}
export function mouthLight(
  count: i32,
  at: usize,
  xs: usize,
  ys: usize,
  pulls: usize,
  grooves: usize,
  table: usize,
  params: usize,
  from: usize,
  to: usize,
  stride: i32,
): void {
  mouth(count, at, xs, ys, pulls, grooves, table, params, from, to, stride, 1);
}
export function mouthColour(
  count: i32,
  at: usize,
  xs: usize,
  ys: usize,
  pulls: usize,
  grooves: usize,
  table: usize,
  params: usize,
  from: usize,
  to: usize,
  stride: i32,
): void {
  mouth(count, at, xs, ys, pulls, grooves, table, params, from, to, stride, 2);
}
