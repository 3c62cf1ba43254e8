/** What was said in the last while and where the programme's frames stand on the outlet's timeline: what the story of a saved span is told from. Bounded. */
import type { JournalLine } from './journal.ts';

export interface ReplayStory {
  note(line: JournalLine): void;
  anchor(frame: number, timelineMs: number): void;
  /** Another outlet has a timeline of its own. */
  newTimeline(): void;
  /** The newest lines: what a recording that begins now has to know of the turn that runs. */
  recent(): readonly JournalLine[];
  /** As a journal of a file that begins at `fromMs` of the timeline. */
  of(span: { readonly fromMs: number; readonly file: string; readonly fps: number; readonly title: string }): readonly JournalLine[];
}

/** Half an hour of the fastest talk has a third of it. */
const mostLines = 12_000;
const mostAnchors = 2000;
const recentLines = 200;

export function createReplayStory(): ReplayStory {
  let lines: JournalLine[] = [];
  let anchors: { readonly frame: number; readonly timelineMs: number }[] = [];
  return {
    note(line) {
      if (line.type === 'part') return;
      lines.push(line);
      if (lines.length > mostLines * 1.25) lines = lines.slice(-mostLines);
    },
    anchor(frame, timelineMs) {
      anchors.push({ frame, timelineMs });
      if (anchors.length > mostAnchors) anchors = anchors.slice(-mostAnchors / 2);
    },
    newTimeline() {
      anchors = [];
    },
    recent: () => lines.slice(-recentLines),
    of: ({ fromMs, file, fps, title }) => [
      { type: 'start', version: 1, fps, title },
      ...anchors.map(({ frame, timelineMs }): JournalLine => ({ type: 'anchor', file, frame, atMs: timelineMs - fromMs })),
      ...lines,
    ],
  };
}
