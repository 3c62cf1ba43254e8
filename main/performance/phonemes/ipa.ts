/**
 * IPA as eSpeak NG names its phonemes -> visemes. A name can hold a whole syllable's end ("iɑu", "onɡ") or an affricate ("tɕh"):
 * it is read unit by unit, longest first. Marks of stress, length, tone and secondary articulation do not shape the mouth.
 */
import type { Viseme } from '../../contract/visemes.ts';
import { buildParts } from './spread-phoneme.ts';
import type { VisemePart } from './spread-phoneme.ts';

const consonants: Readonly<Partial<Record<Viseme, readonly string[]>>> = {
  PP: ['p', 'b', 'm', 'ɓ', 'ʙ', 'pf', 'β'],
  FF: ['f', 'v', 'ɱ', 'ʋ', 'ⱱ'],
  TH: ['θ', 'ð'],
  DD: ['t', 'd', 'ʈ', 'ɖ', 'ɾ', 'ɗ', 't.', 'd.'],
  kk: ['k', 'ɡ', 'g', 'c', 'ɟ', 'q', 'ɢ', 'x', 'ɣ', 'χ', 'ʁ', 'h', 'ɦ', 'ħ', 'ʕ', 'ʔ', 'ç', 'ɠ', 'ʀ'],
  CH: ['tʃ', 'dʒ', 'ʈʂ', 'ɖʐ', 'ts.', 'dz.', 'ʃ', 'ʒ', 'ʂ', 'ʐ', 's.', 'z.', 'tʂ', 'dʐ'],
  // j, q, x of Mandarin and し, ち of Japanese are said with spread lips, unlike sh and zh.
  SS: ['ts', 'dz', 's', 'z', 'ɬ', 'ɮ', 'ɕ', 'ʑ', 'tɕ', 'dʑ'],
  nn: ['n', 'nɡ', 'ng', 'ɲ', 'ŋ', 'ɳ', 'ɴ', 'l', 'ɫ', 'ɭ', 'ʎ', 'ʟ', 'l.', 'n.'],
  RR: ['r', 'ɹ', 'ɻ', 'ɽ', 'r.', 'ɺ', 'ɚ', 'ɝ'],
};
const vowels: Readonly<Partial<Record<Viseme, readonly string[]>>> = {
  aa: ['a', 'ɑ', 'ɐ', 'æ', 'ʌ', 'ɶ'],
  E: ['e', 'ɛ', 'ε', 'ə', 'ɘ', 'ɞ', 'ɤ', 'ɜ', '@'],
  I: ['i', 'ɪ', 'ɨ', 'ᵻ', 'ɯ', 'j', 'i.', 'ɿ', 'ʅ', 'ɰ'],
  O: ['o', 'ɔ', 'ɒ', 'œ', 'ø', 'ɵ'],
  // ɸ (ふ) is blown through lips that nearly close; no teeth.
  U: ['u', 'ʊ', 'ʉ', 'w', 'y', 'ʏ', 'ɥ', 'ʍ', 'ɯᵝ', 'ᵿ', 'ɸ'],
};
/** Names that do not mean what their letters say. */
const wholeNames: Readonly<Record<string, readonly (readonly [Viseme, number])[]>> = {
  // Mandarin: e is not rounded, the ong of 中 is; the vowels of 四 and 是 keep the teeth of their consonant.
  'o-': [['E', 1]],
  onɡ: [
    ['U', 0.65],
    ['nn', 0.35],
  ],
  ionɡ: [
    ['I', 0.2],
    ['U', 0.5],
    ['nn', 0.3],
  ],
  i̪: [['SS', 1]],
  // English: bird.
  ɜː: [['RR', 1]],
  // German: neun.
  ɔø: [
    ['O', 0.6],
    ['I', 0.4],
  ],
  // Japanese: the y of きゃ is told by itself.
  ʲ: [['I', 1]],
};

const glides = new Set(['j', 'w', 'ɥ', 'ɰ']);

interface Unit {
  readonly viseme: Viseme;
  readonly sort: 'consonant' | 'vowel' | 'glide';
}
const units = new Map<string, Unit>();
for (const [viseme, names] of Object.entries(consonants) as [Viseme, readonly string[]][])
  for (const name of names) units.set(name, { viseme, sort: 'consonant' });
for (const [viseme, names] of Object.entries(vowels) as [Viseme, readonly string[]][])
  for (const name of names) units.set(name, { viseme, sort: glides.has(name) ? 'glide' : 'vowel' });
const longestUnit = Math.max(...Array.from(units.keys(), (name) => name.length));

/** Stress, length, ties, tones, and what is said with the tongue or the throat only. */
const noShape = /[\p{M}\p{Cc}ˈˌːˑʰʲˠˤⁿˡʼʷʱᵊ˞˥˦˧˨˩↗↘↑↓0-9"'?!;:^_*|-]/gu;

const wholeShapes = new Map(Object.entries(wholeNames).map(([name, parts]) => [name.normalize('NFD'), buildParts(parts)]));
const silent: readonly VisemePart[] = buildParts([['sil', 1]]);
const known = new Map<string, readonly VisemePart[] | undefined>();

/** Undefined when some part of the name is not known. An empty name is a pause; "(en)" is a switch of language, silent too. */
export function ipaParts(phoneme: string): readonly VisemePart[] | undefined {
  if (!known.has(phoneme)) {
    // The names come from a fixed inventory; a broken voice must not fill the memory all the same.
    if (known.size > 4096) known.clear();
    known.set(phoneme, readUnits(phoneme));
  }
  return known.get(phoneme);
}

/** 0 unstressed, 1 primary, 0.5 secondary. */
export function ipaStress(phoneme: string): number {
  if (phoneme.includes('ˈ')) return 1;
  return phoneme.includes('ˌ') ? 0.5 : 0;
}

function readUnits(phoneme: string): readonly VisemePart[] | undefined {
  if (/^\(.*\)$/u.test(phoneme)) return silent;
  const whole = wholeShapes.get(phoneme.normalize('NFD').replaceAll(/[ˈˌ]/gu, ''));
  if (whole) return whole;
  const name = phoneme
    .normalize('NFD')
    .replaceAll(/c\u0327/gu, 'ç')
    .replaceAll(noShape, '')
    .trim();
  if (name === '') return silent;
  const found: Unit[] = [];
  for (let at = 0; at < name.length;) {
    const length = longestUnitAt(name, at);
    if (length === 0) return undefined;
    const unit = units.get(name.slice(at, at + length)) as Unit;
    const aspiration = found.length > 0 && name.slice(at, at + length) === 'h';
    if (!aspiration) found.push(unit);
    at += length;
  }
  return buildParts(found.map((unit, index) => [unit.viseme, weightOf(unit, found[index + 1], index)] as const));
}

function longestUnitAt(name: string, at: number): number {
  for (let length = Math.min(longestUnit, name.length - at); length > 0; length -= 1)
    if (units.has(name.slice(at, at + length))) return length;
  return 0;
}

/** A vowel before another one is on its way ("iɑu" is mostly ɑ); a final consonant is shorter than the vowel that it ends. */
function weightOf(unit: Unit, next: Unit | undefined, index: number): number {
  if (unit.sort === 'consonant') return index === 0 ? 1 : 0.6;
  if (unit.sort === 'glide') return 0.5;
  return next && next.sort !== 'consonant' && index === 0 ? 0.7 : 1;
}
