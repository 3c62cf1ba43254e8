/** The inputs that every candidate is tried with. Frozen: the same question yields comparable answers. */
import { asClauseId, asShowId, asTurnId } from '../../contract/ids.ts';
import type { FrameCue } from '../../contract/cues.ts';
import { visemeIndex, visemes, type Viseme } from '../../contract/visemes.ts';
import type { Emotion, Lang } from '../../contract/speech.ts';

export const goldenScope = Object.freeze({
  showId: asShowId('probe'),
  turnId: asTurnId('probe'),
  clauseId: asClauseId('probe.0'),
  epoch: 0,
});

export const goldenQuestion = 'Hello! What do you have for me today?';

const sentences: Readonly<Record<string, { readonly text: string; readonly usualMs: number }>> = {
  en: { text: 'Hello and welcome, good to see you here.', usualMs: 2400 },
  zh: { text: '大家好，欢迎来到直播间。', usualMs: 2200 },
  ja: { text: 'こんにちは、ようこそ。', usualMs: 1800 },
  ko: { text: '안녕하세요, 반갑습니다.', usualMs: 1800 },
};

/** A sentence that a voice of these languages can say; for others a word that most can. */
export function goldenSentence(languages: readonly Lang[]): { readonly text: string; readonly lang: Lang; readonly usualMs: number } {
  const lang = languages.includes('*') ? 'en' : (Object.keys(sentences).find((known) => languages.includes(known)) ?? languages[0] ?? 'en');
  return { lang, ...(sentences[lang] ?? { text: 'Hello.', usualMs: 900 }) };
}

function cue(frame: number, viseme: Viseme, jaw: number, emotion: Emotion): FrameCue {
  const weights = visemes.map(() => 0);
  weights[visemeIndex[viseme]] = 1;
  return {
    frame,
    timeMs: frame * 33,
    visemes: weights,
    jaw,
    emotion,
    intensity: emotion === 'neutral' ? 0 : 1,
    blink: [0, 0],
    brows: [0, 0],
    gaze: [0, 0],
    head: [0, 0, 0],
    breath: 0,
    speaking: jaw > 0,
  };
}

/** At rest, mouth wide open, another feeling. */
export const goldenCues: readonly FrameCue[] = [cue(1, 'sil', 0, 'neutral'), cue(2, 'aa', 1, 'neutral'), cue(3, 'sil', 0, 'happy')];
