/** Planar pictures: sizes, views and the conversion from RGBA. BT.709, limited range. Pure. */
export interface I420Picture {
  readonly width: number;
  readonly height: number;
  /** Y, U and V one after the other, as the encoder reads them. */
  readonly data: Uint8Array;
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
}

/** A premultiplied picture: planes about black (16, 128, 128), and alpha. */
export interface I420APicture extends I420Picture {
  readonly a: Uint8Array;
}

export const i420Bytes = (width: number, height: number): number => (width * height * 3) / 2;
export const i420aBytes = (width: number, height: number): number => (width * height * 5) / 2;

export function createI420(width: number, height: number, data: Uint8Array = new Uint8Array(i420Bytes(width, height))): I420Picture {
  const luma = width * height;
  const chroma = luma / 4;
  return {
    width,
    height,
    data,
    y: data.subarray(0, luma),
    u: data.subarray(luma, luma + chroma),
    v: data.subarray(luma + chroma, luma + 2 * chroma),
  };
}

export function createI420A(width: number, height: number, data: Uint8Array = new Uint8Array(i420aBytes(width, height))): I420APicture {
  const luma = width * height;
  return { ...createI420(width, height, data), a: data.subarray((luma * 3) / 2, (luma * 5) / 2) };
}

/** Fixed point, 16 bits: BT.709 coefficients times 219/255 for luma and 224/255 for chroma. */
const yR = 11966;
const yG = 40254;
const yB = 4064;
const uR = -6596;
const uG = -22189;
const vG = -26145;
const vB = -2639;
const full = 28785;

/**
 * RGBA to premultiplied planes. `alpha` tells what the input is; 'straight' is multiplied on the way.
 * The sums are linear, so a premultiplied input gives premultiplied planes about black by itself.
 */
export function rgbaToI420A(rgba: Uint8Array | Uint8ClampedArray, alpha: 'premultiplied' | 'straight', out: I420APicture): void {
  const { width, height } = out;
  const stride = width * 4;
  for (let row = 0; row < height; row += 2) {
    for (let col = 0; col < width; col += 2) {
      let r = 0;
      let g = 0;
      let b = 0;
      for (let k = 0; k < 4; k++) {
        const x = col + (k & 1);
        const line = row + (k >> 1);
        const at = line * stride + x * 4;
        const a = rgba[at + 3]!;
        let pr = rgba[at]!;
        let pg = rgba[at + 1]!;
        let pb = rgba[at + 2]!;
        if (alpha === 'straight' && a !== 255) {
          pr = (pr * a + 127) / 255;
          pg = (pg * a + 127) / 255;
          pb = (pb * a + 127) / 255;
        }
        const luma = line * width + x;
        out.y[luma] = 16 + ((yR * pr + yG * pg + yB * pb + 32768) >> 16);
        out.a[luma] = a;
        r += pr;
        g += pg;
        b += pb;
      }
      const chroma = (row >> 1) * (width >> 1) + (col >> 1);
      out.u[chroma] = 128 + ((uR * r + uG * g + full * b + 131072) >> 18);
      out.v[chroma] = 128 + ((full * r + vG * g + vB * b + 131072) >> 18);
    }
  }
}

/** An opaque picture for the canvas. */
export function rgbaToI420(rgba: Uint8Array | Uint8ClampedArray, width: number, height: number): I420Picture {
  const picture = createI420A(width, height);
  rgbaToI420A(rgba, 'premultiplied', picture);
  return createI420(width, height, picture.data.slice(0, i420Bytes(width, height)));
}
