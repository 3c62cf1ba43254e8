/**
 * Wall time of a place in a received stream. The studio tells when it handed a clause's first sample to the encoder, the report tells where in the
 * stream that sample is. The last one before a place counts: each new encoder may shift what comes after it, and the slate before it belongs
 * to the time before. Pure.
 */
export interface ClockSample {
  readonly streamSeconds: number;
  readonly wallMs: number;
}

export interface StreamClock {
  wallMs(streamSeconds: number): number;
  /** Median of wall time minus stream time; the fallback's where nothing was heard. */
  readonly medianMs: number;
  /** Largest minus smallest: by how much the stream fell behind (or caught up) in the course of the segment. */
  readonly spreadMs: number;
  readonly samples: number;
  /** In stream order: how much later than the first one of this segment the viewer gets what is handed out. */
  readonly delays: readonly { readonly wallMs: number; readonly delayMs: number }[];
}

/** `fallbackMs`: wall time of the stream's zero, for a segment in which nothing was heard. */
export function createStreamClock(samples: readonly ClockSample[], fallbackMs: number): StreamClock {
  const known = samples
    .map(({ streamSeconds, wallMs }) => ({ streamSeconds, zeroMs: wallMs - streamSeconds * 1000 }))
    .sort((a, b) => a.streamSeconds - b.streamSeconds);
  const zeros = known.map(({ zeroMs }) => zeroMs).sort((a, b) => a - b);

  function zeroAt(streamSeconds: number): number {
    let low = 0;
    let high = known.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((known[middle]?.streamSeconds ?? 0) <= streamSeconds) low = middle + 1;
      else high = middle;
    }
    return (known[low - 1] ?? known[0])?.zeroMs ?? fallbackMs;
  }

  return {
    wallMs: (streamSeconds) => zeroAt(streamSeconds) + streamSeconds * 1000,
    medianMs: zeros[zeros.length >> 1] ?? fallbackMs,
    spreadMs: (zeros.at(-1) ?? 0) - (zeros[0] ?? 0),
    samples: known.length,
    delays: known.map(({ streamSeconds, zeroMs }) => ({
      wallMs: zeroMs + streamSeconds * 1000,
      delayMs: (known[0]?.zeroMs ?? zeroMs) - zeroMs,
    })),
  };
}
