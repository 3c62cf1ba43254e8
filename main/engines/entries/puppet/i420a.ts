/** RGBA pixels (not premultiplied, as a canvas gives them) to premultiplied I420 with alpha, BT.709 limited range: see contract/media.ts. Fixed point, no allocation. */

export function i420aLength(width: number, height: number): number {
  return width * height * 2 + (width >> 1) * (height >> 1) * 2;
}

/*
 * Y = 16 + 219/255 (0.2126 R + 0.7152 G + 0.0722 B); Cb = 128 + 224/255 (B - Y') / 1.8556; Cr = 128 + 224/255 (R - Y') / 1.5748, as 16-bit fractions.
 * The rows of Cb and Cr sum to nothing, so grey stays grey. Chroma is of four pixels, hence two bits more.
 */
const yR = 11_966;
const yG = 40_254;
const yB = 4_064;
const uR = -6_596;
const uG = -22_189;
const uB = 28_785;
const vR = 28_785;
const vG = -26_145;
const vB = -2_640;
const yBase = (16 << 16) + 32_768;
const cBase = (128 << 18) + 131_072;

/**
 * Writes `rows` rows, from row `fromRow` on, of a picture of width * height. `pixels` are those rows as little-endian RGBA words; all numbers are even.
 * `out` holds the planes Y, U, V, A of the whole picture.
 */
export function writeI420a(pixels: Uint32Array, width: number, height: number, out: Uint8Array, fromRow = 0, rows = height): void {
  const halfWidth = width >> 1;
  const uAt = width * height;
  const vAt = uAt + halfWidth * (height >> 1);
  const aAt = vAt + halfWidth * (height >> 1);
  const skipped = fromRow * width;
  for (let y = fromRow; y < fromRow + rows; y += 2) {
    let top = y * width;
    let chroma = (y >> 1) * halfWidth;
    for (const end = top + width; top < end; top += 2, chroma++) {
      const low = top + width;
      const p0 = pixels[top - skipped]!;
      const p1 = pixels[top + 1 - skipped]!;
      const p2 = pixels[low - skipped]!;
      const p3 = pixels[low + 1 - skipped]!;
      if ((p0 | p1 | p2 | p3) === 0) {
        out[top] = out[top + 1] = out[low] = out[low + 1] = 16;
        out[uAt + chroma] = out[vAt + chroma] = 128;
        out[aAt + top] = out[aAt + top + 1] = out[aAt + low] = out[aAt + low + 1] = 0;
        continue;
      }
      let r = p0 & 255;
      let g = (p0 >>> 8) & 255;
      let b = (p0 >>> 16) & 255;
      let a = p0 >>> 24;
      out[aAt + top] = a;
      if (a !== 255) {
        r = (r * a * 257 + 32_768) >>> 16;
        g = (g * a * 257 + 32_768) >>> 16;
        b = (b * a * 257 + 32_768) >>> 16;
      }
      out[top] = (yR * r + yG * g + yB * b + yBase) >> 16;
      let sumR = r;
      let sumG = g;
      let sumB = b;

      r = p1 & 255;
      g = (p1 >>> 8) & 255;
      b = (p1 >>> 16) & 255;
      a = p1 >>> 24;
      out[aAt + top + 1] = a;
      if (a !== 255) {
        r = (r * a * 257 + 32_768) >>> 16;
        g = (g * a * 257 + 32_768) >>> 16;
        b = (b * a * 257 + 32_768) >>> 16;
      }
      out[top + 1] = (yR * r + yG * g + yB * b + yBase) >> 16;
      sumR += r;
      sumG += g;
      sumB += b;

      r = p2 & 255;
      g = (p2 >>> 8) & 255;
      b = (p2 >>> 16) & 255;
      a = p2 >>> 24;
      out[aAt + low] = a;
      if (a !== 255) {
        r = (r * a * 257 + 32_768) >>> 16;
        g = (g * a * 257 + 32_768) >>> 16;
        b = (b * a * 257 + 32_768) >>> 16;
      }
      out[low] = (yR * r + yG * g + yB * b + yBase) >> 16;
      sumR += r;
      sumG += g;
      sumB += b;

      r = p3 & 255;
      g = (p3 >>> 8) & 255;
      b = (p3 >>> 16) & 255;
      a = p3 >>> 24;
      out[aAt + low + 1] = a;
      if (a !== 255) {
        r = (r * a * 257 + 32_768) >>> 16;
        g = (g * a * 257 + 32_768) >>> 16;
        b = (b * a * 257 + 32_768) >>> 16;
      }
      out[low + 1] = (yR * r + yG * g + yB * b + yBase) >> 16;
      sumR += r;
      sumG += g;
      sumB += b;

      out[uAt + chroma] = (uR * sumR + uG * sumG + uB * sumB + cBase) >> 18;
      out[vAt + chroma] = (vR * sumR + vG * sumG + vB * sumB + cBase) >> 18;
    }
  }
}
