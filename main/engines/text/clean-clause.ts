/**
 * The first step for every language: markup, emoji, control characters and other marks that nobody says are taken out, wide and ornamental
 * letters become plain ones. Pure; the places of what stays are kept.
 */
import { createTracer, type TracedText } from './traced-text.ts';

/** More of a clause than this is not spoken: clauses are cut long before, so this is a bound on memory, not a limit anyone meets. */
export const longestClause = 20_000;

const markup = /<!--[\s\S]{0,2000}?-->|<[/?!]?\p{Script=Latin}[^<>]{0,500}>|\[\[[^[\]]{0,200}\]\]/gu;
/** Bold and italic of Markdown, also where a clause border has cut the pair in two. Between letters they hide a word, between digits they are a power. */
const emphasis = /(?<![\p{Script=Latin}\d*])\*{2,3}(?!\*)|(?<!\*)\*{2,3}(?![\p{Script=Latin}\d*])/gu;
/** Presentation of emoji, joiners, direction marks, soft hyphens, zero widths: invisible and unsaid. */
const unsaid = /[\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}\u00AD]|\p{Emoji_Modifier}|\p{Cf}/u;
const pictures = /[\p{Extended_Pictographic}\p{Regional_Indicator}\u20E3]/u;
const control = /[\p{Cc}\p{Co}\p{Cs}\p{Cn}]/u;
/** Pictographs that are read: trade marks fall silent by other rules. */
const keptSigns = /[™®©‼⁉]/u;
/** A letter, digit or mark that is another one in a costume: ａ, 𝓗, Ⓐ, ①, ﬁ, ½ stay apart only by shape. */
const costumes = /[\u{FF01}-\u{FF5E}\u{1D400}-\u{1D7FF}\u{2460}-\u{249B}\u{24B6}-\u{24E9}\u{FB00}-\u{FB06}\u{3000}]/u;
/** Wide punctuation keeps its width: the Chinese rules look for it. */
const wideMarks = /[，。！？：；（）～％＋＝＜＞＆＊／－]/u;

export function cleanClause(clause: string): TracedText {
  const source = clause
    .slice(0, longestClause)
    .replaceAll(markup, (tag) => ' '.repeat(tag.length))
    // Without a gap: the words around it are read together.
    .replaceAll(emphasis, (marks) => '\u00AD'.repeat(marks.length));
  const tracer = createTracer();
  for (let at = 0; at < source.length;) {
    const char = String.fromCodePoint(source.codePointAt(at) as number);
    tracer.add(plain(char), at);
    at += char.length;
  }
  return tracer.finish();
}

function plain(char: string): string {
  if (char >= ' ' && char <= '~') return char;
  if (char === '\n' || char === '\t') return char;
  if (keptSigns.test(char)) return char;
  if (unsaid.test(char)) return '';
  if (pictures.test(char)) return ' ';
  if (control.test(char)) return ' ';
  if (wideMarks.test(char)) return char;
  if (char === '￥') return '¥';
  return costumes.test(char) ? char.normalize('NFKC') : char;
}
