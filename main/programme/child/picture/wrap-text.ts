/** Breaks a caption into lines and pages, for scripts with and without spaces. Pure: it is told how wide a text is. */
export type Measure = (text: string) => number;

/** May not begin a line. */
const closing = /^[\s,.!?;:%)\]}»”’，。！？；：、）】》」』…％]/u;
/** May not end one. */
const opening = /[([{«“‘（【《「『$€£¥￥#＃@]$/u;
/** Belongs to what stands before it, or, behind a space, to what follows directly: "well-known", "at -5". */
const link = /^[-/‐‑+~～]/u;
const looseLink = /(?:^|\s)[-/‐‑+~～]$/u;
/** Parts of one number: "24/7", "3-5". */
const numberSoFar = /\p{Nd}[-/‐‑]$/u;
const words = new Intl.Segmenter('und', { granularity: 'word' });
const clusters = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** Bold of Markdown. Between letters or digits it means something else. */
const emphasis = /(?<![\p{Script=Latin}\d*])\*\*(?!\*)|(?<!\*)\*\*(?![\p{Script=Latin}\d*])/gu;
const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const loneSurrogates = /\p{Surrogate}/gu;
// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]+/g;

/** One line of plain text: no control characters, no direction overrides, no markup, single spaces. */
export function cleanCaption(text: string): string {
  return text
    .replace(loneSurrogates, '')
    .replace(controls, ' ')
    .replace(directionMarks, '')
    .replace(emphasis, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** A line's place in the text, without the spaces around it. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Greedy lines no wider than `most`; a word wider than that is broken. */
export function wrapLines(text: string, most: number, measure: Measure): string[] {
  return layLines(text, { start: 0, end: text.length }, findBreaks(text), most, measure).map(({ start, end }) => text.slice(start, end));
}

/** Pages of at most `linesPerPage`, each evened out so that its lines are about as long as each other. */
export function wrapPages(text: string, most: number, linesPerPage: number, measure: Measure): string[][] {
  const breaks = findBreaks(text);
  const lines = layLines(text, { start: 0, end: text.length }, breaks, most, measure);
  const pages: string[][] = [];
  for (let i = 0; i < lines.length; i += linesPerPage) {
    const page = evenLines(text, lines.slice(i, i + linesPerPage), breaks, most, measure);
    pages.push(page.map(({ start, end }) => text.slice(start, end)));
  }
  return pages;
}

/** The same text in as many lines, at the narrowest width that breaks no more words. */
function evenLines(text: string, lines: readonly Span[], breaks: readonly number[], most: number, measure: Measure): readonly Span[] {
  const [first, last] = [lines[0], lines.at(-1)];
  if (!first || !last || first === last) return lines;
  const page = { start: first.start, end: last.end };
  let low = Math.max(most / 3, widestWord(text, page, breaks, most, measure));
  let high = most;
  let best = lines;
  for (let i = 0; i < 7; i++) {
    const width = (low + high) / 2;
    const narrower = layLines(text, page, breaks, width, measure);
    if (narrower.length <= lines.length) {
      best = narrower;
      high = width;
    } else low = width;
  }
  return best;
}

/** Of the words that fit into a line. */
function widestWord(text: string, { start, end }: Span, breaks: readonly number[], most: number, measure: Measure): number {
  let widest = 0;
  let from = start;
  for (const to of [...breaks.filter((at) => at > start && at < end), end]) {
    const width = measure(text.slice(from, to).trim());
    if (width <= most) widest = Math.max(widest, width);
    from = to;
  }
  return widest;
}

/** `breaks`: of the whole text, so that every part of it breaks where the whole does. */
function layLines(text: string, part: Span, breaks: readonly number[], most: number, measure: Measure): Span[] {
  const lines: Span[] = [];
  const widthOf = (from: number, to: number): number => measure(text.slice(from, to).trimEnd());
  const close = (from: number, to: number): void => {
    const line = text.slice(from, to).trimEnd();
    if (line !== '') lines.push({ start: from, end: from + line.length });
  };
  let start = skipSpaces(text, part.start);
  let end = start;
  for (const next of [...breaks.filter((at) => at > start && at < part.end), part.end]) {
    if (end > start && widthOf(start, next) > most) {
      close(start, end);
      start = skipSpaces(text, end);
    }
    end = Math.max(start, next);
    while (widthOf(start, end) > most) {
      const cut = fit(text.slice(start, end), most, measure);
      if (start + cut >= end) break;
      close(start, start + cut);
      start = skipSpaces(text, start + cut);
    }
  }
  close(start, end);
  return lines;
}

function skipSpaces(text: string, from: number): number {
  return text.length - text.slice(from).trimStart().length;
}

/** Ends of the pieces that may not be torn. */
function findBreaks(text: string): number[] {
  const breaks: number[] = [];
  let held = '';
  const segments = Array.from(words.segment(text));
  for (const [at, { segment, index }] of segments.entries()) {
    if (held !== '' && mayPart(held, segment, segments[at + 1]?.segment ?? ' ')) {
      breaks.push(index);
      held = '';
    }
    held += segment;
  }
  return breaks;
}

function mayPart(held: string, next: string, after: string): boolean {
  if (closing.test(next) || opening.test(held) || looseLink.test(held)) return false;
  if (link.test(next)) return /\s$/u.test(held) && !/^\s/u.test(after);
  return !(numberSoFar.test(held) && /^\p{Nd}/u.test(next));
}

function fit(text: string, most: number, measure: Measure): number {
  let end = 0;
  for (const { segment, index } of clusters.segment(text)) {
    if (index > 0 && measure(text.slice(0, index + segment.length)) > most) break;
    end = index + segment.length;
  }
  return end;
}
