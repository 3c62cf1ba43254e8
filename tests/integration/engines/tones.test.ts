/** Mandarin tones as they are heard: the contour of the fundamental, found by autocorrelation in what the synthesizer gives. */
import { expect, it } from 'vitest';
import { createEspeak, espeakSampleRate, type Espeak } from '../../../packages/engine-espeak/src/espeak-program.ts';
import { planSpeech } from '../../../packages/engine-espeak/src/plan-speech.ts';

/** Semitones over the first reading, every 20 ms of voiced sound. */
function contour(samples: Int16Array): number[] {
  const size = Math.floor(espeakSampleRate * 0.03);
  const least = Math.floor(espeakSampleRate / 300);
  const most = Math.floor(espeakSampleRate / 60);
  const found: number[] = [];
  const similarity = (from: number, lag: number): number => {
    let product = 0;
    let a = 1;
    let b = 1;
    for (let at = from; at < from + size; at += 1) {
      const [x, y] = [samples[at] ?? 0, samples[at + lag] ?? 0];
      product += x * y;
      a += x * x;
      b += y * y;
    }
    return Math.sqrt(a / size) < 800 ? 0 : product / Math.sqrt(a * b);
  };
  for (let from = 0; from + 2 * size < samples.length; from += Math.floor(espeakSampleRate * 0.02)) {
    let best = 0;
    let bestLag = 0;
    // The shortest lag that fits: twice the period fits as well.
    for (let lag = least; lag < most; lag += 1) {
      const fit = similarity(from, lag);
      if (fit > best + 0.02) [best, bestLag] = [fit, lag];
    }
    if (best > 0.7) found.push(espeakSampleRate / bestLag);
  }
  const middle = found.toSorted((x, y) => x - y)[found.length >> 1] ?? 1;
  // Octave errors are left out.
  const clean = found.filter((hz) => hz > middle / 1.5 && hz < middle * 1.5);
  return clean.map((hz) => 12 * Math.log2(hz / (clean[0] ?? 1)));
}

let espeak: Espeak;
async function say(text: string): Promise<number[]> {
  espeak ??= await createEspeak();
  const samples = planSpeech(text, 'zh').map((piece) =>
    Array.from(espeak.synthesise({ voice: 'cmn-latn-pinyin+f2', text: piece.text, wordsPerMinute: 150, pitch: 50, range: 50 }).samples),
  );
  return contour(Int16Array.from(samples.flat()));
}
const rise = (line: readonly number[]): number => (line.at(-1) ?? 0) - (line[0] ?? 0);
const lowest = (line: readonly number[]): number => Math.min(...line);
/** Place of the lowest reading, 0..1. */
const dipAt = (line: readonly number[]): number => line.indexOf(lowest(line)) / Math.max(1, line.length - 1);

it('妈 麻 马 骂 are four tones', async () => {
  const [level, rising, dipping, falling] = [await say('妈'), await say('麻'), await say('马'), await say('骂')];
  for (const line of [level, rising, dipping, falling]) expect(line.length).toBeGreaterThan(6);
  expect(Math.max(...level) - lowest(level)).toBeLessThan(2);
  expect(rise(rising)).toBeGreaterThan(2);
  expect(rise(falling)).toBeLessThan(-1);
  // The third tone goes down in its second half before it rises again.
  const turn = dipping.slice(Math.floor(dipping.length * 0.35));
  expect(turn[0] as number).toBeGreaterThan(lowest(turn) + 0.8);
  expect(dipping.at(-1) as number).toBeGreaterThan(lowest(turn) + 0.8);
  expect(dipAt(turn)).toBeGreaterThan(0.1);
});

it('two third tones in a row: the first one rises', async () => {
  const pair = await say('你好');
  const first = pair.slice(0, Math.floor(pair.length / 2));
  expect(Math.max(...first) - (first[0] ?? 0)).toBeGreaterThan(2);
});

it('不 and 一 change before a falling tone', async () => {
  const first = async (text: string): Promise<string> => planSpeech(text, 'zh')[0]?.text ?? '';
  expect(await first('不要')).toBe('bu2yao4.');
  expect(await first('不行')).toMatch(/^bu4 ?xing2\.$/);
  expect(await first('一定')).toBe('yi2ding4.');
  expect(await first('一起')).toBe('yi4qi3.');
  expect(await first('第一')).toMatch(/yi1\.$/);
});
