/** eSpeak NG as a function: text in, samples and events out. Synchronous and quick (a few milliseconds for a second of speech). */
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { outsideArchive, packageFile } from '../../../main/kernel/shipped-files.ts';
import { leaveDataOnDisk } from './leave-data-on-disk.ts';
import type { EspeakEvent, EspeakPackage } from './espeak-ng-emscripten.ts';

export const espeakSampleRate = 22_050;

export interface EspeakRequest {
  /** eSpeak NG's voice, with variant: 'en-us+f2'. */
  readonly voice: string;
  readonly text: string;
  readonly wordsPerMinute: number;
  /** 0..99, 50 = the voice's own. */
  readonly pitch: number;
  /** 0..99, 50 = the voice's own melody. */
  readonly range: number;
}

export interface TimedPhoneme {
  /** eSpeak NG's name; '' is a pause. */
  readonly phoneme: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Character of the text at which the word starts that the phoneme belongs to; undefined in a pause before the first word. */
  readonly wordAt: number | undefined;
}

export interface EspeakSpeech {
  readonly samples: Int16Array;
  readonly phonemes: readonly TimedPhoneme[];
}

export interface Espeak {
  synthesise(request: EspeakRequest): EspeakSpeech;
}

/** Found at run time: it reads its voice data from beside its own file, so it must not be built into ours. */
async function importEspeak(): Promise<{ readonly espeakPackage: EspeakPackage; readonly dataPath: string }> {
  const file = outsideArchive(packageFile('@echogarden/espeak-ng-emscripten'));
  const espeakPackage = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as EspeakPackage;
  return { espeakPackage, dataPath: join(dirname(file), 'espeak-ng.data') };
}

export async function createEspeak(): Promise<Espeak> {
  const { espeakPackage, dataPath } = await importEspeak();
  const module = await espeakPackage.default();
  leaveDataOnDisk(module.FS, dataPath);
  const worker = await new module.eSpeakNGWorker();

  return {
    synthesise({ voice, text, wordsPerMinute, pitch, range }) {
      worker.set_voice(voice);
      worker.set_rate(wordsPerMinute);
      worker.set_pitch(pitch);
      worker.set_range(range);
      const chunks: Int16Array[] = [];
      const events: EspeakEvent[] = [];
      // A truthy result would stop the synthesis: the callback must return nothing.
      worker.synthesize(text, (sound, told) => {
        if (sound && sound.byteLength > 0) chunks.push(new Int16Array(sound.slice(0)));
        events.push(...told);
      });
      const samples = joinChunks(chunks);
      return { samples, phonemes: readPhonemes(events, (samples.length * 1000) / espeakSampleRate) };
    },
  };
}

function joinChunks(chunks: readonly Int16Array[]): Int16Array {
  const joined = new Int16Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}

/** A phoneme lasts until the next one starts. */
function readPhonemes(events: readonly EspeakEvent[], durationMs: number): TimedPhoneme[] {
  const found: TimedPhoneme[] = [];
  let wordAt: number | undefined;
  for (const event of events) {
    if (event.type === 'word') wordAt = event.text_position - 1;
    if (event.type !== 'phoneme') continue;
    const startMs = Math.min(event.audio_position, durationMs);
    const last = found.at(-1);
    if (last) found[found.length - 1] = { ...last, endMs: Math.max(last.startMs, startMs) };
    found.push({ phoneme: String(event.id ?? ''), startMs, endMs: durationMs, wordAt });
  }
  return found.filter(({ startMs, endMs }) => endMs > startMs);
}
