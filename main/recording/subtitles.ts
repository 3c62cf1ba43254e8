/** Lines with times -> SRT and WebVTT. Long lines become two rows or several pages, cut between words (phrases in Chinese). Pure. */
import type { SaidLine } from './read-story.ts';

/** Columns of a row; a Han character takes two. */
const rowColumns = 42;
const rowsPerPage = 2;
const wide =
  /[\u1100-\u115f\u2e80-\u303f\u3040-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;
const closing = /^[\p{Pe}\p{Pf}\p{Po}…—]+$/u;

const columnsOf = (text: string): number => Array.from(text).reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);

/** Rows that are filled evenly, broken where a word ends. */
export function wrapRows(text: string, lang: string): string[] {
  const words: string[] = [];
  for (const { segment } of new Intl.Segmenter(lang === 'und' ? 'en' : lang, { granularity: 'word' }).segment(text)) {
    // a mark never begins a row
    if (words.length > 0 && (closing.test(segment) || segment.trim() === '')) words[words.length - 1] += segment;
    else words.push(...(columnsOf(segment) > rowColumns ? hardCut(segment) : [segment]));
  }
  const rowsNeeded = Math.ceil(columnsOf(text) / rowColumns);
  const target = Math.min(rowColumns, Math.ceil(columnsOf(text) / rowsNeeded) + 4);
  const rows: string[] = [];
  let row = '';
  for (const word of words) {
    if (row !== '' && columnsOf((row + word).trimEnd()) > target) {
      rows.push(row.trim());
      row = word.trimStart();
    } else row += word;
  }
  if (row.trim() !== '') rows.push(row.trim());
  return rows;
}

function hardCut(word: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const { segment } of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(word)) {
    if (piece !== '' && columnsOf(piece + segment) > rowColumns) {
      pieces.push(piece);
      piece = '';
    }
    piece += segment;
  }
  return [...pieces, piece];
}

interface Page {
  readonly fromMs: number;
  readonly toMs: number;
  readonly rows: readonly string[];
  readonly lang: string;
}

/** A page's share of the time is its share of the text. */
export function paginate(said: readonly SaidLine[]): readonly Page[] {
  return said.flatMap(({ fromMs, toMs, text, lang }) => {
    const rows = wrapRows(text, lang);
    const total = rows.reduce((sum, row) => sum + columnsOf(row), 0);
    const pages: Page[] = [];
    let done = 0;
    for (let at = 0; at < rows.length; at += rowsPerPage) {
      const own = rows.slice(at, at + rowsPerPage);
      const before = done;
      done += own.reduce((sum, row) => sum + columnsOf(row), 0);
      const when = (share: number): number => Math.round(fromMs + ((toMs - fromMs) * share) / total);
      pages.push({ fromMs: when(before), toMs: when(done), rows: own, lang });
    }
    return pages;
  });
}

function stamp(ms: number, mark: ',' | '.'): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}${mark}${String(ms % 1000).padStart(3, '0')}`;
}

/** What a row must not hold in either format: an arrow is a time line, an empty row ends a cue. */
const plain = (row: string): string => row.replaceAll('-->', '→');
const escaped = (row: string): string => plain(row).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export function toSrt(said: readonly SaidLine[]): string {
  return paginate(said)
    .map(({ fromMs, toMs, rows }, index) => `${index + 1}\n${stamp(fromMs, ',')} --> ${stamp(toMs, ',')}\n${rows.map(plain).join('\n')}\n`)
    .join('\n');
}

export function toWebVtt(said: readonly SaidLine[]): string {
  const cues = paginate(said).map(
    ({ fromMs, toMs, rows, lang }) =>
      `${stamp(fromMs, '.')} --> ${stamp(toMs, '.')}\n<lang ${/^[\w-]+$/.test(lang) ? lang : 'und'}>${rows.map(escaped).join('\n')}</lang>\n`,
  );
  return `WEBVTT\n\nNOTE AI-generated content · 本内容由人工智能生成\n\n${cues.join('\n')}`;
}
