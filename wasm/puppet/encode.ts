/** The picture as I420 with alpha: premultiplied RGBA to BT.709 in limited range, eight pixels of two rows at a time. */

// @ts-ignore: decorator
@inline
function weighed(pixels: v128, weights: v128): v128 {
  const low = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(pixels), weights);
  const high = i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(pixels), weights);
  return i32x4.add(v128.shuffle<i32>(low, high, 0, 2, 4, 6), v128.shuffle<i32>(low, high, 1, 3, 5, 7));
}

/** Sums of 2 x 2 pixels: two such sums from four pixels of the upper row and the four below them. */
// @ts-ignore: decorator
@inline
function summed(upper: v128, lower: v128): v128 {
  const left = i16x8.add(i16x8.extend_low_i8x16_u(upper), i16x8.extend_low_i8x16_u(lower));
  const right = i16x8.add(i16x8.extend_high_i8x16_u(upper), i16x8.extend_high_i8x16_u(lower));
  return i16x8.add(v128.shuffle<i64>(left, right, 0, 2), v128.shuffle<i64>(left, right, 1, 3));
}

// @ts-ignore: decorator
@inline
function chroma(sums: v128, moreSums: v128, weights: v128): v128 {
  const low = i32x4.dot_i16x8_s(sums, weights);
  const high = i32x4.dot_i16x8_s(moreSums, weights);
  const total = i32x4.add(v128.shuffle<i32>(low, high, 0, 2, 4, 6), v128.shuffle<i32>(low, high, 1, 3, 5, 7));
  return i32x4.shr_s(i32x4.add(total, i32x4.splat((128 << 17) + 65536)), 17);
}

/**
 * Premultiplied RGBA to I420 with alpha, BT.709 limited range, premultiplied about black. Width is a multiple of 8, height of 2.
 * Y = 16 + 219/255 (0.2126 R + 0.7152 G + 0.0722 B); Cb = 128 + 224/255 (B - Y') / 1.8556; Cr = 128 + 224/255 (R - Y') / 1.5748, as 15-bit fractions.
 * The rows of Cb and Cr sum to nothing, so grey stays grey.
 */
export function toI420a(source: usize, strideBytes: i32, width: i32, height: i32, out: usize): void {
  const yWeights = i16x8(5983, 20127, 2032, 0, 5983, 20127, 2032, 0);
  const uWeights = i16x8(-3298, -11094, 14392, 0, -3298, -11094, 14392, 0);
  const vWeights = i16x8(14392, -13072, -1320, 0, 14392, -13072, -1320, 0);
  const yBase = i32x4.splat((16 << 15) + 16384);
  let uAt = out + <usize>(width * height);
  let vAt = uAt + <usize>((width >> 1) * (height >> 1));
  let aAt = vAt + <usize>((width >> 1) * (height >> 1));
  let yAt = out;
  for (let y = 0; y < height; y += 2) {
    let upper = source + <usize>(y * strideBytes);
    let lower = upper + <usize>strideBytes;
    for (let x = 0; x < width; x += 8, upper += 32, lower += 32, yAt += 8, aAt += 8, uAt += 4, vAt += 4) {
      const a = v128.load(upper);
      const b = v128.load(upper, 16);
      const c = v128.load(lower);
      const d = v128.load(lower, 16);
      const belowY = yAt + <usize>width;
      const belowA = aAt + <usize>width;
      if (!v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) {
        store<u64>(yAt, 0x1010101010101010);
        store<u64>(belowY, 0x1010101010101010);
        store<u64>(aAt, 0);
        store<u64>(belowA, 0);
        store<u32>(uAt, 0x80808080);
        store<u32>(vAt, 0x80808080);
        continue;
      }
      const ya = i32x4.shr_s(i32x4.add(weighed(a, yWeights), yBase), 15);
      const yb = i32x4.shr_s(i32x4.add(weighed(b, yWeights), yBase), 15);
      const yc = i32x4.shr_s(i32x4.add(weighed(c, yWeights), yBase), 15);
      const yd = i32x4.shr_s(i32x4.add(weighed(d, yWeights), yBase), 15);
      const light = i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(ya, yb), i16x8.narrow_i32x4_s(yc, yd));
      v128.store64_lane(yAt, light, 0);
      v128.store64_lane(belowY, light, 1);
      const alphas = i8x16.narrow_i16x8_u(
        i16x8.narrow_i32x4_s(i32x4.shr_u(a, 24), i32x4.shr_u(b, 24)),
        i16x8.narrow_i32x4_s(i32x4.shr_u(c, 24), i32x4.shr_u(d, 24)),
      );
      v128.store64_lane(aAt, alphas, 0);
      v128.store64_lane(belowA, alphas, 1);
      const s0 = summed(a, c);
      const s1 = summed(b, d);
      const u = chroma(s0, s1, uWeights);
      const v = chroma(s0, s1, vWeights);
      const both = i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(u, v), i16x8.narrow_i32x4_s(u, v));
      v128.store32_lane(uAt, both, 0);
      v128.store32_lane(vAt, both, 1);
    }
    yAt += <usize>width;
    aAt += <usize>width;
  }
}
