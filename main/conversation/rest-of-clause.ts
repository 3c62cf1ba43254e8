/** What is left of a clause to be said from one of its words on. Pure; words are counted as marks count them (contract/speech.ts). */
import type { Lang } from '../contract/speech.ts';

/** Signs that stand before a word and belong to it: what opens, currencies, #tags, @names. */
const leading = /[\p{Ps}\p{Pi}\p{Sc}"'#@§&¿¡]/u;
/** A sign of number belongs to a word only at the head of the text or behind a space: "-5" is minus five, "well-known" is not. */
const leadingSign = /[-+−±]/u;
const pairs: readonly (readonly [open: string, close: string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['（', '）'],
  ['【', '】'],
  ['《', '》'],
  ['「', '」'],
  ['『', '』'],
  ['“', '”'],
  ['‘', '’'],
  ['"', '"'],
];
const letter = /[\p{L}\p{N}]/u;

/**
 * The text from word `firstWord` (0 = the first) to the end, as it can be spoken and shown by itself: without the marks that closed what was said,
 * without a closing bracket or quote whose opening was said. '' = nothing is left that could be said.
 */
export function restOfClause(text: string, lang: Lang, firstWord: number): string {
  const words = Array.from(new Intl.Segmenter(lang === 'und' ? 'en' : lang, { granularity: 'word' }).segment(text)).filter(
    (segment) => segment.isWordLike,
  );
  const first = words[Math.max(0, firstWord)];
  if (!first) return '';
  if (firstWord <= 0) return text.trim();
  const start = startOf(text, first.index);
  return closeQuotes(text.slice(0, start), text.slice(start)).trim();
}

/** Where the word at `index` begins together with the signs that belong to it. */
function startOf(text: string, index: number): number {
  let start = index;
  while (start > 0 && opens(text, start - 1)) start -= 1;
  return start;
}

function opens(text: string, at: number): boolean {
  const sign = text[at] ?? '';
  const before = text[at - 1];
  const free = before === undefined || /\s/u.test(before);
  if (leadingSign.test(sign)) return free;
  if (!leading.test(sign)) return false;
  // These close as often as they open: behind a word or another mark they close it.
  if (sign === '"' || sign === "'") return free || /[\p{Ps}\p{Pi}]/u.test(before);
  return true;
}

/** Takes out of `rest` the closing marks whose opening one was said. */
function closeQuotes(said: string, rest: string): string {
  let left = rest;
  for (const [open, close] of pairs) {
    let unclosed = openAtEnd(said, open, close);
    for (let at = 0, depth = 0; at < left.length && unclosed > 0; at += 1) {
      const sign = left[at];
      if (isApostrophe(left, at)) continue;
      if (open !== close && sign === open) depth += 1;
      else if (sign === close && depth > 0) depth -= 1;
      else if (sign === close) {
        left = left.slice(0, at) + left.slice(at + 1);
        at -= 1;
        unclosed -= 1;
      }
    }
  }
  return left;
}

/** How many were opened in `text` and not closed. */
function openAtEnd(text: string, open: string, close: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (isApostrophe(text, at)) continue;
    if (open === close) depth = text[at] === open ? 1 - depth : depth;
    else if (text[at] === open) depth += 1;
    else if (text[at] === close) depth = Math.max(0, depth - 1);
  }
  return depth;
}

/** "don’t" */
function isApostrophe(text: string, at: number): boolean {
  return text[at] === '’' && letter.test(text[at - 1] ?? '') && letter.test(text[at + 1] ?? '');
}
