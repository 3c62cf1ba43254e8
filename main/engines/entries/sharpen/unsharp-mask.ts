/**
 * Unsharp mask on the luma of an i420a picture. Pure, but for the buffers that it keeps between calls.
 * out = y + strength * gain * (y - blur(y)), blur = the 3x3 binomial kernel (1 2 1) x (1 2 1) / 16. Colour and alpha stay as they are.
 *
 * The edge of the anchor: planes are premultiplied, so a blur over the edge would take the nothing behind it for black and draw a bright rim.
 * Only pixels whose whole neighbourhood is opaque are touched, and the result never leaves the range of what surrounds it by more than `overshoot`.
 */
const gain = 2;
/** Luma steps. Overshoot is what makes a picture look sharp, too much of it is a halo. */
const overshoot = 12;
const limited = { least: 16, most: 235 } as const;
const opaque = 255;

/** The result is overwritten by the next call. */
export function createUnsharpMask(strength: number): (data: Uint8Array, width: number, height: number) => Uint8Array {
  const amount = Math.round(strength * gain * 16);
  let out = new Uint8Array(0);
  return (data, width, height) => {
    if (out.length < data.length) out = new Uint8Array(data.length);
    const result = out.subarray(0, data.length);
    result.set(data);
    if (amount > 0 && width >= 3 && height >= 3) sharpenLuma(data, result, width, height, amount);
    return result;
  };
}

/** `amount` in sixteenths; with the kernel's sixteenths the sum has eight bits of fraction. */
function sharpenLuma(data: Uint8Array, out: Uint8Array, width: number, height: number, amount: number): void {
  const alpha = (width * height * 3) / 2;
  for (let row = 1; row < height - 1; row++) {
    const from = row * width;
    const to = from + width - 1;
    // How many columns in a row up to here are opaque above, at and below.
    let run = columnOpaque(data, alpha + from, width) ? 1 : 0;
    if (columnOpaque(data, alpha + from + 1, width)) run += 1;
    else run = 0;
    for (let at = from + 1; at < to; at++) {
      run = columnOpaque(data, alpha + at + 1, width) ? run + 1 : 0;
      if (run < 3) continue;
      const up = at - width;
      const down = at + width;
      const y = data[at]!;
      const n = data[up]!;
      const s = data[down]!;
      const w = data[at - 1]!;
      const e = data[at + 1]!;
      const blur16 = 4 * y + 2 * (n + s + w + e) + data[up - 1]! + data[up + 1]! + data[down - 1]! + data[down + 1]!;
      const detail = 16 * y - blur16;
      if (detail === 0) continue;
      let value = y + ((amount * detail + 128) >> 8);
      const least = Math.max(limited.least, Math.min(y, n, s, w, e) - overshoot);
      const most = Math.min(limited.most, Math.max(y, n, s, w, e) + overshoot);
      if (value < least) value = least;
      else if (value > most) value = most;
      out[at] = value;
    }
  }
}

function columnOpaque(data: Uint8Array, at: number, width: number): boolean {
  return data[at] === opaque && data[at - width] === opaque && data[at + width] === opaque;
}
