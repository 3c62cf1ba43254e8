/** Is this an entry that the dictionary can hold? Brings it into the form in which it is kept, or says in words what is wrong. Pure. */
import type { Reading } from '../contract/speech.ts';
import type { UserMessage } from '../contract/failure.ts';
import { normaliseEnglish } from '../engines/text/english/normalise-english.ts';
import { checkPhones, isPhones } from './check-phones.ts';
import { pinyinSyllables } from './pinyin-syllables.ts';
import { voiceWords } from './voice-words.ts';

export type CheckedReading =
  | { readonly fits: true; readonly entry: Reading }
  | { readonly fits: false; readonly field: 'word' | 'reading'; readonly words: UserMessage };

const longestHan = 12;
const longestWord = 40;
const longestRespelling = 80;

/** What was written as the reading is a respelling, phones or pinyin; of an entry that has phones they are looked at. */
export function checkReading({ lang, word, reading, phones }: Reading): CheckedReading {
  return lang === 'zh' ? checkPinyin(word.trim(), reading.trim()) : checkEnglish(word.trim(), (phones ?? reading).trim());
}

const wrong = (field: 'word' | 'reading', words: UserMessage): CheckedReading => ({ fits: false, field, words });

function checkPinyin(word: string, written: string): CheckedReading {
  const characters = Array.from(word);
  if (characters.length === 0 || characters.length > longestHan || !characters.every((char) => /^\p{Script=Han}$/u.test(char)))
    return wrong('word', voiceWords.hanOnly(longestHan));
  const syllables = written
    .slice(0, longestHan * 10)
    .toLowerCase()
    .replaceAll(/u:|ü/g, 'v')
    // "chong2qing4" is two syllables as well
    .replaceAll(/([0-5])(?=[a-z])/g, '$1 ')
    .split(/\s+/)
    .filter((syllable) => syllable !== '')
    .map((syllable) => syllable.replace(/0$/, '5'));
  const bad = syllables.find((syllable) => !/^[a-z]+[1-5]$/.test(syllable) || !pinyinSyllables.has(syllable.slice(0, -1)));
  if (bad !== undefined) return wrong('reading', voiceWords.noSyllable(bad.slice(0, 20)));
  if (syllables.length !== characters.length) return wrong('reading', voiceWords.syllableCount(characters.length, syllables.length));
  return { fits: true, entry: { lang: 'zh', word, reading: syllables.join(' ') } };
}

function checkEnglish(word: string, written: string): CheckedReading {
  if (
    word.length > longestWord ||
    !/^[\p{Script=Latin}\d](?:[\p{Script=Latin}\d'’.+-]| (?! ))*$/u.test(word) ||
    !/\p{Script=Latin}/u.test(word)
  )
    return wrong('word', voiceWords.latinOnly(longestWord));
  return isPhones(written) ? checkPhoned(word, written) : checkRespelling(word, written);
}

function checkPhoned(word: string, written: string): CheckedReading {
  const checked = checkPhones(written);
  if (!checked.fits) return wrong('reading', checked.words);
  const { phones, spelled } = checked;
  // a spelling that is another word already is worse than the word itself
  const reading = normaliseEnglish(spelled).text === spelled ? spelled : word;
  return { fits: true, entry: { lang: 'en', word, reading, phones } };
}

function checkRespelling(word: string, written: string): CheckedReading {
  const reading = written
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[\s-]+/g, ' ')
    .trim();
  if (reading === '' || reading.length > longestRespelling || !/^[a-z][a-z' ]*$/.test(reading))
    return wrong('reading', voiceWords.respelling(longestRespelling));
  // "nba" would be spelled out again, "pls" read as another word
  if (normaliseEnglish(reading).text !== reading) return wrong('reading', voiceWords.notAsWritten(normaliseEnglish(reading).text));
  return { fits: true, entry: { lang: 'en', word, reading } };
}
