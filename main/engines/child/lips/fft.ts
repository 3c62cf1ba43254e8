/** In-place radix-2 Fourier transform of one size (Cooley and Tukey), tables made once. Pure. */
export type Fft = (real: Float64Array, imaginary: Float64Array) => void;

/** `size` is a power of two. */
export function createFft(size: number): Fft {
  const cosines = Float64Array.from({ length: size / 2 }, (_, index) => Math.cos((2 * Math.PI * index) / size));
  const sines = Float64Array.from({ length: size / 2 }, (_, index) => -Math.sin((2 * Math.PI * index) / size));
  const reversed = new Uint32Array(size);
  for (let index = 1; index < size; index += 1) reversed[index] = ((reversed[index >> 1] as number) >> 1) | (index & 1 ? size >> 1 : 0);

  return (real, imaginary) => {
    for (let index = 0; index < size; index += 1) {
      const other = reversed[index] as number;
      if (other <= index) continue;
      [real[index], real[other]] = [real[other] as number, real[index] as number];
      [imaginary[index], imaginary[other]] = [imaginary[other] as number, imaginary[index] as number];
    }
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half);
      for (let from = 0; from < size; from += 2 * half) {
        for (let k = 0; k < half; k += 1) {
          const cosine = cosines[k * stride] as number;
          const sine = sines[k * stride] as number;
          const high = from + k + half;
          const re = (real[high] as number) * cosine - (imaginary[high] as number) * sine;
          const im = (real[high] as number) * sine + (imaginary[high] as number) * cosine;
          real[high] = (real[from + k] as number) - re;
          imaginary[high] = (imaginary[from + k] as number) - im;
          real[from + k] = (real[from + k] as number) + re;
          imaginary[from + k] = (imaginary[from + k] as number) + im;
        }
      }
    }
  };
}
