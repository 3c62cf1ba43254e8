import { describe, expect, it } from 'vitest';
import { nothingAcknowledged, type Acknowledged } from '../../../main/outlet/child/publisher.ts';
import { createRateMeter } from '../../../main/outlet/child/rate-meter.ts';
import { createAcknowledgements } from '../../../main/outlet/child/rtmp/acknowledgements.ts';
import { createStallWatch, type StallSample } from '../../../main/outlet/child/stall-watch.ts';

const everyMs = 500;
/** Looks twice a second; gives the longest stillness that was told. */
function watch(
  seconds: number,
  sampleAt: (second: number) => Omit<StallSample, 'nowMs'>,
  pauses: Readonly<Record<number, number>> = {},
): number[] {
  const stall = createStallWatch({ pauseMs: 2500 });
  let nowMs = 0;
  const told: number[] = [];
  for (let index = 0; index <= seconds * 2; index += 1) {
    nowMs += everyMs + (pauses[index / 2] ?? 0);
    told.push(stall.look({ nowMs, ...sampleAt(index / 2) }));
  }
  return told;
}
const still = { sentBytes: 1000, acknowledged: nothingAcknowledged, waitingBytes: 500 };
/** Confirmed in steps of `stepBytes`, up to `bytes`. */
const inSteps = (bytes: number, stepBytes: number): Acknowledged => {
  const count = Math.floor(bytes / stepBytes);
  return { bytes: count * stepBytes, count, stepBytes: count > 0 ? stepBytes : 0 };
};

describe('stall watch', () => {
  it('counts the time that waiting bytes do not leave, and begins anew with each one that does', () => {
    expect(watch(4, () => still).at(-1)).toBe(4000);
    expect(watch(4, (second) => ({ ...still, sentBytes: second < 3 ? 1000 : 1001 })).at(-1)).toBe(1000);
  });

  it('sees nothing wrong where nothing waits', () => {
    expect(Math.max(...watch(20, () => ({ ...still, waitingBytes: 0 })))).toBe(0);
  });

  it('goes by acknowledgements once a server sends them: buffers that still swallow bytes do not count as life', () => {
    const frozenAt = 5;
    const told = watch(20, (second) => ({
      sentBytes: second * 400_000,
      acknowledged: inSteps(Math.min(second, frozenAt) * 400_000, 400_000),
      waitingBytes: 0,
    }));
    expect(told.slice(0, frozenAt * 2).every((ms) => ms === 0)).toBe(true);
    expect(told.at(-1)).toBeGreaterThan(10_000);
  });

  it('is as quick on a busy machine, where acknowledgements come in heaps', () => {
    const frozenAt = 20;
    // twenty steps at once, every five seconds
    const told = watch(40, (second) => ({
      sentBytes: second * 400_000,
      acknowledged: inSteps(Math.floor(Math.min(second, frozenAt) / 5) * 2_000_000, 100_000),
      waitingBytes: 0,
    }));
    expect(Math.max(...told.slice(0, frozenAt * 2))).toBeLessThan(5000);
    expect(told[(frozenAt + 10) * 2] ?? 0).toBeGreaterThan(8000);
  });

  it('does not hold it against a server that it never, or hardly ever, acknowledges', () => {
    const never = watch(60, (second) => ({ sentBytes: second * 400_000, acknowledged: nothingAcknowledged, waitingBytes: 0 }));
    expect(Math.max(...never)).toBe(0);
    const once = watch(60, (second) => ({
      sentBytes: second * 400_000,
      acknowledged: second < 2 ? nothingAcknowledged : inSteps(800_000, 800_000),
      waitingBytes: 0,
    }));
    expect(Math.max(...once)).toBe(0);
    const seldom = watch(60, (second) => ({
      sentBytes: second * 100_000,
      acknowledged: inSteps(second * 100_000, 2_000_000),
      waitingBytes: 0,
    }));
    expect(Math.max(...seldom)).toBe(0);
  });

  it('does not take its own standing still for that of the server', () => {
    const told = watch(6, () => still, { 3: 60_000 });
    expect(Math.max(...told)).toBeLessThanOrEqual(3500);
    expect(told[6]).toBe(0);
  });
});

describe('acknowledgements', () => {
  it('are summed over the turn of their 32 bits; a step is what one of them confirms', () => {
    const acknowledgements = createAcknowledgements();
    expect(acknowledgements.seen).toEqual(nothingAcknowledged);
    for (const sequence of [0xffff_0000, 0xffff_0000, 0x0000_0100]) acknowledgements.note(sequence);
    expect(acknowledgements.seen).toEqual({ bytes: 0x1_0000_0100, count: 2, stepBytes: 0xffff_0000 });
    for (let index = 1; index <= 8; index += 1) acknowledgements.note(0x100 + index * 250_000);
    expect(acknowledgements.seen).toMatchObject({ count: 10, stepBytes: 250_000 });
  });

  it('go on where nginx-rtmp begins its count anew, at 0xf0000000, which is no turn of the 32 bits', () => {
    const acknowledgements = createAcknowledgements();
    const stepBytes = 250_000;
    const resetAt = 0xf000_0000;
    const received = (bytes: number): void => {
      for (let sequence = stepBytes; sequence <= bytes; sequence += stepBytes) acknowledgements.note(sequence);
    };
    for (let round = 0; round < 3; round += 1) received(resetAt);
    received(stepBytes);
    // what came before each new beginning is counted with what is confirmed after it: nothing is lost, nothing is made up
    expect(acknowledgements.seen.bytes).toBe(3 * resetAt + stepBytes);
    expect(acknowledgements.seen.stepBytes).toBeLessThan(2 * stepBytes);
    // the larger step is forgotten like any other
    for (let index = 2; index <= 9; index += 1) acknowledgements.note(index * stepBytes);
    expect(acknowledgements.seen.stepBytes).toBe(stepBytes);
  });

  it('go on after any other new beginning with what is confirmed since', () => {
    const acknowledgements = createAcknowledgements();
    for (const sequence of [1_000_000_000, 250_000, 500_000]) acknowledgements.note(sequence);
    expect(acknowledgements.seen).toMatchObject({ bytes: 1_000_500_000, count: 3 });
  });
});

describe('rate meter', () => {
  it('tells the rate of the last seconds, not of the whole time', () => {
    const meter = createRateMeter();
    let bytes = 0;
    let rate = 0;
    for (let second = 0; second <= 30; second += 1) {
      rate = meter.read(second * 1000, bytes);
      if (second === 10) expect(rate).toBe(3000);
      bytes += second < 15 ? 375_000 : 0;
    }
    expect(rate).toBe(0);
  });

  it('knows nothing at first, and begins anew with a counter that went back', () => {
    const meter = createRateMeter();
    expect(meter.read(0, 1000)).toBe(0);
    expect(meter.read(1000, 126_000)).toBe(1000);
    expect(meter.read(2000, 0)).toBe(0);
    expect(meter.read(3000, 125_000)).toBe(1000);
  });
});
