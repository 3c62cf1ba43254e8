/**
 * Which language a line in Latin script is in, from its small words and letters. Careful on purpose: a short English line with a foreign name stays
 * English, and what cannot be told keeps the turn's language. Pure. (Statistical detectors were measured on 106 short lines: they took up to 10 of 30
 * English ones for another language, and hold 60 to 320 MB.)
 */
import type { Lang } from '../contract/speech.ts';
import { languagesOfWord, latinLanguages, letterSigns } from './latin-words.ts';

/** What another language than the usual one needs to have for it, in small words of its own. */
const leastEvidence = 0.95;
/** Over the usual language's. */
const leastLead = 1.3;
/** What the turn's language has for it before a word is read. */
const turnPrior = 0.5;
/** A letter by itself is as often a size or a unit. */
const loneLetter = 0.3;
const mostWords = 60;

export function isLatinLanguage(lang: Lang): boolean {
  return latinLanguages.includes(lang);
}

/** `usual`: what is assumed where nothing speaks against it. */
export function pickLatinLanguage(text: string, usual: Lang): Lang {
  const words = (text.toLowerCase().match(/[\p{Script=Latin}\p{M}'’]+/gu) ?? []).slice(0, mostWords);
  const scores = new Map<Lang, number>([[usual, turnPrior]]);
  const add = (langs: readonly Lang[], amount: number): void => {
    for (const lang of langs) scores.set(lang, (scores.get(lang) ?? 0) + amount);
  };
  for (const word of words) {
    const plain = word.normalize('NFC').replaceAll('’', "'");
    // "l'envoi", "c'est", "d'un": the part before the apostrophe is a small word of its own.
    const head = /^([a-zà-ÿ]{1,2})'(?=\p{L})/u.exec(plain)?.[1];
    const langs = languagesOfWord.get(plain) ?? (head ? languagesOfWord.get(head) : undefined);
    if (langs) add(langs, weightOf(langs) * (/^[a-z]$/.test(plain) ? loneLetter : 1));
    for (const [sign, signed] of letterSigns) if (sign.test(plain)) add(signed, signed.length === 1 ? 0.9 : 0.6);
  }
  if (/[¿¡]/u.test(text)) add(['es'], 1);
  const own = scores.get(usual) ?? 0;
  const [best, score] = Array.from(scores).reduce((a, b) => (b[1] > a[1] ? b : a), [usual, own] as [Lang, number]);
  return best !== usual && score >= leastEvidence && score >= own * leastLead ? best : usual;
}

/** A word that many languages share tells little; one letter tells less. */
function weightOf(langs: readonly Lang[]): number {
  return 1 / Math.min(4, langs.length) ** 0.6;
}
