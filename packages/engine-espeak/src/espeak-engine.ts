/** Pieces to sound with marks: what the eSpeak voices do between a request and the programme. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { Mark } from '../../../main/contract/speech.ts';
import { EngineError } from '../../../main/engines/child/serve-engine.ts';
import type { LoadedTts } from '../../../main/engines/child/serve-engine.ts';
import { breathMark, intonationRange, shapeSpeech } from '../../../main/engines/child/shape-speech.ts';
import type { RawSpeech } from '../../../main/engines/child/shape-speech.ts';
import { createSpeechLevel, type SpeechLevel } from '../../../main/engines/child/sound/speech-level.ts';
import type { LoadSpec, TtsRequest } from '../../../main/engines/contract/requests.ts';
import { ipaParts, ipaStress } from '../../../main/performance/phonemes/ipa.ts';
import { buildParts, spreadPhoneme } from '../../../main/performance/phonemes/spread-phoneme.ts';
import { espeakSampleRate } from './espeak-program.ts';
import type { Espeak, TimedPhoneme } from './espeak-program.ts';
import { loadJapaneseReader } from './japanese-reader.ts';
import { espeakLanguages, findLanguage, variantIds, variants } from './languages.ts';
import type { EspeakVariant } from './languages.ts';
import { planSpeech } from './plan-speech.ts';
import type { SpeechPiece } from './plan-speech.ts';

const espeakOptions = z.object({ voice: z.enum(variantIds).default('female') });
/** Of eSpeak's pitch scale (0..99) per semitone: measured, 50 to 80 is a factor of 1.4. */
const pitchPerSemitone = 5.3;
/** How far its sound comes before the times of its events (cross-correlation of the jaw with the loudness, 18 lines a language). */
const soundEarlyMs = 10;
/** A sound of a rare language that is not in the table: a half open mouth. */
const unknownShape = buildParts([['E', 1]]);
const warmUp = [
  ['zh', '大家好，欢迎来到直播间，今天的价格是一百二十九元。'],
  ['en', 'Hello and welcome to the show, my dear friends.'],
  ['zh', '这款茶25元一盒，iPhone也能下单吗？当然可以！'],
  ['zh', '谢谢你的支持，我们明天再见。'],
] as const;

export async function createEspeakEngine(espeak: Espeak, spec: LoadSpec): Promise<LoadedTts> {
  const options = espeakOptions.safeParse(spec.options);
  if (!options.success) throw new EngineError('bad-options', `eSpeak: ${z.prettifyError(options.error)}. Voices: ${variantIds.join(', ')}`);
  const defaultVariant = options.data.voice;
  const languages = espeakLanguages.map(({ lang }) => lang);
  const tools: Tools = { espeak, level: createSpeechLevel() };
  // The first run of a voice loads its dictionary and compiles the hot paths; a viewer should not wait for that.
  for (const [lang, text] of warmUp) {
    for (const piece of planSpeech(text, lang)) speakPiece(tools, piece, defaultVariant, { speed: 1, pitch: 0, range: 1, volume: 1 });
    // On a busy machine this takes a while: who asks whether the process lives is answered in between.
    await nextTurn();
  }

  return {
    signature: {
      kind: 'tts',
      sampleRate: espeakSampleRate,
      channels: 1,
      voices: [
        { id: 'female', name: 'eSpeak NG (female)', languages },
        { id: 'male', name: 'eSpeak NG (male)', languages },
      ],
      languages,
      timings: 'phoneme',
      follows: { speed: true, pitch: true, volume: true },
    },
    async *infer(request, out, signal) {
      if (!findLanguage(request.lang)) throw new EngineError('unsupported-language', `eSpeak has no voice for '${request.lang}' here`);
      // Kana inside words are read by the dictionary too (は as wa), so every Japanese clause goes through it.
      const japanese = request.lang === 'ja' && /\p{Script=Han}|\p{Script=Hiragana}/u.test(request.text) ? loadJapaneseReader() : undefined;
      const variant = findVariant(request.voice, defaultVariant);
      const prosody = prosodyOf(request);
      let pauseMs = 0;
      for (const piece of planSpeech(request.text, request.lang, japanese, request.readings)) {
        // A synthesis blocks: let an abort be heard before the next one.
        if (out.written > 0) await nextTurn();
        signal.throwIfAborted();
        const speech = speakPiece(tools, piece, variant, prosody);
        if (speech.samples.length === 0) continue;
        if (out.written > 0 && pauseMs > 0) {
          const silence = new Int16Array(Math.round((pauseMs * espeakSampleRate) / 1000));
          yield { type: 'marks', marks: [breathMark(msOf(out.written), msOf(silence.length))] };
          await out.write(silence);
        }
        const offsetMs = msOf(out.written);
        yield { type: 'marks', marks: speech.marks.map((mark) => ({ ...mark, atMs: mark.atMs + offsetMs })) };
        await out.write(speech.samples);
        pauseMs = piece.pauseMs / prosody.speed;
      }
    },
    unload() {},
  };
}

function findVariant(asked: string | undefined, fallback: EspeakVariant): EspeakVariant {
  const variant = asked ?? fallback;
  if (!Object.hasOwn(variants, variant))
    throw new EngineError('bad-options', `eSpeak has no voice '${variant}'. Voices: ${variantIds.join(', ')}`);
  return variant as EspeakVariant;
}

interface Prosody {
  readonly speed: number;
  readonly pitch: number;
  readonly range: number;
  readonly volume: number;
}

function prosodyOf(request: TtsRequest): Prosody {
  return {
    speed: clamp(request.speed, 0.5, 2),
    pitch: clamp(request.pitch, -12, 12),
    range: intonationRange(request.expression),
    volume: clamp(request.volume, 0, 2),
  };
}

interface Tools {
  readonly espeak: Espeak;
  readonly level: SpeechLevel;
}

function speakPiece({ espeak, level }: Tools, piece: SpeechPiece, variant: EspeakVariant, prosody: Prosody): RawSpeech {
  const { samples, phonemes } = espeak.synthesise({
    voice: `${piece.language.voice}${variants[variant]}`,
    text: piece.text,
    wordsPerMinute: Math.round(piece.language.wordsPerMinute * prosody.speed),
    pitch: Math.round(clamp(50 + prosody.pitch * pitchPerSemitone, 0, 99)),
    range: Math.round(clamp(50 * prosody.range, 0, 99)),
  });
  return shapeSpeech(
    { samples, sampleRate: espeakSampleRate, marks: phonemes.flatMap((timed) => buildMarks(timed, piece)) },
    { level, voice: `${piece.language.voice}/${variant}`, volume: prosody.volume },
  );
}

function buildMarks({ phoneme, startMs, endMs, wordAt }: TimedPhoneme, piece: SpeechPiece): Mark[] {
  const parts = ipaParts(phoneme) ?? unknownShape;
  const timed = { atMs: startMs - soundEarlyMs, durationMs: endMs - startMs, phoneme };
  const wordIndex = wordAt === undefined ? undefined : piece.wordOf[wordAt + (piece.text[wordAt] === ' ' ? 1 : 0)];
  if (parts[0]?.viseme === 'sil' || wordIndex === undefined) return spreadPhoneme(timed, parts);
  return spreadPhoneme({ ...timed, stress: ipaStress(phoneme), wordIndex }, parts);
}

const msOf = (samples: number): number => (samples * 1000) / espeakSampleRate;
const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
