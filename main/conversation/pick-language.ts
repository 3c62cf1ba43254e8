/** The language of one clause, from its script and, in Latin script, its small words. Pure; a guess good enough to choose a voice, no more. */
import type { Lang } from '../contract/speech.ts';
import { isLatinLanguage, pickLatinLanguage } from './latin-language.ts';
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
  const weights = weigh(text, byScript, turnLang);
  const best = Math.max(0, ...weights.values());
  if (best === 0) return turnLang === 'und' ? 'en' : turnLang;
  const leaders = [...weights].filter(([, units]) => units === best).map(([lang]) => lang);
  return leaders.includes(turnLang) ? turnLang : (leaders[0] ?? 'und');
}

/** Voices of these languages read Latin words as well; the other way round most voices cannot. */
const readsLatinToo: readonly Lang[] = ['zh', 'ja', 'ko'];

/**
 * The language whose voice speaks all of a clause: for "I love 火锅" that is the Chinese one, which has an English voice for the rest, where
 * there is such a voice; else the language that the clause is mostly in.
 */
export function pickVoiceLanguage(text: string, turnLang: Lang, canSpeak: (lang: Lang) => boolean): Lang {
  const mostly = pickLanguage(text, turnLang);
  if (mostly === 'und' || readsLatinToo.includes(mostly)) return mostly;
  // Where nobody speaks Spanish it is read as English, as it would be if it had not been told apart.
  if (isLatinLanguage(mostly) && !canSpeak(mostly)) return languageOfScript.latin;
  const weights = weigh(text, countSpeechUnits(text).byScript, turnLang);
  return readsLatinToo.find((lang) => weights.has(lang) && canSpeak(lang)) ?? mostly;
}

function weigh(text: string, byScript: Readonly<Partial<Record<Script, number>>>, turnLang: Lang): Map<Lang, number> {
  const weights = new Map<Lang, number>();
  const add = (lang: Lang, units: number): void => void weights.set(lang, (weights.get(lang) ?? 0) + units);
  const han = byScript.han ?? 0;
  const kana = byScript.kana ?? 0;
  const hanIsJapanese = (kana > 0 && kana >= japaneseKanaShare * (kana + han)) || turnLang === 'ja';
  for (const [script, units] of Object.entries(byScript) as [Script, number][]) {
    if (script === 'han' || script === 'kana') add(hanIsJapanese ? 'ja' : 'zh', units);
    // Within a line of another script, Latin words are English: names, brands.
    else if (script === 'latin') add(han + kana + (byScript.hangul ?? 0) > 0 ? 'en' : pickLatinLanguage(text, usualLatin(turnLang)), units);
    else add(script === 'cyrillic' ? cyrillicLanguage(text, turnLang) : languageOfScript[script], units);
  }
  return weights;
}

const usualLatin = (turnLang: Lang): Lang => (isLatinLanguage(turnLang) ? turnLang : languageOfScript.latin);

/** Letters that only one of the two writes. */
function cyrillicLanguage(text: string, turnLang: Lang): Lang {
  if (/[іїєґ]/iu.test(text)) return 'uk';
  return turnLang === 'uk' && !/[ыэъё]/iu.test(text) ? 'uk' : languageOfScript.cyrillic;
}
