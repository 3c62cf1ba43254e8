/** Bytes per second over the last few seconds out of a counter that only grows. Whoever reads it also feeds it. */
export interface RateMeter {
  /** The rate now, kbit/s. */
  read(nowMs: number, totalBytes: number): number;
}

const windowMs = 4000;
const spacingMs = 200;

export function createRateMeter(): RateMeter {
  let samples: { readonly atMs: number; readonly bytes: number }[] = [];
  return {
    read(nowMs, totalBytes) {
      const newest = samples.at(-1);
      // a counter that went back belongs to something new
      if (newest && totalBytes < newest.bytes) samples = [];
      if (!newest || nowMs - newest.atMs >= spacingMs) samples.push({ atMs: nowMs, bytes: totalBytes });
      // one sample from before the window stays as its edge
      while (samples.length > 2 && (samples[1]?.atMs ?? nowMs) <= nowMs - windowMs) samples.shift();
      const oldest = samples[0];
      if (!oldest || nowMs - oldest.atMs < spacingMs) return 0;
      return ((totalBytes - oldest.bytes) * 8) / (nowMs - oldest.atMs);
    },
  };
}
