/** The lists compiled into look-ups. Pure; knows the shape of a list, not how a clause is read. */
import type { Emotion } from '../../../contract/speech.ts';

/** One line of a list: what is felt, how strongly 0..1, and the words (spaces between words, | between phrases). */
type FeelingLine = readonly [emotion: Emotion, strength: number, words: string];

export interface LexiconSource {
  readonly feelings: readonly FeelingLine[];
  /** Entries with spaces or that must win over their parts. */
  readonly phrases: readonly FeelingLine[];
  readonly negations: string;
  readonly boosters: string;
  readonly dampers: string;
  readonly nods: string;
  readonly shakes: string;
  readonly brows: string;
}

export type TermRole = 'negation' | 'booster' | 'damper';

export interface Term {
  readonly feeling?: { readonly emotion: Emotion; readonly strength: number };
  readonly role?: TermRole;
  readonly gestures: ReadonlySet<'nod' | 'shake' | 'brow-raise'>;
}

export interface Lexicon {
  readonly terms: ReadonlyMap<string, Term>;
  /** Longest entry: in words for English, in characters for Chinese. */
  readonly longest: number;
}

/** How pleasant an emotion is, -1..1. */
export const valenceOf: Readonly<Record<Emotion, number>> = { happy: 1, relaxed: 0.5, neutral: 0, surprised: 0.2, sad: -0.7, angry: -1 };

export function compileLexicon(source: LexiconSource, length: (entry: string) => number): Lexicon {
  const terms = new Map<
    string,
    { feeling?: NonNullable<Term['feeling']>; role?: TermRole; gestures: Set<'nod' | 'shake' | 'brow-raise'> }
  >();
  const entry = (text: string) => {
    const known = terms.get(text) ?? { gestures: new Set<'nod' | 'shake' | 'brow-raise'>() };
    terms.set(text, known);
    return known;
  };
  for (const [emotion, strength, words] of source.feelings)
    for (const word of words.split(' ')) entry(word).feeling = { emotion, strength };
  for (const [emotion, strength, phrases] of source.phrases)
    for (const phrase of phrases.split('|')) entry(phrase).feeling = { emotion, strength };
  const roles = [
    ['negation', source.negations],
    ['booster', source.boosters],
    ['damper', source.dampers],
  ] as const;
  for (const [role, words] of roles) for (const word of words.split(' ')) entry(word).role = role;
  const gestures = [
    ['nod', source.nods],
    ['shake', source.shakes],
    ['brow-raise', source.brows],
  ] as const;
  for (const [gesture, phrases] of gestures) for (const phrase of phrases.split('|')) entry(phrase).gestures.add(gesture);
  return { terms, longest: Math.max(...Array.from(terms.keys(), length)) };
}
