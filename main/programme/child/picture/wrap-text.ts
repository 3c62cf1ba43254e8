/** Breaks a caption into lines and pages, for scripts with and without spaces. Pure: it is told how wide a text is. */
export type Measure = (text: string) => number;

/** May not begin a line. */
const closing = /^[\s,.!?;:%)\]}»”’，。！？；：、）】》」』…％]/u;
/** May not end one. */
const opening = /[([{«“‘（【《「『]$/u;
const words = new Intl.Segmenter('und', { granularity: 'word' });
const clusters = new Intl.Segmenter('und', { granularity: 'grapheme' });
const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const loneSurrogates = /\p{Surrogate}/gu;
// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]+/g;

/** One line of plain text: no control characters, no direction overrides, single spaces. */
export function cleanCaption(text: string): string {
  return text.replace(loneSurrogates, '').replace(controls, ' ').replace(directionMarks, '').replace(/\s+/gu, ' ').trim();
}

/** Greedy lines no wider than `most`; a word wider than that is broken. */
export function wrapLines(text: string, most: number, measure: Measure): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text)) {
    const longer = line + piece;
    if (line === '' || measure(longer.trimEnd()) <= most) line = line === '' ? piece.trimStart() : longer;
    else {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    }
    while (measure(line.trimEnd()) > most) {
      const cut = fit(line, most, measure);
      if (cut === line.length) break;
      lines.push(line.slice(0, cut));
      line = line.slice(cut);
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}

/** Pages of at most `linesPerPage`, each evened out so that its lines are about as long as each other. */
export function wrapPages(text: string, most: number, linesPerPage: number, measure: Measure): string[][] {
  const lines = wrapLines(text, most, measure);
  const pages: string[][] = [];
  for (let i = 0; i < lines.length; i += linesPerPage) pages.push(lines.slice(i, i + linesPerPage));
  return pages.map((page) => (page.length < 2 ? page : evenLines(joinLines(page), page.length, most, measure)));
}

/** The narrowest width that still gives `count` lines. */
function evenLines(text: string, count: number, most: number, measure: Measure): string[] {
  let low = most / 3;
  let high = most;
  let best = wrapLines(text, most, measure);
  for (let i = 0; i < 7; i++) {
    const width = (low + high) / 2;
    const lines = wrapLines(text, width, measure);
    if (lines.length <= count) {
      best = lines;
      high = width;
    } else low = width;
  }
  return best;
}

const latinEdge = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Hangul}\p{Nd}\p{P}]$/u;

function joinLines(lines: readonly string[]): string {
  return lines.reduce(
    (all, line) => (all === '' ? line : latinEdge.test(all) && !/^[\p{Script=Han}]/u.test(line) ? `${all} ${line}` : all + line),
    '',
  );
}

/** Text between two allowed breaks. */
function* pieces(text: string): Generator<string> {
  let held = '';
  for (const { segment } of words.segment(text)) {
    if (held !== '' && !closing.test(segment) && !opening.test(held)) {
      yield held;
      held = segment;
    } else held += segment;
  }
  if (held !== '') yield held;
}

function fit(text: string, most: number, measure: Measure): number {
  let end = 0;
  for (const { segment, index } of clusters.segment(text)) {
    if (index > 0 && measure(text.slice(0, index + segment.length)) > most) break;
    end = index + segment.length;
  }
  return end;
}
