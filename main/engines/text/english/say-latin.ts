/** One Latin word as it is said in English: a word, or the letters it is spelled with (capitals apart: "A I"). Shared with the Chinese rules. Pure. */
import { saidAsWords, slang } from './english-words.ts';

const longestWord = 60;
/** Short for something, with capitals inside or none at all, and spelled all the same. */
const spelled = new Set('pvc diy rgb usb led ssd gps uv bb kol sku vip ufo abs gpu cpu nfc sgs fbi nba ceo faq'.split(' '));
/** Lower-case words without a vowel that are words. */
const voiceless = new Set(
  'by my try dry why fly sky cry shy spy fry hmm shh psst brr mmm ly gym myth hymn sync rhythm lynx tsk pfft nth cwm hm sh'.split(' '),
);

/** Letters apart, as capitals. */
export const spell = (letters: string): string => Array.from(letters.toUpperCase()).join(' ');

export function foldLatin(word: string): string {
  return word
    .slice(0, longestWord)
    .replaceAll(/(\p{L})\1{3,}/gu, '$1$1$1')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('’', "'")
    .replaceAll('ß', 'ss')
    .replaceAll(/[øØ]/gu, 'o')
    .replaceAll(/[æÆ]/gu, 'ae')
    .replaceAll(/[œŒ]/gu, 'oe')
    .replaceAll(/[łŁ]/gu, 'l')
    .replaceAll(/[đĐ]/gu, 'd')
    .replaceAll('ı', 'i');
}

/** `plain`: folded. */
export function isSpelled(plain: string): boolean {
  if (/^[B-HJ-NP-Z]$/.test(plain)) return true;
  if (/^[A-Z]{2,5}$/.test(plain) && !saidAsWords.has(plain) && (plain.length <= 3 || !/[AEIOU]/.test(plain))) return true;
  if (spelled.has(plain.toLowerCase())) return true;
  return /^[bcdfghjklmnpqrstvwxz]{1,5}$/i.test(plain) && !voiceless.has(plain.toLowerCase());
}

export function sayLatin(word: string): string {
  // "LEDs", "DVDs"
  const plural = /^([A-Z]{2,4})s$/.exec(word);
  if (plural?.[1] && isSpelled(plural[1])) return `${spell(plural[1])}'s`;
  const plain = foldLatin(word);
  const said = Object.hasOwn(slang, plain.toLowerCase()) ? slang[plain.toLowerCase()] : undefined;
  if (said !== undefined) return said;
  return isSpelled(plain) ? spell(plain) : plain.toLowerCase();
}

/** The parts of a name of a product or a person: "PayPal", "jenny_23" and "USB" keep their order; digits are left as they are. */
export function nameParts(name: string): string {
  return name
    .replaceAll(/[_.]+/g, ' ')
    .replaceAll(/(\p{L})(?=\d)|(\d)(?=\p{L})/gu, '$1$2 ')
    .trim();
}

/** A line in capitals throughout is loud, not full of initials. */
export function isShouted(text: string): boolean {
  const words = text.match(/\p{Script=Latin}{2,}/gu) ?? [];
  return words.length >= 3 && words.every((word) => word === word.toUpperCase());
}
