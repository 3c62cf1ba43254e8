import { describe, expect, it } from 'vitest';
import { createEncoderWatch, type EncoderSample } from '../../../main/programme/child/encoder/encoder-watch.ts';

const frameMs = 1000 / 30;
const idle = { generation: 1, waits: true, writes: 10, unwrittenBytes: 500_000, readBytes: 1000 } as const;

/** Looks `looks` times, `everyMs` apart; gives the stillness that was told each time. */
function watch(looks: number, everyMs: number, sampleAt: (index: number) => Partial<EncoderSample> = () => ({})): number[] {
  const one = createEncoderWatch();
  return Array.from({ length: looks }, (_, index) => one.look({ ...idle, nowMs: index * everyMs, ...sampleAt(index) }));
}

describe('the watch over an encoder', () => {
  it('sees one that is stopped, frame by frame', () => {
    expect(watch(151, frameMs).at(-1)).toBeCloseTo(5000);
  });

  it.each([
    ['it takes frames, however slowly', (index: number) => ({ writes: 10 + Math.floor(index / 60) })],
    ['it takes a large picture piece by piece', (index: number) => ({ unwrittenBytes: 1_300_000 - Math.floor(index / 60) * 65_536 })],
    ['it gives something', (index: number) => ({ readBytes: 1000 + Math.floor(index / 60) })],
  ])('is content while %s', (_what, sampleAt) => {
    expect(Math.max(...watch(900, frameMs, sampleAt))).toBeLessThanOrEqual(60 * frameMs);
  });

  it('does not take frames that are added for frames that are taken', () => {
    expect(watch(151, frameMs, (index) => ({ unwrittenBytes: 500_000 + index })).at(-1)).toBeCloseTo(5000);
  });

  it('has nothing against an encoder that has nothing to do', () => {
    expect(Math.max(...watch(300, frameMs, () => ({ waits: false })))).toBe(0);
  });

  it('counts only what this process lived through: a starved machine, and one that was suspended', () => {
    // 30 s in which this process itself ran twice a second
    expect(watch(61, 500).at(-1)).toBe(3000);
    expect(watch(2, 3_600_000).at(-1)).toBe(50);
  });

  it('begins anew with each generation', () => {
    expect(watch(120, frameMs, (index) => ({ generation: index < 100 ? 1 : 2 })).at(-1)).toBeCloseTo(19 * frameMs);
  });
});
