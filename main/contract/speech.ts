/** Words about speech that engines, conversation, performance and programme share. */
import type { Viseme } from './visemes.ts';

/** BCP-47 primary language as this project picks it per clause: 'en', 'zh', 'ja', 'ko', … or 'und' when nothing can be told. */
export type Lang = string;

export const emotions = ['neutral', 'happy', 'sad', 'angry', 'surprised', 'relaxed'] as const;
export type Emotion = (typeof emotions)[number];
export const gestures = ['nod', 'shake', 'tilt', 'brow-raise'] as const;
export type Gesture = (typeof gestures)[number];

export interface Expression {
  readonly emotion: Emotion;
  /** 0..1 */
  readonly intensity: number;
  readonly gestures: readonly Gesture[];
}
export const neutralExpression: Expression = Object.freeze({ emotion: 'neutral', intensity: 0, gestures: [] });

/** One phoneme of a clause, times relative to the clause's first PCM sample. Marks arrive in stream order and do not overlap. */
export interface Mark {
  readonly atMs: number;
  readonly durationMs: number;
  /** The engine's own phoneme name, for diagnosis. */
  readonly phoneme: string;
  readonly viseme: Viseme;
  /** 0 = unstressed, 1 = primary stress; absent when the voice does not tell. */
  readonly stress?: number;
  /** Index of the word (Intl.Segmenter, word-like segments) in the clause text; absent when unknown. */
  readonly wordIndex?: number;
}

/** How a word is said where a voice would say it otherwise. 'zh': Han characters and as many pinyin syllables with tone numbers; 'en': a word and how it would be written if it were said as it is spelled. */
export interface Reading {
  readonly lang: 'zh' | 'en';
  readonly word: string;
  readonly reading: string;
  /** 'en' only: ARPAbet phones with stress ("T AH0 M AA1 T OW0"). They go before `reading`, which is then about the same in letters, for voices that take no phones. */
  readonly phones?: string | undefined;
}
