/**
 * Cuts a stream of text into clauses as early as they can be spoken. Pure state over a bounded buffer.
 * The clauses depend on the text alone, never on how it was cut into tokens.
 */
import { countSpeechUnits } from './speech-units.ts';

export interface ClauseSplitterOptions {
  /** The first clause leaves at the first comma from this many syllables on. */
  readonly firstClauseUnits?: number;
  /** Later clauses leave at a comma from this many syllables on. */
  readonly longClauseUnits?: number;
  /** No clause is longer; UTF-16 units. */
  readonly maxCharacters?: number;
  /** No clause is longer; syllables. */
  readonly maxUnits?: number;
}

export interface ClauseSplitter {
  /** Clauses that are complete with this fragment. */
  push(fragment: string): string[];
  /** What is left at the end of the answer. */
  end(): string[];
}

type Boundary = 'sentence' | 'comma' | 'weak';

const sentenceMarks = /[。！？!?.．…‥؟।\n\r]/u;
const commaMarks = /[，,；;：:،؛—–]/u;
const weakMarks = /[、､]/u;
/** Belong to the clause that they close. */
const closers = /["'”’」』）)\]】》〉»]/u;
const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const abbreviations = new Set(
  'mr mrs ms dr prof st jr sr vs etc no vol fig approx dept est inc ltd co corp e.g i.e a.m p.m u.s u.k u.n ph.d'.split(' '),
);

export function createClauseSplitter(options: ClauseSplitterOptions = {}): ClauseSplitter {
  const { firstClauseUnits = 3, longClauseUnits = 22, maxCharacters = 200, maxUnits = 60 } = options;
  let buffer = '';
  let clausesMade = 0;

  /** End of the next clause in the buffer, or null when more text is needed to know. Looks at no more than one character past the limit. */
  function findCut(final: boolean): number | null {
    const full = buffer.length > maxCharacters;
    const window = full ? buffer.slice(0, maxCharacters + 1) : buffer;
    let lastCommaEnd = 0;
    for (let at = 0; at < window.length; at += 1) {
      const boundary = boundaryAt(window, at, final && !full);
      if (boundary === 'unknown') return full ? forcedCut(window, lastCommaEnd) : null;
      if (boundary === null) continue;
      const end = boundary.end;
      if (end > maxCharacters) break;
      const units = countSpeechUnits(window.slice(0, end)).total;
      if (units > maxUnits) return forcedCut(window, lastCommaEnd);
      if (leaves(boundary.kind, units)) return end;
      if (boundary.kind !== 'sentence') lastCommaEnd = end;
      at = end - 1;
    }
    return full || countSpeechUnits(window).total > maxUnits ? forcedCut(window, lastCommaEnd) : null;
  }

  function leaves(kind: Boundary, units: number): boolean {
    if (units === 0) return false;
    if (kind === 'sentence') return true;
    if (clausesMade > 0) return units >= longClauseUnits;
    return units >= (kind === 'comma' ? firstClauseUnits : 2 * firstClauseUnits);
  }

  function forcedCut(window: string, lastCommaEnd: number): number {
    if (lastCommaEnd > 0) return lastCommaEnd;
    // The longest prefix within both limits, whole characters only, back to a space where there is one.
    let end = 0;
    let space = 0;
    let units = 0;
    for (const { segment, index } of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(window)) {
      units = cjk.test(segment) ? units + 1 : countSpeechUnits(window.slice(0, index + segment.length)).total;
      if (end > 0 && (index + segment.length > maxCharacters || units > maxUnits)) break;
      end = Math.min(index + segment.length, maxCharacters);
      if (/\s/u.test(segment)) space = end;
    }
    return space > 0 ? space : end;
  }

  function take(final: boolean): string[] {
    const clauses: string[] = [];
    for (;;) {
      buffer = buffer.replace(/^\s+/u, '');
      let cut = findCut(final);
      if (cut === null && final && buffer !== '') cut = buffer.length;
      if (cut === null || cut === 0) return clauses;
      const clause = buffer.slice(0, cut).trim();
      buffer = buffer.slice(cut);
      if (clause === '') continue;
      clauses.push(clause);
      clausesMade += 1;
    }
  }

  return {
    push(fragment) {
      buffer += fragment;
      return take(false);
    },
    end: () => take(true),
  };
}

/** 'unknown' = the following character decides and has not come yet. */
function boundaryAt(text: string, at: number, final: boolean): { kind: Boundary; end: number } | 'unknown' | null {
  const mark = text[at] ?? '';
  const kind: Boundary | null = sentenceMarks.test(mark)
    ? 'sentence'
    : commaMarks.test(mark)
      ? 'comma'
      : weakMarks.test(mark)
        ? 'weak'
        : null;
  if (kind === null) return null;
  const before = text[at - 1] ?? '';
  const after = text[at + 1];
  const ascii = mark < '\u0080';
  if (kind !== 'sentence') {
    const word = lastToken(text, at);
    // A plain word before an ASCII comma settles it; digits, links and times have to be seen whole.
    const settled = ascii ? /^\p{L}[\p{L}\p{M}'’-]*$/u.test(word) || cjk.test(before) : !/\p{Nd}/u.test(before);
    if (settled && mark !== ':' && mark !== '—' && mark !== '–') return { kind, end: at + 1 };
    if (after === undefined) return final ? { kind, end: at + 1 } : 'unknown';
    const splits = ascii ? /\s/u.test(after) || (cjk.test(after) && !isLink(word)) : !/[\p{Nd}—–]/u.test(after);
    return splits ? { kind, end: at + 1 } : null;
  }
  if (mark === '\n' || mark === '\r') return { kind, end: at + 1 };
  // A run of marks and closers ("?!", "……", `."`) belongs together, so its end has to be in sight.
  let end = at + 1;
  while (end < text.length && (sentenceMarks.test(text[end] ?? '') || closers.test(text[end] ?? '')) && !/[\n\r]/u.test(text[end] ?? ''))
    end += 1;
  const next = text[end];
  if (next === undefined) {
    if (!final) return 'unknown';
  } else if (ascii && !/\s/u.test(next) && !(cjk.test(next) && !isLink(lastToken(text, at)))) return null;
  if (mark === '.' && end === at + 1) {
    const word = lastToken(text, at);
    if (abbreviations.has(word.toLowerCase()) || /^\p{Lu}$/u.test(word)) return next === undefined ? { kind, end } : null;
    // "1. " at the head of a clause numbers a list.
    if (/^\p{Nd}{1,2}$/u.test(text.slice(0, at).trim()) && next !== undefined) return null;
  }
  return { kind, end };
}

/** The run of non-spaces that ends before `at`, without opening quotes and brackets. */
function lastToken(text: string, at: number): string {
  let start = at;
  while (start > 0 && !/\s/u.test(text[start - 1] ?? '')) start -= 1;
  return text.slice(start, at).replace(/^["'“‘(（「『[【《]+/u, '');
}

function isLink(token: string): boolean {
  return /:\/\/|^www\.|@/iu.test(token);
}
