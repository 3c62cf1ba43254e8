/** Clauses to sentences, sentences to sound with marks: what the flite voices do between a request and the programme. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { Mark } from '../../../contract/speech.ts';
import { arpabetParts } from '../../../performance/phonemes/arpabet.ts';
import { buildParts, spreadPhoneme } from '../../../performance/phonemes/spread-phoneme.ts';
import { EngineError } from '../../child/serve-engine.ts';
import type { LoadedTts } from '../../child/serve-engine.ts';
import { breathMark, intonationRange, shapeSpeech } from '../../child/shape-speech.ts';
import type { RawSpeech } from '../../child/shape-speech.ts';
import { createFasterPlayer, type FasterPlayer } from '../../child/sound/play-faster.ts';
import { createSpeechLevel, type SpeechLevel } from '../../child/sound/speech-level.ts';
import type { LoadSpec, TtsRequest } from '../../contract/requests.ts';
import { alignWords } from './align-words.ts';
import { fliteSampleRate } from './flite-program.ts';
import type { Flite, FlitePhone } from './flite-program.ts';
import { splitSentences } from './split-sentences.ts';
import type { SpokenSentence } from './split-sentences.ts';
import { defaultFliteVoice, fliteVoices } from './voices.ts';
import type { FliteVoice } from './voices.ts';

const pauseAfterMs: Readonly<Record<SpokenSentence['ending'], number>> = { '.': 220, '?': 240, '!': 220, ',': 110 };
const voiceIds = fliteVoices.map((voice) => voice.id) as [string, ...string[]];
const fliteOptions = z.object({ voice: z.enum(voiceIds).default(defaultFliteVoice) });

export async function createFliteEngine(flite: Flite, spec: LoadSpec): Promise<LoadedTts> {
  const options = fliteOptions.safeParse(spec.options);
  if (!options.success) throw new EngineError('bad-options', `Flite: ${z.prettifyError(options.error)}. Voices: ${voiceIds.join(', ')}`);
  const defaultVoice = options.data.voice;
  const neutral = { stretch: 1, shift: 1, range: 1 };
  const tools: Tools = { flite, player: await createFasterPlayer(), level: createSpeechLevel() };
  // The first run compiles the hot paths; a viewer should not wait for that.
  for (const text of ['Hello there, my friends.', 'Welcome to the show, today we have something new for you.']) {
    await speakSentence(tools, findVoice(defaultVoice), { words: [], text, ending: '.' }, neutral, 1);
  }

  return {
    signature: {
      kind: 'tts',
      sampleRate: fliteSampleRate,
      channels: 1,
      voices: fliteVoices.map(({ id, name, languages }) => ({ id, name, languages })),
      languages: ['en'],
      timings: 'phoneme',
      follows: { speed: true, pitch: true, volume: true },
    },
    async *infer(request, out, signal) {
      if (request.lang !== 'en' && request.lang !== 'und')
        throw new EngineError('unsupported-language', `Flite speaks English, not '${request.lang}'`);
      const voice = findVoice(request.voice ?? defaultVoice);
      let pauseMs = 0;
      for (const sentence of splitSentences(request.text, request.readings)) {
        // A synthesis blocks: let an abort be heard before the next one.
        if (out.written > 0) await nextTurn();
        signal.throwIfAborted();
        const speech = await speakSentence(tools, voice, sentence, prosodyOf(request), clamp(request.volume, 0, 2));
        if (speech.samples.length === 0) continue;
        if (out.written > 0) {
          const silence = new Int16Array(Math.round((pauseMs * fliteSampleRate) / 1000));
          yield { type: 'marks', marks: [breathMark(msOf(out.written), msOf(silence.length))] };
          await out.write(silence);
        }
        const offsetMs = msOf(out.written);
        yield { type: 'marks', marks: speech.marks.map((mark) => ({ ...mark, atMs: mark.atMs + offsetMs })) };
        await out.write(speech.samples);
        pauseMs = pauseAfterMs[sentence.ending] / clamp(request.speed, 0.5, 2);
      }
    },
    unload: () => tools.player.dispose(),
  };
}

function findVoice(id: string): FliteVoice {
  const voice = fliteVoices.find((candidate) => candidate.id === id);
  if (!voice) throw new EngineError('bad-options', `Flite has no voice '${id}'. Voices: ${voiceIds.join(', ')}`);
  return voice;
}

interface Prosody {
  /** Factor on durations. */
  readonly stretch: number;
  /** Factor on pitch. */
  readonly shift: number;
  /** Factor on the range of pitch. */
  readonly range: number;
}

function prosodyOf(request: TtsRequest): Prosody {
  return {
    stretch: 1 / clamp(request.speed, 0.5, 2),
    shift: 2 ** (clamp(request.pitch, -12, 12) / 12),
    range: intonationRange(request.expression),
  };
}

interface Tools {
  readonly flite: Flite;
  readonly player: FasterPlayer;
  readonly level: SpeechLevel;
}

async function speakSentence(
  { flite, player, level }: Tools,
  voice: FliteVoice,
  sentence: SpokenSentence,
  prosody: Prosody,
  volume: number,
): Promise<RawSpeech> {
  const resampleBy = voice.pitchBy === 'resample' ? prosody.shift : 1;
  const speech = await flite.synthesise({
    voice: voice.id,
    text: sentence.text,
    durationStretch: prosody.stretch * resampleBy,
    f0Shift: voice.pitchBy === 'resample' ? 1 : prosody.shift,
    ...(sentence.lexicon ? { lexicon: sentence.lexicon } : {}),
    ...(voice.f0StddevHz === undefined ? {} : { f0StddevHz: voice.f0StddevHz * prosody.range }),
  });
  const samples = player.play(speech.samples, resampleBy);
  return shapeSpeech(
    { samples, sampleRate: fliteSampleRate, marks: buildMarks(sentence, speech.phones, resampleBy, voice.soundLateMs) },
    { level, voice: voice.id, volume },
  );
}

/** Marks relative to the first sample, before trimming. */
function buildMarks(sentence: SpokenSentence, phones: readonly FlitePhone[], playedFaster: number, lateMs: number): Mark[] {
  const words = alignWords(
    sentence.words.map(({ text, sounds }) => sounds ?? text),
    phones.map(({ phone }) => phone),
  );
  return phones.flatMap(({ phone, startMs, endMs }, index) => {
    const word = sentence.words[words[index] ?? -1];
    const timed = { atMs: startMs / playedFaster + lateMs, durationMs: (endMs - startMs) / playedFaster, phoneme: phone };
    return spreadPhoneme(word ? { ...timed, wordIndex: word.wordIndex } : timed, arpabetParts(phone) ?? unknownShape);
  });
}

/** The set is closed and tested; a sound that is missing in it all the same is not worth a clause. */
const unknownShape = buildParts([['E', 1]]);
const msOf = (samples: number): number => (samples * 1000) / fliteSampleRate;
const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
