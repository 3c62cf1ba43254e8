/** Phones as they may be written into the dictionary: "T AH0 M AA1 T OW0", or between slashes in any case. Brings them into one form, or says in words what is wrong. Pure. */
import type { UserMessage } from '../contract/failure.ts';
import { readPhone, spellPhones, writePhones, type Phone } from '../engines/text/readings/phones.ts';
import { voiceWords } from './voice-words.ts';

/** Twice the longest English words. */
export const mostPhones = 40;

export type CheckedPhones =
  { readonly fits: true; readonly phones: string; readonly spelled: string } | { readonly fits: false; readonly words: UserMessage };

/** No respelling has a digit or a slash. */
export const isPhones = (written: string): boolean => /[\d/]/.test(written);

export function checkPhones(written: string): CheckedPhones {
  const between = written.length <= mostPhones * 8 ? /^\/([^/]*)\/$|^([^/]*)$/.exec(written) : null;
  const names = (between?.[1] ?? between?.[2] ?? written.slice(0, mostPhones * 8)).trim().toUpperCase().split(/\s+/);
  const phones: Phone[] = [];
  for (const name of names.slice(0, mostPhones)) {
    const phone = readPhone(name);
    if (!phone) return { fits: false, words: voiceWords.noPhone(name.slice(0, 12)) };
    phones.push(phone);
  }
  if (names.length > mostPhones) return { fits: false, words: voiceWords.tooManyPhones(mostPhones) };
  if (!phones.some(({ stress }) => stress === 1 || stress === 2)) return { fits: false, words: voiceWords.noStress };
  return { fits: true, phones: writePhones(phones), spelled: spellPhones(phones) };
}
