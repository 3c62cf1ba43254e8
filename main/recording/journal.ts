/**
 * What was said during a recording and where the programme's frames stand in its files: lines of JSON beside the recording, appended
 * as they happen. A file that ends in the middle of a line (a crash) is read up to there. Everything else is derived from it.
 */
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ShowEvent } from '../contract/show-events.ts';
import type { Mark } from '../contract/speech.ts';

/** Index of the word in the clause's text (word-like segments), and ms from its first sample. */
export type WordStart = readonly [word: number, atMs: number];

export type JournalLine =
  | { readonly type: 'start'; readonly version: 1; readonly fps: number; readonly title: string; readonly pid?: number }
  | { readonly type: 'part'; readonly file: string }
  | { readonly type: 'anchor'; readonly file: string; readonly frame: number; readonly atMs: number }
  | { readonly type: 'turn'; readonly turnId: string; readonly text: string }
  | {
      readonly type: 'clause';
      readonly turnId: string;
      readonly clauseId: string;
      readonly text: string;
      readonly lang: string;
      readonly voiced: boolean;
      readonly continues?: string;
    }
  | { readonly type: 'from'; readonly clauseId: string; readonly turnId: string; readonly frame: number }
  | { readonly type: 'to'; readonly clauseId: string; readonly frame: number; readonly complete: boolean; readonly playedMs?: number }
  /** Where words of a clause begin in its sound; several lines of one clause follow one another. */
  | { readonly type: 'words'; readonly clauseId: string; readonly starts: readonly WordStart[] }
  /** The joined file is good: what is still left of its parts may go. `file`: a further one beside the first, and its parts. */
  | { readonly type: 'verified'; readonly durationMs: number; readonly file?: string; readonly parts?: readonly string[] };

export interface Journal {
  write(line: JournalLine): void;
  close(): Promise<void>;
}

/** `show.mp4` -> `show.journal.jsonl` */
export const journalPath = (recording: string): string => recording.replace(/\.mp4$/i, '') + '.journal.jsonl';

/** A journal that cannot be written costs subtitles and chapters, never the show. */
export function openJournal(path: string, onFailure: (error: Error) => void): Journal {
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  // what a killed process left half written ends here
  stream.write('\n');
  let failed = false;
  stream.on('error', (error) => {
    if (!failed) onFailure(error);
    failed = true;
  });
  return {
    write(line) {
      if (!failed) stream.write(`${JSON.stringify(line)}\n`);
    },
    close: () =>
      new Promise((resolve) => {
        stream.once('error', () => resolve());
        stream.once('close', () => resolve());
        if (failed || stream.destroyed) resolve();
        else stream.end();
      }),
  };
}

/** What of a show belongs into the journal; null: nothing. */
export function journalLine(event: ShowEvent): JournalLine | null {
  if (event.type === 'turn') return event.state === 'queued' ? { type: 'turn', turnId: event.turnId, text: event.text } : null;
  if (event.type === 'clause') {
    if (event.reason === 'moderated') return null;
    const { turnId, clauseId, text, lang, voiced, continues } = event;
    return { type: 'clause', turnId, clauseId, text, lang, voiced, ...(continues ? { continues } : {}) };
  }
  if (event.type === 'speech-started') return { type: 'from', clauseId: event.clauseId, turnId: event.turnId, frame: event.frame };
  if (event.type === 'speech-ended') {
    const { clauseId, frame, complete, playedMs } = event;
    return { type: 'to', clauseId, frame, complete, ...(playedMs === undefined ? {} : { playedMs }) };
  }
  return event.type === 'recording' && event.state === 'recording' ? { type: 'part', file: basename(event.path) } : null;
}

/** What the marks of a clause tell of its words; null: nothing. */
export function wordsLine(clauseId: string, marks: readonly Mark[]): JournalLine | null {
  const starts: WordStart[] = [];
  for (const { atMs, wordIndex } of marks)
    if (wordIndex !== undefined && starts.at(-1)?.[0] !== wordIndex) starts.push([wordIndex, Math.round(atMs)]);
  return starts.length === 0 ? null : { type: 'words', clauseId, starts };
}

export async function readJournal(path: string): Promise<readonly JournalLine[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const lines: JournalLine[] = [];
  for (const line of text.split('\n')) {
    try {
      const parsed: unknown = JSON.parse(line);
      if (typeof parsed === 'object' && parsed !== null && 'type' in parsed) lines.push(parsed as JournalLine);
    } catch {
      // the last line of a process that was killed
    }
  }
  return lines;
}
