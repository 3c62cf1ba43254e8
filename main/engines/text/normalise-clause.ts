/** The one door: a clause in a language as it is said in it. Languages without rules of their own are only cleaned; their voices read digits themselves. Pure. */
import type { Lang, Reading } from '../../contract/speech.ts';
import { normaliseChinese } from './chinese/normalise-chinese.ts';
import { cleanClause } from './clean-clause.ts';
import { normaliseEnglish } from './english/normalise-english.ts';
import { normaliseJapanese } from './japanese/normalise-japanese.ts';
import { findReadings } from './readings/find-readings.ts';
import { respell } from './readings/respell.ts';
import type { TracedText } from './traced-text.ts';

const englishGrammar = /\b(?:the|an?|is|are|i|my|your|with|for|to|and|of|you|we|this|that|in|on|it|have|get|only)\b/iu;

/** A line with more English words than Chinese characters, and English grammar, is English with Chinese names in it, whoever speaks it. */
function isMostlyLatin(clause: string): boolean {
  if (!englishGrammar.test(clause)) return false;
  const words = clause.match(/\p{Script=Latin}+/gu)?.length ?? 0;
  const characters = clause.match(/\p{Script=Han}/gu)?.length ?? 0;
  return words > 0 && words > characters;
}

export interface NormalisedClause extends TracedText {
  /** Pinyin of characters that the dictionary reads: by their place in the clause. */
  readonly syllables: ReadonlyMap<number, string>;
  /** Phones of English words that the dictionary gives in phones, by the place of the word: all of `text` that comes from there is about the same in letters. */
  readonly phones: ReadonlyMap<number, string>;
}

/** Whose voices read Latin words as English. */
const latinIsEnglish: readonly Lang[] = ['en', 'und', 'zh', 'yue', 'ja', 'ko'];
const none: ReadonlyMap<number, string> = new Map();

/** `readings`: the pronunciation dictionary; what it says goes before every rule. All places are those of `clause`. */
export function normaliseClause(clause: string, lang: Lang, readings: readonly Reading[] = []): NormalisedClause {
  if (readings.length === 0) return { ...byLanguage(clause, lang), syllables: none, phones: none };
  const { english, syllables } = findReadings(clause, readings);
  if (english.length === 0 || !latinIsEnglish.includes(lang)) return { ...byLanguage(clause, lang), syllables, phones: none };
  const respelled = respell(clause, english);
  const { text, origin } = byLanguage(respelled.text, lang);
  return { text, origin: origin.map((at) => respelled.origin[at] as number), syllables, phones: respelled.phones };
}

function byLanguage(clause: string, lang: Lang): TracedText {
  switch (lang) {
    case 'zh':
    case 'yue':
      return isMostlyLatin(clause) ? normaliseEnglish(clause) : normaliseChinese(clause);
    case 'en':
    case 'und':
      return normaliseEnglish(clause);
    case 'ja':
      return normaliseJapanese(clause);
    default:
      return cleanClause(clause);
  }
}
