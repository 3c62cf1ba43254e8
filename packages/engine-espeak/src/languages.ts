/** The languages that are offered, with eSpeak NG's voice for each and its usual pace. */
import type { Lang } from '../../../main/contract/speech.ts';

export interface EspeakLanguage {
  readonly lang: Lang;
  /** eSpeak NG's name of the voice. */
  readonly voice: string;
  readonly wordsPerMinute: number;
  /** Mandarin comes out louder than the rest: factor that evens it out. */
  readonly level: number;
}

const usualPace = 165;
/** Read from pinyin: see plan-chinese.ts. */
export const mandarin: EspeakLanguage = { lang: 'zh', voice: 'cmn-latn-pinyin', wordsPerMinute: 175, level: 0.82 };
export const english: EspeakLanguage = { lang: 'en', voice: 'en-us', wordsPerMinute: usualPace, level: 1 };

const others: Readonly<Record<Lang, string>> = {
  yue: 'yue',
  ja: 'ja',
  ko: 'ko',
  de: 'de',
  fr: 'fr',
  es: 'es',
  it: 'it',
  pt: 'pt-br',
  ru: 'ru',
  uk: 'uk',
  pl: 'pl',
  nl: 'nl',
  sv: 'sv',
  da: 'da',
  nb: 'nb',
  fi: 'fi',
  cs: 'cs',
  el: 'el',
  hu: 'hu',
  ro: 'ro',
  tr: 'tr',
  vi: 'vi',
  id: 'id',
  hi: 'hi',
};

export const espeakLanguages: readonly EspeakLanguage[] = [
  mandarin,
  english,
  ...Object.entries(others).map(([lang, voice]) => ({ lang, voice, wordsPerMinute: usualPace, level: 1 })),
];

export function findLanguage(lang: Lang): EspeakLanguage | undefined {
  return espeakLanguages.find((language) => language.lang === (lang === 'und' ? 'en' : lang));
}

/** eSpeak NG's variants: the same phonemes with another throat. */
export const variants = { female: '+f2', male: '' } as const;
export type EspeakVariant = keyof typeof variants;
export const variantIds = Object.keys(variants) as [EspeakVariant, ...EspeakVariant[]];
