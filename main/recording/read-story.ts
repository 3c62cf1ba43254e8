/** From a journal and the length of each part: what was said when on the joined recording's timeline, and a chapter per turn. Pure. */
import { heardPart } from './heard-part.ts';
import type { JournalLine, WordStart } from './journal.ts';

export interface Part {
  /** File name without its folder. */
  readonly file: string;
  readonly durationMs: number;
}

export interface SaidLine {
  readonly fromMs: number;
  readonly toMs: number;
  readonly text: string;
  readonly lang: string;
}

export interface Chapter {
  readonly fromMs: number;
  readonly toMs: number;
  readonly title: string;
}

export interface Story {
  readonly said: readonly SaidLine[];
  readonly chapters: readonly Chapter[];
}

const mostTitle = 60;
const shortestLineMs = 80;

type Clause = Extract<JournalLine, { type: 'clause' }>;

/**
 * In the order of the show. What was said while nothing was recorded is left out. `before`: parts of the same recording that are in
 * another file; what begins there and lasts on is told from the beginning on.
 */
export function readStory(lines: readonly JournalLine[], parts: readonly Part[], before: readonly Part[] = []): Story {
  const totalMs = lengthOf(parts);
  const place = placer(lines, parts, before);
  const clauses = new Map<string, Clause>();
  const questions = new Map<string, string>();
  const begun = new Map<string, number>();
  const ended = new Map<string, { frame: number; complete: boolean; playedMs?: number }>();
  const firstFrame = new Map<string, number>();
  const words = new Map<string, WordStart[]>();
  for (const line of lines) {
    if (line.type === 'clause') clauses.set(line.clauseId, line);
    else if (line.type === 'turn') questions.set(line.turnId, line.text);
    else if (line.type === 'words') words.set(line.clauseId, [...(words.get(line.clauseId) ?? []), ...line.starts]);
    else if (line.type === 'to') ended.set(line.clauseId, line);
    else if (line.type === 'from') {
      begun.set(line.clauseId, line.frame);
      if (!firstFrame.has(line.turnId)) firstFrame.set(line.turnId, line.frame);
    }
  }
  const rests = new Map([...clauses.values()].flatMap((clause) => (clause.continues ? [[clause.continues, clause.text] as const] : [])));
  const said: SaidLine[] = [];
  for (const [clauseId, frame] of begun) {
    const clause = clauses.get(clauseId);
    const placedMs = place(frame);
    if (!clause || placedMs === null) continue;
    // a span that begins in the middle of a clause
    const fromMs = Math.max(0, placedMs);
    const end = ended.get(clauseId);
    // without an end the recording ended in it
    const toMs = Math.min(totalMs, end ? (place(end.frame) ?? totalMs) : totalMs);
    if (toMs - fromMs < shortestLineMs) continue;
    const rest = rests.get(clauseId);
    const own = rest !== undefined && clause.text.endsWith(rest) ? clause.text.slice(0, -rest.length).trimEnd() : clause.text;
    const cut = rest === undefined && end?.complete !== true;
    const heard = cut ? heardPart(own, clause.lang, words.get(clauseId) ?? [], end?.playedMs ?? toMs - placedMs) : own;
    const text = heard.replace(/\s+/gu, ' ').trim();
    if (text !== '') said.push({ fromMs, toMs, text: cut ? `${text}…` : text, lang: clause.lang });
  }
  said.sort((a, b) => a.fromMs - b.fromMs);
  // one voice: a line ends at the latest where the next one begins
  const apart = said.map((line, index) => ({ ...line, toMs: Math.min(line.toMs, said[index + 1]?.fromMs ?? line.toMs) }));

  const starts = [...firstFrame]
    .flatMap(([turnId, frame]) => {
      const placedMs = place(frame);
      const fromMs = Math.max(0, placedMs ?? 0);
      return placedMs === null ? [] : [{ fromMs, title: shortTitle(questions.get(turnId) ?? '') }];
    })
    .sort((a, b) => a.fromMs - b.fromMs);
  if (starts.length > 0 && (starts[0]?.fromMs ?? 0) > 0) starts.unshift({ fromMs: 0, title: 'Opening · 开场' });
  const chapters = starts.map((start, index) => ({ ...start, toMs: starts[index + 1]?.fromMs ?? totalMs }));
  return { said: apart.filter((line) => line.toMs > line.fromMs), chapters: chapters.filter((one) => one.toMs - one.fromMs >= 1) };
}

/** The question, cut at whole characters, at a space where one is near. */
export function shortTitle(text: string): string {
  const clean = text.replace(/\s+/gu, ' ').trim();
  const characters = Array.from(new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(clean), ({ segment }) => segment);
  if (characters.length <= mostTitle) return clean === '' ? '…' : clean;
  const cut = characters.slice(0, mostTitle - 1).join('');
  const space = cut.lastIndexOf(' ');
  return `${(space > mostTitle / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

const lengthOf = (parts: readonly Part[]): number => parts.reduce((sum, part) => sum + part.durationMs, 0);

/**
 * Programme frame -> ms on the joined recording, negative in what lies before it; null before the first anchor. Between anchors both
 * run at the same pace.
 */
function placer(lines: readonly JournalLine[], parts: readonly Part[], before: readonly Part[]): (frame: number) => number | null {
  const start = lines.find((line) => line.type === 'start');
  const frameMs = 1000 / (start?.fps ?? 30);
  const startOf = new Map<string, number>();
  let sumMs = -lengthOf(before);
  for (const part of [...before, ...parts]) {
    startOf.set(part.file, sumMs);
    sumMs += part.durationMs;
  }
  const anchors = lines.flatMap((line) => {
    const partMs = line.type === 'anchor' ? startOf.get(line.file) : undefined;
    return line.type === 'anchor' && partMs !== undefined ? [{ frame: line.frame, atMs: partMs + line.atMs }] : [];
  });
  return (frame) => {
    const index = anchors.findLastIndex((anchor) => anchor.frame <= frame);
    const anchor = anchors[index];
    if (!anchor) return null;
    const atMs = anchor.atMs + (frame - anchor.frame) * frameMs;
    return Math.round(Math.min(atMs, anchors[index + 1]?.atMs ?? sumMs));
  };
}
