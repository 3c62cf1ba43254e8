import { describe, expect, it } from 'vitest';
import type { Mark } from '../../../main/contract/speech.ts';
import type { EngineSignature } from '../../../main/engines/contract/signature.ts';
import { checkAnswer, checkFeeling } from '../../../main/swap/probe/check-answer.ts';
import { checkFrames, type GoldenFrame } from '../../../main/swap/probe/check-frames.ts';
import { checkSound } from '../../../main/swap/probe/check-sound.ts';
import { compareSignatures } from '../../../main/swap/probe/compare-signatures.ts';

const llm = { kind: 'llm', languages: ['*'], contextTokens: null, model: 'm' } as const satisfies EngineSignature;
const tts = {
  kind: 'tts',
  sampleRate: 16_000,
  channels: 1,
  voices: [{ id: 'v', name: 'v', languages: ['en'] }],
  languages: ['en'],
  timings: 'phoneme',
  follows: { speed: true, pitch: true, volume: true },
} as const satisfies EngineSignature;
const face = {
  kind: 'face',
  width: 64,
  height: 64,
  format: 'rgba',
  visemes: [],
  emotions: [],
  lookaheadMs: 0,
  batch: 1,
  needsPcm: false,
  costMsPerFrame: 4,
} as const satisfies EngineSignature;

describe('signatures', () => {
  it.each<[string, EngineSignature, EngineSignature | undefined, RegExp | null]>([
    ['the same', llm, llm, null],
    ['a slot that was off', tts, undefined, null],
    ['another kind', llm, tts, /a llm/],
    ['a short memory', { ...llm, contextTokens: 128 }, llm, /128 tokens/],
    ['no number', { ...llm, contextTokens: Number.NaN }, llm, /NaN/],
    ['no common language', { ...tts, languages: ['ja'] }, tts, /fall silent/],
    ['one common language', { ...tts, languages: ['ja', 'en'] }, tts, null],
    ['no language at all', { ...tts, languages: [] }, tts, /no language/],
    ['no voice', { ...tts, voices: [] }, tts, /no voice/],
    ['a mad rate', { ...tts, sampleRate: 3 }, tts, /3 samples/],
    ['another size', { ...face, width: 32 }, face, /32x64/],
    ['a far look ahead', { ...face, lookaheadMs: 9000 }, face, /9000 ms/],
  ])('%s', (_name, candidate, against, wanted) => {
    const said = compareSignatures(candidate, against);
    if (wanted === null) expect(said).toBeNull();
    else expect(said?.en).toMatch(wanted);
  });
});

describe('an answer', () => {
  const end = { type: 'end', finishReason: 'stop' } as const;
  it.each<[string, readonly unknown[], RegExp | null]>([
    ['good', [{ type: 'text', text: 'Hi' }, end], null],
    ['nothing', [], /no answer/],
    ['blank', [{ type: 'text', text: '  \n' }, end], /no answer/],
    [
      'nothing but thoughts',
      [
        { type: 'text', text: ' ' },
        { type: 'end', finishReason: 'length' },
      ],
      /limit of tokens/,
    ],
    ['no end', [{ type: 'text', text: 'Hi' }], /without an end/],
    ['garbage', [42], /agreed/],
    ['no text', [{ type: 'text', text: 7 }, end], /not text/],
    ['a loop', [...Array.from({ length: 80 }, () => ({ type: 'text', text: ' buy' })), end], /again and again/],
    ['a flood', [{ type: 'text', text: 'x'.repeat(30_000) }, end], /does not end/],
    ['broken bytes', [{ type: 'text', text: '\uFFFD\uFFFDa' }, end], /broken/],
  ])('%s', (_name, items, wanted) => {
    const said = checkAnswer(items as never);
    if (wanted === null) expect(said).toBeNull();
    else expect(said?.en).toMatch(wanted);
  });

  it.each<[string, unknown, 'good' | 'wrong']>([
    ['good', { emotion: 'happy', intensity: 0.4, gestures: ['nod'] }, 'good'],
    ['another feeling', { emotion: 'bored', intensity: 0.4, gestures: [] }, 'wrong'],
    ['not a number', { emotion: 'happy', intensity: Number.NaN, gestures: [] }, 'wrong'],
    ['too much', { emotion: 'happy', intensity: 2, gestures: [] }, 'wrong'],
    ['nothing', null, 'wrong'],
  ])('a feeling: %s', (_name, item, wanted) => expect(checkFeeling(item) === null ? 'good' : 'wrong').toBe(wanted));
});

describe('a sound', () => {
  const rate = 16_000;
  const tone = (peak: number, seconds = 2): Int16Array =>
    Int16Array.from({ length: rate * seconds }, (_, i) => Math.round(peak * Math.sin((2 * Math.PI * 200 * i) / rate)));
  const mark = (atMs: number, durationMs: number): Mark => ({ atMs, durationMs, phoneme: 'a', viseme: 'aa' });
  const judge = (samples: Int16Array, more: { marks?: readonly Mark[]; toldSamples?: number } = {}): string | undefined =>
    checkSound({
      samples,
      sampleRate: rate,
      marks: more.marks ?? [mark(0, 500), mark(500, 300)],
      toldSamples: more.toldSamples ?? samples.length,
      usualMs: 2000,
    })?.en;

  it('passes', () => expect(judge(tone(8000))).toBeUndefined());
  it.each<[string, Int16Array, { marks?: readonly Mark[]; toldSamples?: number }, RegExp]>([
    ['nothing', new Int16Array(0), {}, /no sound/],
    ['silence', tone(20), {}, /silence/],
    ['much too short', tone(8000, 0.2), { marks: [] }, /0.2 s/],
    ['much too long', tone(8000, 12), { marks: [] }, /12.0 s/],
    ['another count than told', tone(8000), { toldSamples: 5 }, /said that it had sent 5/],
    ['marks beyond it', tone(8000), { marks: [mark(1900, 900)] }, /out of order or beyond/],
    ['marks that overlap', tone(8000), { marks: [mark(0, 500), mark(100, 500)] }, /out of order/],
    ['marks that are no numbers', tone(8000), { marks: [mark(Number.NaN, 5)] }, /out of order/],
  ])('%s', (_name, samples, more, wanted) => expect(judge(samples, more)).toMatch(wanted));

  it('knows an overdriven one', () =>
    expect(judge(Int16Array.from({ length: 32_000 }, (_, i) => (i % 80 < 40 ? 32_767 : -32_767)))).toMatch(/overdriven/));
});

describe('pictures', () => {
  const canvas = { width: 8, height: 8, format: 'rgba' } as const;
  const rect = { x: 0, y: 0, width: 8, height: 8 };
  const picture = (paint: (pixel: number) => readonly [number, number]): Uint8Array =>
    Uint8Array.from({ length: 256 }, (_, i) => (i % 4 === 3 ? paint(i >> 2)[1] : paint(i >> 2)[0]));
  const chequered = picture((pixel) => [pixel % 2 === 0 ? 20 : 220, 255]);
  const other = picture((pixel) => [pixel % 3 === 0 ? 20 : 220, 255]);
  const frames = (...data: Uint8Array[]): GoldenFrame[] => data.map((bytes, frame) => ({ frame, rect, base: frame === 0, data: bytes }));

  it('pass', () => expect(checkFrames(frames(chequered, other, chequered), canvas, 3)).toBeNull());
  it.each<[string, GoldenFrame[], RegExp]>([
    ['too few', frames(chequered), /1 of 3/],
    [
      'transparent',
      frames(
        picture(() => [90, 0]),
        other,
        other,
      ),
      /blank/,
    ],
    [
      'flat',
      frames(
        picture(() => [90, 255]),
        other,
        other,
      ),
      /blank/,
    ],
    ['a still mouth', frames(chequered, chequered, other), /mouth/],
    ['another size', frames(chequered.slice(4), other, other), /another size/],
    ['outside', [{ frame: 0, rect: { ...rect, x: 4 }, base: true, data: chequered }, ...frames(other, other)], /another size/],
    ['no whole first one', [{ frame: 0, rect, base: false, data: chequered }, ...frames(other, other)], /not a whole/],
  ])('%s', (_name, drawn, wanted) => expect(checkFrames(drawn, canvas, 3)?.en).toMatch(wanted));
});
