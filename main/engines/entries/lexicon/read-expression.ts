/** Reads emotion, intensity and gestures from one clause. Pure and without memory: the same clause always feels the same. */
import { type Emotion, type Expression, type Gesture, gestures as allGestures, type Lang } from '../../../contract/speech.ts';
import { emojiFeelings } from './emoji.ts';
import { compileLexicon, type Lexicon, type Term, valenceOf } from './lexicon.ts';
import { english } from './words-en.ts';
import { chinese } from './words-zh.ts';

const lexicons: Readonly<Record<'en' | 'zh', Lexicon>> = {
  en: compileLexicon(english, (entry) => entry.split(' ').length),
  zh: compileLexicon(chinese, (entry) => entry.length),
};
const emoji = new Map(
  emojiFeelings.flatMap(([emotion, strength, marks]) => marks.split(' ').map((mark) => [mark, { emotion, strength }] as const)),
);
const kaomoji = [...emoji.keys()].filter((mark) => /[\u0021-\u007e]/u.test(mark));

const boost = 1.35;
const damp = 0.6;
/** A negation or booster reaches over this many words. */
const reach = 3;
const exclamationGain = 0.12;
const shoutingGain = 0.15;
const maxGestures = 2;

interface Found {
  readonly emotion: Emotion;
  readonly strength: number;
}

export interface Reading extends Expression {
  /** -1 unpleasant .. 1 pleasant, weighted by strength. */
  readonly valence: number;
}

export function readExpression(text: string, lang: Lang): Reading {
  const normal = text.normalize('NFKC').replace(/[’ʼ]/gu, "'");
  const gestures = new Set<Gesture>();
  const found: Found[] = [...readEmoji(normal)];
  if (lang === 'zh' || lang === 'und') readTerms(chineseTerms(normal), found, gestures);
  if (lang === 'en' || lang === 'und') readTerms(englishTerms(normal), found, gestures);

  const exclamations = Math.min(3, normal.match(/!/gu)?.length ?? 0);
  const asks = /\?/u.test(normal);
  if (exclamations > 0 && asks) found.push({ emotion: 'surprised', strength: 0.5 });
  const shouting = (normal.match(/\b[A-Z]{3,}\b/gu)?.length ?? 0) >= 2;

  const { emotion, strength } = strongest(found);
  const gain = exclamations * exclamationGain + (shouting ? shoutingGain : 0);
  const emphatic = exclamations > 0 || shouting;
  // Emphasis without words is mild good cheer in a host's mouth.
  const felt: Found =
    emotion === 'neutral'
      ? emphatic && !asks
        ? { emotion: 'happy', strength: 0.2 + gain }
        : { emotion, strength: 0 }
      : { emotion, strength: strength + gain };

  if (asks) gestures.add('tilt');
  if (felt.emotion === 'surprised' || (emphatic && felt.strength >= 0.7)) gestures.add('brow-raise');
  if (gestures.has('shake')) gestures.delete('nod');
  return {
    emotion: felt.emotion,
    intensity: Math.round(Math.min(1, Math.max(0, felt.strength)) * 1000) / 1000,
    gestures: allGestures.filter((gesture) => gestures.has(gesture)).slice(0, maxGestures),
    valence: valence(found),
  };
}

/** Strengths of one emotion add up with falling weight; the strongest sum wins. */
function strongest(found: readonly Found[]): Found {
  const sums = new Map<Emotion, number>();
  for (const { emotion, strength } of [...found].sort((a, b) => b.strength - a.strength)) {
    const sum = sums.get(emotion) ?? 0;
    sums.set(emotion, sum === 0 ? strength : sum + strength * 0.25);
  }
  let best: Found = { emotion: 'neutral', strength: 0 };
  for (const [emotion, strength] of sums) if (emotion !== 'neutral' && strength > best.strength) best = { emotion, strength };
  return best;
}

function valence(found: readonly Found[]): number {
  const weight = found.reduce((sum, { strength }) => sum + strength, 0);
  return weight === 0 ? 0 : found.reduce((sum, { emotion, strength }) => sum + valenceOf[emotion] * strength, 0) / weight;
}

function readTerms(terms: readonly (Term | null)[], found: Found[], gestures: Set<Gesture>): void {
  terms.forEach((term, at) => {
    if (!term) return;
    for (const gesture of term.gestures) gestures.add(gesture);
    if (!term.feeling) return;
    let { emotion, strength } = term.feeling;
    let negated = false;
    for (const before of terms.slice(Math.max(0, at - reach), at)) {
      if (before?.role === 'booster') strength *= boost;
      else if (before?.role === 'damper') strength *= damp;
      else if (before?.role === 'negation') negated = !negated;
    }
    if (negated) ({ emotion, strength } = negate({ emotion, strength }));
    found.push({ emotion, strength: Math.min(1, strength) });
  });
}

/** "Not happy" is a little sad, "not angry" is calm; nothing is left of a surprise that is none. */
function negate({ emotion, strength }: Found): Found {
  switch (emotion) {
    case 'happy':
    case 'relaxed':
      return { emotion: 'sad', strength: strength * 0.6 };
    case 'sad':
    case 'angry':
      return { emotion: 'relaxed', strength: strength * 0.6 };
    case 'surprised':
    case 'neutral':
      return { emotion: 'neutral', strength: 0 };
  }
  return { emotion, strength };
}

/** Null stands for a word without a meaning here; a mark between clauses cuts the reach. */
function englishTerms(text: string): (Term | null)[] {
  const words = text.toLowerCase().match(/[a-z]+(?:['-][a-z]+)*|[,.;:!?]/gu) ?? [];
  const { terms, longest } = lexicons.en;
  const result: (Term | null)[] = [];
  for (let at = 0; at < words.length;) {
    let step = 0;
    for (let count = Math.min(longest, words.length - at); count > 0 && step === 0; count -= 1) {
      const term = terms.get(words.slice(at, at + count).join(' ')) ?? (count === 1 ? inflected(words[at] ?? '', terms) : undefined);
      if (!term) continue;
      result.push(term);
      step = count;
    }
    if (step === 0) result.push(...cutOrNothing(words[at] ?? ''));
    at += step || 1;
  }
  return result;
}

function inflected(word: string, terms: ReadonlyMap<string, Term>): Term | undefined {
  for (const [ending, replacement] of [
    ["'s", ''],
    ['ies', 'y'],
    ['es', ''],
    ['s', ''],
    ['ed', ''],
    ['d', ''],
    ['ing', ''],
    ['ing', 'e'],
    ['ly', ''],
    ['est', ''],
    ['er', ''],
  ] as const) {
    if (word.length - ending.length >= 3 && word.endsWith(ending)) {
      const term = terms.get(word.slice(0, word.length - ending.length) + replacement);
      if (term?.feeling) return term;
    }
  }
  return undefined;
}

function chineseTerms(text: string): (Term | null)[] {
  const { terms, longest } = lexicons.zh;
  const result: (Term | null)[] = [];
  for (let at = 0; at < text.length;) {
    let step = 0;
    for (let count = Math.min(longest, text.length - at); count > 0 && step === 0; count -= 1) {
      const term = terms.get(text.slice(at, at + count));
      if (!term) continue;
      result.push(term);
      step = count;
    }
    if (step === 0 && !/[的地得了着]/u.test(text[at] ?? '')) result.push(...cutOrNothing(text[at] ?? ''));
    at += step || 1;
  }
  return result;
}

function cutOrNothing(piece: string): (Term | null)[] {
  return /[,.;:!?。、…\n]/u.test(piece) ? [null, null, null] : [null];
}

function readEmoji(text: string): Found[] {
  const found: Found[] = [];
  for (const mark of text.match(/\p{Extended_Pictographic}/gu) ?? []) {
    const feeling = emoji.get(mark);
    if (feeling) found.push(feeling);
  }
  for (const mark of kaomoji) {
    const feeling = emoji.get(mark);
    if (
      feeling &&
      text
        .split(/\s+/u)
        .some((word) => word === mark || (word.length > mark.length && word.endsWith(mark) && /[\p{L}\p{P}]/u.test(word[0] ?? '')))
    )
      found.push(feeling);
  }
  return found.slice(0, 8);
}
