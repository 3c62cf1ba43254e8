/** The languages that are offered, with eSpeak NG's voice for each, its usual pace, and who reads which script. */
import type { Lang } from '../../../main/contract/speech.ts';

export interface EspeakLanguage {
  readonly lang: Lang;
  /** eSpeak NG's name of the voice. */
  readonly voice: string;
  readonly wordsPerMinute: number;
}

const usualPace = 165;
/** Read from pinyin: see feed-pinyin.ts. */
export const mandarin: EspeakLanguage = { lang: 'zh', voice: 'cmn-latn-pinyin', wordsPerMinute: 175 };
export const english: EspeakLanguage = { lang: 'en', voice: 'en-us', wordsPerMinute: usualPace };

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
  ...Object.entries(others).map(([lang, voice]) => ({ lang, voice, wordsPerMinute: usualPace })),
];
const byLang = new Map(espeakLanguages.map((language) => [language.lang, language]));

export function findLanguage(lang: Lang): EspeakLanguage | undefined {
  return byLang.get(lang === 'und' ? 'en' : lang);
}

export const scripts = ['Han', 'Hiragana', 'Katakana', 'Hangul', 'Latin', 'Cyrillic', 'Greek', 'Devanagari'] as const;
export type ReadScript = (typeof scripts)[number];
/** Who reads a script that the clause's own language does not write. */
const usualReader: Readonly<Record<ReadScript, Lang>> = {
  Han: 'zh',
  Hiragana: 'ja',
  Katakana: 'ja',
  Hangul: 'ko',
  Latin: 'en',
  Cyrillic: 'ru',
  Greek: 'el',
  Devanagari: 'hi',
};
const ownScripts: Readonly<Record<Lang, readonly ReadScript[]>> = {
  zh: ['Han'],
  yue: ['Han'],
  ja: ['Han', 'Hiragana', 'Katakana'],
  ko: ['Hangul'],
  ru: ['Cyrillic'],
  uk: ['Cyrillic'],
  el: ['Greek'],
  hi: ['Devanagari'],
};

/** The voice that reads `script` in a clause of `language`. */
export function readerOf(script: ReadScript, language: EspeakLanguage): EspeakLanguage {
  if ((ownScripts[language.lang] ?? ['Latin']).includes(script)) return language;
  return byLang.get(usualReader[script]) ?? language;
}

/** eSpeak NG's variants: the same phonemes with another throat. */
export const variants = { female: '+f2', male: '' } as const;
export type EspeakVariant = keyof typeof variants;
export const variantIds = Object.keys(variants) as [EspeakVariant, ...EspeakVariant[]];
