/** Lips from sound alone against what a voice says of the same sound: in Chinese the jaw follows better than it does from loudness, in Korean as well as. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { soundLines } from '../../../bench/lib/sound/sound-lines.ts';
import type { Mark } from '../../../main/contract/speech.ts';
import { createLipsFromSound } from '../../../main/engines/child/lips-from-sound.ts';
import type { EngineInstance } from '../../../main/engines/hosting/engine-instance.ts';
import { mouthFromLoudness, mouthFromMarks, type Loudness } from '../../../main/performance/mouth.ts';
import { openSink, removeSockets, speak, startEngine, type HeardStream, type Sink } from './support.ts';

let sink: Sink;
let voice: EngineInstance;
beforeAll(async () => {
  sink = await openSink();
  voice = startEngine('espeak');
  await voice.whenReady();
});
afterAll(async () => {
  await voice.dispose();
  await sink.close();
  removeSockets();
});

const stepMs = 20;
function loudnessOf({ samples, sampleRate }: HeardStream): Loudness {
  const size = (sampleRate * stepMs) / 1000;
  const values = Array.from({ length: Math.floor(samples.length / size) }, (_, index) => {
    const part = samples.subarray(Math.floor(index * size), Math.floor((index + 1) * size));
    return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length) / 32_768;
  });
  return { fromMs: 0, stepMs, values };
}
function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (index: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[index], 0) / pairs.length;
  const [mx, my] = [mean(0), mean(1)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [x, y] of pairs) {
    xy += (x - mx) * (y - my);
    xx += (x - mx) ** 2;
    yy += (y - my) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

it.each([
  ['zh', 0.05],
  ['ko', -0.05],
] as const)('%s: the jaw follows', async (lang, leastGain) => {
  const fromSound: [number, number][] = [];
  const fromLoudness: [number, number][] = [];
  for (const line of soundLines[lang].slice(0, 10)) {
    const { stream, marks } = await speak(voice, sink, line, lang);
    const lips = createLipsFromSound(stream.sampleRate);
    const heard: Mark[] = [...lips.hear(stream.samples), ...lips.end()];
    const loudness = [loudnessOf(stream)];
    for (let timeMs = 10; timeMs < (stream.samples.length * 1000) / stream.sampleRate; timeMs += stepMs) {
      const { jaw } = mouthFromMarks(marks, loudness, timeMs, 33);
      fromSound.push([jaw, mouthFromMarks(heard, loudness, timeMs, 33).jaw]);
      fromLoudness.push([jaw, mouthFromLoudness(loudness, timeMs, 0.5).jaw]);
    }
  }
  console.log(`${lang}: jaw from sound r ${correlation(fromSound).toFixed(2)}, from loudness ${correlation(fromLoudness).toFixed(2)}`);
  expect(correlation(fromSound)).toBeGreaterThan(0.55);
  expect(correlation(fromSound) - correlation(fromLoudness)).toBeGreaterThan(leastGain);
});
