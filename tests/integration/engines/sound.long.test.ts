/** The voices' sound as it is played, judged by ffmpeg's ebur128: a part of what `npm run bench sound` measures, with its tolerances. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { largestStepAtJoin, measureSound } from '../../../bench/lib/sound/measure-sound.ts';
import { soundLines } from '../../../bench/lib/sound/sound-lines.ts';
import type { EngineInstance } from '../../../main/engines/hosting/engine-instance.ts';
import { resolveFfmpeg } from '../../../main/programme/control/resolve-ffmpeg.ts';
import { openSink, removeSockets, speak, startEngine, type Sink } from './support.ts';

let sink: Sink;
let ffmpegPath: string;
const engines: Record<'flite' | 'espeak', EngineInstance> = {} as never;

beforeAll(async () => {
  ffmpegPath = (await resolveFfmpeg()).path;
  sink = await openSink();
  engines.flite = startEngine('flite');
  engines.espeak = startEngine('espeak');
  await Promise.all([engines.flite.whenReady(), engines.espeak.whenReady()]);
});
afterAll(async () => {
  await Promise.all(Object.values(engines).map((engine) => engine.dispose()));
  await sink.close();
  removeSockets();
});

describe.each([
  ['espeak', 'female', 'zh'],
  ['espeak', 'male', 'zh'],
  ['espeak', 'female', 'en'],
  ['espeak', 'female', 'ja'],
  ['espeak', 'male', 'ko'],
  ['flite', 'slt', 'en'],
  ['flite', 'kal16', 'en'],
] as const)('%s %s in %s', (engine, voice, lang) => {
  it('is at -16 LUFS, its peaks under -1 dBTP, its joins without a click', async () => {
    for (const line of soundLines[lang].filter((_, index) => index % 3 === 0)) {
      const { stream, marks } = await speak(engines[engine], sink, line, lang, { voice });
      const { lufs, truePeakDb } = await measureSound(stream.samples, stream.sampleRate, ffmpegPath);
      expect(Math.abs(lufs + 16), line).toBeLessThanOrEqual(1);
      expect(truePeakDb, line).toBeLessThanOrEqual(-1);
      expect(largestStepAtJoin(stream.samples, stream.sampleRate, marks), line).toBeLessThan(0.01);
    }
  });
});

it('louder and softer feelings stay apart', async () => {
  const at = async (volume: number): Promise<number> => {
    const { stream } = await speak(engines.espeak, sink, soundLines.en[0] ?? '', 'en', { volume });
    return (await measureSound(stream.samples, stream.sampleRate, ffmpegPath)).lufs;
  };
  const [soft, plain, loud] = [await at(0.85), await at(1), await at(1.25)];
  expect(plain - soft).toBeGreaterThan(0.8);
  expect(loud - plain).toBeGreaterThan(0.8);
});
