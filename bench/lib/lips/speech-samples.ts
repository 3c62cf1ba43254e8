/** Speech of our own synthesizers with their times: what the lips' model is trained on, and what it never heard. The recipe, in one place. */
import type { Mark } from '../../../main/contract/speech.ts';
import { mulberry32 } from '../bootstrap.ts';
import { soundLines } from '../sound/sound-lines.ts';
import type { VoiceBooth } from '../sound/voice-booth.ts';
import { heldOutLines } from './held-out-lines.ts';
import { trainingLine } from './training-text.ts';

export interface SpeechSample {
  readonly samples: Int16Array;
  readonly sampleRate: number;
  readonly marks: readonly Mark[];
}

/** Never in training: two of flite's four voices, and five languages of eSpeak's with both of its voices. */
export const heldOut = { speakers: ['rms', 'awb'], languages: ['ko', 'yue', 'fr', 'tr', 'fi'] } as const;
const trainedSpeakers = ['slt', 'kal16'] as const;
const trainedLanguages = ['zh', 'en', 'ja', 'de', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'hu', 'id', 'ru', 'el', 'hi'] as const;
const espeakVoices = ['female', 'male'] as const;

/** Drawn lines a language (more where a show is likely to be), and a flite voice. */
const linesOf = (lang: string): number => (lang === 'zh' || lang === 'en' ? 44 : lang === 'ja' ? 30 : 18);
const linesPerSpeaker = 60;

/** `share` of the whole recipe, for a quick try. */
export async function* trainingSpeech(booth: VoiceBooth, share = 1): AsyncGenerator<SpeechSample & { readonly family: string }> {
  const random = mulberry32(20_261_126);
  const between = (low: number, high: number): number => low + (high - low) * random();
  const prosody = (): { speed: number; pitch: number } => ({ speed: between(0.75, 1.45), pitch: between(-6, 6) });
  const words = (): number => 3 + Math.floor(random() * 6);
  /** The same throat longer or shorter: played slower or faster, times and all. */
  const throat = (): number => between(0.84, 1.2);

  for (const lang of trainedLanguages) {
    const own: readonly string[] = lang === 'zh' || lang === 'en' || lang === 'ja' ? soundLines[lang] : [];
    const drawn = Array.from({ length: Math.ceil(linesOf(lang) * share) }, () => trainingLine(lang, words(), random));
    for (const line of [...own.slice(0, Math.ceil(own.length * share)), ...drawn]) {
      const voice = random() < 0.5 ? espeakVoices[0] : espeakVoices[1];
      yield { family: 'espeak', ...playFaster(await booth.speak('espeak', voice, lang, line, prosody()), throat()) };
    }
  }
  for (const voice of trainedSpeakers) {
    const drawn = Array.from({ length: Math.ceil(linesPerSpeaker * share) }, () => trainingLine('en', words(), random));
    for (const line of [...soundLines.en.slice(0, Math.ceil(soundLines.en.length * share)), ...drawn])
      yield { family: 'flite', ...playFaster(await booth.speak('flite', voice, 'en', line, prosody()), throat()) };
  }
}

export async function* heldOutSpeech(
  booth: VoiceBooth,
  what: keyof typeof heldOut,
): AsyncGenerator<SpeechSample & { readonly who: string }> {
  if (what === 'speakers') {
    for (const voice of heldOut.speakers)
      for (const line of heldOutLines.en) yield { who: `en, flite ${voice}`, ...(await booth.speak('flite', voice, 'en', line)) };
    return;
  }
  for (const lang of heldOut.languages)
    for (const line of heldOutLines[lang])
      for (const voice of espeakVoices) yield { who: `${lang}, espeak`, ...(await booth.speak('espeak', voice, lang, line)) };
}

/** Linear interpolation: what it adds to the sound is a faint brightness, and the model is to live with worse. */
function playFaster({ samples, sampleRate, marks }: SpeechSample, factor: number): SpeechSample {
  const played = Int16Array.from({ length: Math.floor((samples.length - 1) / factor) }, (_, at) => {
    const from = Math.floor(at * factor);
    const share = at * factor - from;
    return Math.round((samples[from] ?? 0) * (1 - share) + (samples[from + 1] ?? 0) * share);
  });
  return {
    samples: played,
    sampleRate,
    marks: marks.map((mark) => ({ ...mark, atMs: mark.atMs / factor, durationMs: mark.durationMs / factor })),
  };
}
