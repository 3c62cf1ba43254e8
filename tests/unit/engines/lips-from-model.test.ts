/** The way from sound to marks around the lips' model: the same however the sound is cut, complete, bounded. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { visemeCount, visemeIndex } from '../../../main/contract/visemes.ts';
import type { Mark } from '../../../main/contract/speech.ts';
import { framesBefore, rowSize } from '../../../main/engines/child/lips/frame-context.ts';
import { createLipsFromModel } from '../../../main/engines/child/lips/lips-from-model.ts';
import { bandCount, createLogMel, silentLog } from '../../../main/engines/child/lips/log-mel.ts';
import { rowsPerRun, type VisemeNet } from '../../../main/engines/child/lips/viseme-net.ts';

const rate = 16_000;
/** Takes what is loud for an open mouth, by the row's own frame. */
const loudNet: VisemeNet = {
  async run(rows) {
    const scores = new Float32Array(rowsPerRun * visemeCount);
    for (let row = 0; row < rowsPerRun; row += 1) {
      const from = row * rowSize + framesBefore * bandCount;
      const loud = Math.max(...rows.subarray(from, from + bandCount)) > 0;
      scores[row * visemeCount + (loud ? visemeIndex.aa : visemeIndex.sil)] = 8;
    }
    return scores;
  },
  close: async () => undefined,
};
const tone = (ms: number, amplitude: number, sampleRate = rate): number[] =>
  Array.from({ length: (ms * sampleRate) / 1000 }, (_, at) => amplitude * Math.sin((2 * Math.PI * 440 * at) / sampleRate));

async function marksOf(samples: Int16Array, cuts: readonly number[] = []): Promise<Mark[]> {
  const lips = createLipsFromModel(loudNet, rate);
  const marks: Mark[] = [];
  let from = 0;
  for (const to of [...cuts.toSorted((a, b) => a - b), samples.length]) {
    marks.push(...(await lips.hear(samples.subarray(from, to))));
    from = to;
  }
  return [...marks, ...(await lips.end())];
}

it('marks cover the sound in order and without gaps, however it comes', async () => {
  const samples = Int16Array.from([...tone(203, 0), ...tone(333, 9000), ...tone(150, 0)]);
  const whole = await marksOf(samples);
  let end = 0;
  for (const mark of whole) {
    expect(mark.atMs).toBeCloseTo(end, 6);
    expect(mark.durationMs).toBeGreaterThan(0);
    end = mark.atMs + mark.durationMs;
  }
  expect(end).toBeCloseTo((samples.length * 1000) / rate, 6);
  expect(whole.find((mark) => mark.viseme === 'aa')?.atMs).toBeCloseTo(200, -1.4);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: samples.length }), { maxLength: 6 }), async (cuts) => {
      expect(await marksOf(samples, cuts)).toEqual(whole);
    }),
    { numRuns: 25 },
  );
});

it.each([
  ['nothing', 0, 0],
  ['one sample', 1, 1],
  ['full scale', 4000, 32_767],
])('%s is heard without harm', async (_, length, value) => {
  const marks = await marksOf(new Int16Array(length).fill(value));
  expect(marks.reduce((sum, { durationMs }) => sum + durationMs, 0)).toBeCloseTo((length * 1000) / rate, 6);
  expect(marks.every(({ atMs, durationMs }) => Number.isFinite(atMs) && durationMs > 0)).toBe(true);
});

it('hears the same power at every sample rate, and nothing above half of it', () => {
  const loudest = (sampleRate: number): number[] => {
    const mel = createLogMel(sampleRate);
    const frames = [...mel.hear(Int16Array.from(tone(200, 9000, sampleRate))), ...mel.end()];
    expect(frames).toHaveLength(20);
    return Array.from(frames[10] ?? []);
  };
  const [narrow, usual, wide] = [loudest(8000), loudest(16_000), loudest(48_000)];
  for (const other of [narrow, wide]) {
    expect(other.indexOf(Math.max(...other))).toBe(usual.indexOf(Math.max(...usual)));
    expect(Math.max(...other)).toBeCloseTo(Math.max(...usual), 0);
  }
  expect(narrow.at(-1)).toBeCloseTo(silentLog, 3);
});
