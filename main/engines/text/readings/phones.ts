/** English phones as the CMU dictionary writes them (ARPAbet, 39 phones, a digit of stress behind each vowel): the set, and each one's usual spelling. Pure. */

const vowels: Readonly<Record<string, string>> = {
  AA: 'ah',
  AE: 'a',
  AH: 'uh',
  AO: 'aw',
  AW: 'ow',
  AY: 'ai',
  EH: 'eh',
  ER: 'ur',
  EY: 'ay',
  IH: 'ih',
  IY: 'ee',
  OW: 'oh',
  OY: 'oy',
  UH: 'oo',
  UW: 'oo',
};
const consonants: Readonly<Record<string, string>> = {
  B: 'b',
  CH: 'ch',
  D: 'd',
  DH: 'th',
  F: 'f',
  G: 'g',
  HH: 'h',
  JH: 'j',
  K: 'k',
  L: 'l',
  M: 'm',
  N: 'n',
  NG: 'ng',
  P: 'p',
  R: 'r',
  S: 's',
  SH: 'sh',
  T: 't',
  TH: 'th',
  V: 'v',
  W: 'w',
  Y: 'y',
  Z: 'z',
  ZH: 'zh',
};
export const vowelNames = Object.keys(vowels);
export const consonantNames = Object.keys(consonants);

export interface Phone {
  readonly name: string;
  /** 0 none, 1 primary, 2 secondary; null for a consonant. */
  readonly stress: 0 | 1 | 2 | null;
}

/** A vowel without a digit is unstressed; a consonant has none. undefined: not of the set. */
export function readPhone(written: string): Phone | undefined {
  const [, name = '', digit] = /^([A-Z]{1,2})([0-2])?$/.exec(written) ?? [];
  if (Object.hasOwn(vowels, name)) return { name, stress: Number(digit ?? 0) as 0 | 1 | 2 };
  return Object.hasOwn(consonants, name) && digit === undefined ? { name, stress: null } : undefined;
}

/** Of an entry's phones, which were checked when it was made: what is none is left out. */
export const readPhones = (written: string): Phone[] => written.split(' ').flatMap((phone) => readPhone(phone) ?? []);

export const writePhones = (phones: readonly Phone[]): string => phones.map(({ name, stress }) => `${name}${stress ?? ''}`).join(' ');

/** About how it is spelled: for voices that read letters only. */
export const spellPhones = (phones: readonly Phone[]): string => phones.map(({ name }) => vowels[name] ?? consonants[name]).join('');

const hissing = new Set(['S', 'Z', 'SH', 'ZH', 'CH', 'JH']);
const voiceless = new Set(['P', 'T', 'K', 'F', 'TH']);
const endings: Readonly<Record<string, string>> = { ll: 'AH0 L', d: 'D', ve: 'AH0 V', re: 'ER0', m: 'AH0 M' };
/** What may follow an apostrophe behind a word and is said with it. */
export const spokenEnding = /^['’](s|ll|d|ve|re|m)(?![\p{L}\p{M}\p{N}'’])/iu;

/** "tomato" + "s", of "tomato's". */
export function withEnding(phones: string, ending: string): string {
  const last = readPhones(phones).at(-1)?.name ?? '';
  const fixed = endings[ending];
  if (ending === 'd' && (last === 'T' || last === 'D')) return `${phones} IH0 D`;
  if (fixed !== undefined) return `${phones} ${fixed}`;
  return `${phones} ${hissing.has(last) ? 'IH0 Z' : voiceless.has(last) ? 'S' : 'Z'}`;
}
