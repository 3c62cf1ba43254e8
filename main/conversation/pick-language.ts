/** The language of one clause, from its script. Pure; a guess good enough to choose a voice, no more. */
import type { Lang } from '../contract/speech.ts';
import type { Script } from './speech-units.ts';
import { countSpeechUnits } from './speech-units.ts';

const languageOfScript: Readonly<Record<Script, Lang>> = {
  han: 'zh',
  kana: 'ja',
  hangul: 'ko',
  latin: 'en',
  cyrillic: 'ru',
  greek: 'el',
  arabic: 'ar',
  hebrew: 'he',
  thai: 'th',
  devanagari: 'hi',
};

/** Han with at least this share of kana is Japanese; a lone の in a Chinese line is fashion. */
const japaneseKanaShare = 0.2;

/**
 * `turnLang` breaks ties, decides for digits, and makes Han in a Japanese turn Japanese; 'und' = the turn has none yet.
 * 'und' comes back only where there is nothing to pronounce (emoji, punctuation).
 */
export function pickLanguage(text: string, turnLang: Lang): Lang {
  const { total, byScript } = countSpeechUnits(text);
  if (total === 0) return 'und';
  const weights = new Map<Lang, number>();
  const add = (lang: Lang, units: number): void => void weights.set(lang, (weights.get(lang) ?? 0) + units);
  const han = byScript.han ?? 0;
  const kana = byScript.kana ?? 0;
  const hanIsJapanese = (kana > 0 && kana >= japaneseKanaShare * (kana + han)) || turnLang === 'ja';
  for (const [script, units] of Object.entries(byScript) as [Script, number][]) {
    if (script === 'han' || script === 'kana') add(hanIsJapanese ? 'ja' : 'zh', units);
    else add(languageOfScript[script], units);
  }
  const best = Math.max(0, ...weights.values());
  if (best === 0) return turnLang === 'und' ? 'en' : turnLang;
  const leaders = [...weights].filter(([, units]) => units === best).map(([lang]) => lang);
  return leaders.includes(turnLang) ? turnLang : (leaders[0] ?? 'und');
}
