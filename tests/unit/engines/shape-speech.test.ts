/** Trimming and marks, on made-up sound whose truth is known. */
import { describe, expect, it } from 'vitest';
import type { Mark } from '../../../main/contract/speech.ts';
import { findSound, intonationRange, shapeSpeech } from '../../../main/engines/child/shape-speech.ts';
import { createSpeechLevel } from '../../../main/engines/child/sound/speech-level.ts';

const rate = 16_000;
const options = () => ({ level: createSpeechLevel(), voice: 'v', volume: 1 });
const ms = (value: number): number => (value * rate) / 1000;
function tone(leadMs: number, toneMs: number, tailMs: number, level = 12_000): Int16Array {
  const samples = new Int16Array(ms(leadMs + toneMs + tailMs));
  for (let at = ms(leadMs); at < ms(leadMs + toneMs); at += 1) samples[at] = Math.round(level * Math.sin((2 * Math.PI * 200 * at) / rate));
  return samples;
}
const mark = (atMs: number, durationMs: number, phoneme: string): Mark => ({ atMs, durationMs, phoneme, viseme: 'aa' });

describe('shaping', () => {
  it('leaves at most 30 ms of silence at either end and moves the marks with the sound', () => {
    const shaped = shapeSpeech(
      {
        samples: tone(200, 300, 250),
        sampleRate: rate,
        marks: [mark(0, 200, 'pau'), mark(200, 150, 'a'), mark(350, 150, 'b'), mark(500, 250, 'pau')],
      },
      options(),
    );
    const { from, to } = findSound(shaped.samples, rate, { before: 0, after: 0 });
    expect((from * 1000) / rate).toBeLessThanOrEqual(30);
    expect(((shaped.samples.length - to) * 1000) / rate).toBeLessThanOrEqual(30);
    const durationMs = (shaped.samples.length * 1000) / rate;
    const a = shaped.marks.find(({ phoneme }) => phoneme === 'a') as Mark;
    expect(Math.abs(a.atMs - (from * 1000) / rate)).toBeLessThanOrEqual(5);
    expect(shaped.marks.at(-1)?.phoneme).toBe('pau');
    for (const { atMs, durationMs: length } of shaped.marks) expect(atMs >= 0 && atMs + length <= durationMs + 1e-6).toBe(true);
  });

  it('lets the first phoneme begin with the sound when its time is a little off, and only then', () => {
    const begins = (atMs: number): readonly Mark[] =>
      shapeSpeech(
        { samples: tone(200, 300, 50), sampleRate: rate, marks: [{ ...mark(0, atMs, 'pau'), viseme: 'sil' }, mark(atMs, 200, 'a')] },
        options(),
      ).marks;
    const near = begins(220);
    expect(near.find(({ phoneme }) => phoneme === 'a')).toMatchObject({ atMs: 0 });
    // Its end stays where it was.
    expect((near[0] as Mark).durationMs).toBeCloseTo(224, 0);
    expect(near.some(({ phoneme }) => phoneme === 'pau')).toBe(false);
    expect(begins(300).find(({ phoneme }) => phoneme === 'a')?.atMs).toBeGreaterThan(90);
  });

  it('is empty for silence', () =>
    expect(shapeSpeech({ samples: new Int16Array(1000), sampleRate: rate, marks: [mark(0, 10, 'a')] }, options())).toMatchObject({
      marks: [],
      samples: new Int16Array(0),
    }));
});

it('widens the melody for excitement, narrows it for sorrow, by intensity', () => {
  const range = (emotion: 'surprised' | 'sad' | 'neutral', intensity: number): number =>
    intonationRange({ emotion, intensity, gestures: [] });
  expect(range('surprised', 1)).toBeGreaterThan(range('surprised', 0.5));
  expect(range('sad', 1)).toBeLessThan(1);
  expect(range('neutral', 1)).toBe(1);
  expect(range('sad', 0)).toBe(1);
});
