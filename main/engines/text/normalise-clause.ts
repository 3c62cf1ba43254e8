/** The one door: a clause in a language as it is said in it. Languages without rules of their own are only cleaned; their voices read digits themselves. Pure. */
import type { Lang } from '../../contract/speech.ts';
import { normaliseChinese } from './chinese/normalise-chinese.ts';
import { cleanClause } from './clean-clause.ts';
import { normaliseEnglish } from './english/normalise-english.ts';
import { normaliseJapanese } from './japanese/normalise-japanese.ts';
import type { TracedText } from './traced-text.ts';

const englishGrammar = /\b(?:the|an?|is|are|i|my|your|with|for|to|and|of|you|we|this|that|in|on|it|have|get|only)\b/iu;

/** A line with more English words than Chinese characters, and English grammar, is English with Chinese names in it, whoever speaks it. */
function isMostlyLatin(clause: string): boolean {
  if (!englishGrammar.test(clause)) return false;
  const words = clause.match(/\p{Script=Latin}+/gu)?.length ?? 0;
  const characters = clause.match(/\p{Script=Han}/gu)?.length ?? 0;
  return words > 0 && words > characters;
}

export function normaliseClause(clause: string, lang: Lang): TracedText {
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
