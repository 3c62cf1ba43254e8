/** English phones of the dictionary as eSpeak NG's mnemonics of its en-us voice, between the brackets that tell it so. Pure. */
import { createTracer, type TracedText } from '../../../main/engines/text/traced-text.ts';
import { readPhones, vowelNames, type Phone } from '../../../main/engines/text/readings/phones.ts';

const mnemonics: Readonly<Record<string, string>> = {
  AA: 'A:',
  AE: 'a',
  AH: 'V',
  AO: 'O:',
  AW: 'aU',
  AY: 'aI',
  EH: 'E',
  ER: '3:',
  EY: 'eI',
  IH: 'I',
  IY: 'i:',
  OW: 'oU',
  OY: 'OI',
  UH: 'U',
  UW: 'u:',
  CH: 'tS',
  DH: 'D',
  HH: 'h',
  JH: 'dZ',
  NG: 'N',
  // "r" by itself falls silent before some consonants
  R: 'r-',
  SH: 'S',
  TH: 'T',
  Y: 'j',
  ZH: 'Z',
};
const unstressed: Readonly<Record<string, string>> = { AH: '@', ER: '3', IY: 'i' };
/** Vowels that an r at the end of a syllable colours. */
const coloured: Readonly<Record<string, string>> = { AA: 'A@', AO: 'O@', EH: 'e@', IH: 'i@3', IY: 'i@3', UH: 'U@' };
const marks = ['', "'", ','] as const;
const isVowel = (phone: Phone | undefined): boolean => phone !== undefined && vowelNames.includes(phone.name);

/** "T AH0 M AA1 T OW0" -> "[[t|@|m|'A:|t|oU]]". */
export function espeakPhonemes(phones: string): string {
  const said: string[] = [];
  const all = readPhones(phones);
  for (let at = 0; at < all.length; at += 1) {
    const phone = all[at] as Phone;
    const colour = all[at + 1]?.name === 'R' && !isVowel(all[at + 2]) ? coloured[phone.name] : undefined;
    const plain = (phone.stress === 0 ? unstressed[phone.name] : undefined) ?? mnemonics[phone.name] ?? phone.name.toLowerCase();
    said.push(`${marks[phone.stress ?? 0]}${colour ?? plain}`);
    if (colour !== undefined) at += 1;
  }
  // apart, or t and S of two syllables were one sound
  return `[[${said.join('|')}]]`;
}

/** Puts the phones of each word in the place of all that comes from it. `run`: without brackets, so that nothing else is read as phonemes. */
export function feedPhones(run: TracedText, phones: ReadonlyMap<number, string>): TracedText {
  if (phones.size === 0) return run;
  const tracer = createTracer();
  for (let at = 0; at < run.text.length; at += 1) {
    const place = run.origin[at] as number;
    const given = phones.get(place);
    if (given === undefined) tracer.add(run.text[at] as string, place);
    else if (run.origin[at - 1] !== place) tracer.add(`${/\S$/.test(tracer.text) ? ' ' : ''}${espeakPhonemes(given)}`, place);
    if (given !== undefined && /[^\s]/.test(run.text[at + 1] ?? ' ') && run.origin[at + 1] !== place) tracer.add(' ', place);
  }
  return tracer.finish();
}
