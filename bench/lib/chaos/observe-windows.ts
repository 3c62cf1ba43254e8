/** What the player saw and heard between one fault and the next. Counts only; what is allowed is decided elsewhere. Pure. */
import type { HeardClause } from '../../../main/cli/verify/group-clauses.ts';
import type { LostClause } from './place-lost.ts';
import type { ClauseName } from './words.ts';

/** Pictures in receiving order, one array per column. */
export interface ReceivedPictures {
  readonly atMs: readonly number[];
  /** Since the picture before, by the stream's own clock; 0 for the first one. */
  readonly stepMs: readonly number[];
  /** -1 = no barcode: the slate. */
  readonly numbers: readonly number[];
}
export interface ReceivedClause {
  /** '?' = too little was heard to tell. */
  readonly name: ClauseName;
  readonly fromMs: number;
  /** When it would have ended, whole. */
  readonly untilMs: number;
  readonly state: HeardClause['state'];
}
/** One unbroken connection of the player. */
export interface ReceivedSegment {
  readonly pictures: ReceivedPictures;
  readonly clauses: readonly ReceivedClause[];
  /** How much later the stream is than at its beginning. */
  readonly delays: readonly { readonly wallMs: number; readonly delayMs: number }[];
}
export interface Received {
  readonly segments: readonly ReceivedSegment[];
  /** When the player lost its connection. */
  readonly lostConnectionsAtMs: readonly number[];
  /** Nothing came for so long, by the player's own clock. */
  readonly arrivalGaps: readonly { readonly untilMs: number; readonly gapMs: number }[];
  readonly lost: readonly LostClause[];
}

export interface Window {
  readonly fromMs: number;
  readonly untilMs: number;
}
export interface Observation {
  readonly connectionsLost: number;
  /** First picture after the last lost connection; null = none was lost, or none came. */
  readonly picturesAgainAtMs: number | null;
  readonly longestStepMs: number;
  /** The same picture again and again, by its number. */
  readonly longestSameMs: number;
  readonly slateMs: number;
  readonly slateEndedAtMs: number | null;
  /** Pictures whose number had been there before: held, or of the idle loop. */
  readonly repeated: number;
  readonly longestArrivalGapMs: number;
  /** So much later than before this window the viewer gets everything from now on; null = not to be told. */
  readonly addedDelayMs: number | null;
  readonly lost: readonly LostClause[];
  readonly doubled: readonly ClauseName[];
  readonly cut: readonly ReceivedClause[];
  readonly damaged: readonly ReceivedClause[];
  /** Longest time between two complete clauses. */
  readonly longestSilenceMs: number;
  /** End of the first complete clause that began after the last harm of this window, or after its beginning where there was none. */
  readonly clauseAgainAtMs: number | null;
}

/** What a fault spoils may have been handed out this long before it: encoder, queue and network hold it. */
export const pipelineMs = 300;
const frameMs = 1000 / 30;
/** Slate within a clause may put its end off by so much. */
const tornApartMs = 1_000;

export function observeWindows(received: Received, windows: readonly Window[]): readonly Observation[] {
  const pictures = received.segments.flatMap(({ pictures: track }) => pictureFacts(track));
  const clauses = received.segments.flatMap((segment, index) =>
    joinPieces(segment.clauses).map((clause) => ({
      ...clause,
      // a connection that ended in the middle of a clause cut it; the end of the run did not
      state: clause.state === 'unfinished' && index < received.segments.length - 1 ? ('cut' as const) : clause.state,
    })),
  );
  const complete = clauses.filter(({ state }) => state === 'complete');
  const silences = complete.slice(1).map(({ fromMs }, index) => {
    const sinceMs = complete[index]?.untilMs ?? fromMs;
    return { middleMs: (sinceMs + fromMs) / 2, ms: fromMs - sinceMs };
  });
  const doubled = findDoubled(clauses);
  return windows.map((window) => {
    const inside = (atMs: number): boolean => atMs >= window.fromMs - pipelineMs && atMs < window.untilMs - pipelineMs;
    const seen = pictures.filter(({ atMs }) => inside(atMs));
    const slate = seen.filter(({ kind }) => kind === 'slate');
    const heard = clauses.filter(({ untilMs }) => inside(untilMs));
    // the player notices a lost connection later than what was lost with it
    const cuts = received.lostConnectionsAtMs.filter((atMs) => atMs >= window.fromMs && atMs < window.untilMs);
    const lastCut = cuts.at(-1);
    const lost = received.lost.filter(({ atMs }) => inside(atMs));
    const cut = heard.filter(({ state }) => state === 'cut' || state === 'headless');
    const damaged = heard.filter(({ state }) => state === 'damaged');
    const harmAtMs = Math.max(
      window.fromMs,
      ...lost.map(({ atMs }) => atMs),
      ...[...cut, ...damaged].map(({ fromMs }) => fromMs),
      ...slate.slice(-1).map(({ atMs }) => atMs),
    );
    return {
      connectionsLost: cuts.length,
      picturesAgainAtMs:
        lastCut === undefined ? null : (seen.find(({ first, atMs }) => first && atMs > lastCut - pipelineMs)?.atMs ?? null),
      longestStepMs: Math.max(0, ...seen.map(({ stepMs }) => stepMs)),
      longestSameMs: Math.max(0, ...seen.map(({ sameFrames }) => (sameFrames > 1 ? sameFrames * frameMs : 0))),
      slateMs: slate.length * frameMs,
      slateEndedAtMs: slate.at(-1)?.atMs ?? null,
      repeated: seen.filter(({ kind }) => kind === 'repeated').length,
      longestArrivalGapMs: Math.max(0, ...received.arrivalGaps.filter(({ untilMs }) => inside(untilMs)).map(({ gapMs }) => gapMs)),
      addedDelayMs: addedDelay(received.segments, inside),
      lost,
      doubled: doubled.filter(({ untilMs }) => inside(untilMs)).map(({ name }) => name),
      cut,
      damaged,
      longestSilenceMs: Math.max(0, ...silences.filter(({ middleMs }) => inside(middleMs)).map(({ ms }) => ms)),
      clauseAgainAtMs: complete.find(({ fromMs }) => fromMs > harmAtMs)?.untilMs ?? null,
    };
  });
}

function addedDelay(segments: readonly ReceivedSegment[], inside: (atMs: number) => boolean): number | null {
  for (const { delays } of segments) {
    const last = delays.findLastIndex(({ wallMs }) => inside(wallMs));
    const before = delays.findIndex(({ wallMs }) => inside(wallMs)) - 1;
    if (last >= 0 && before >= 0) return (delays[last]?.delayMs ?? 0) - (delays[before]?.delayMs ?? 0);
  }
  return null;
}

interface PictureFact {
  readonly atMs: number;
  readonly stepMs: number;
  readonly kind: 'new' | 'repeated' | 'slate';
  /** So many in a row with this number, this one included. */
  readonly sameFrames: number;
  /** First of its connection. */
  readonly first: boolean;
}

function pictureFacts({ atMs, stepMs, numbers }: ReceivedPictures): PictureFact[] {
  let highest = -1;
  let before = -1;
  let same = 0;
  return numbers.map((number, index) => {
    same = number >= 0 && number === before ? same + 1 : 1;
    before = number;
    const kind = number < 0 ? 'slate' : number > highest ? 'new' : 'repeated';
    highest = Math.max(highest, number);
    return { atMs: atMs[index] ?? 0, stepMs: stepMs[index] ?? 0, kind, sameFrames: same, first: index === 0 };
  });
}

/** A clause with a piece out of its middle is heard as a beginning and an end: one clause that was cut. */
function joinPieces(clauses: readonly ReceivedClause[]): readonly ReceivedClause[] {
  return clauses.filter((clause, index) => {
    const before = clauses[index - 1];
    const endOfBefore = clause.state === 'headless' && before?.state === 'cut' && clause.untilMs < before.untilMs + tornApartMs;
    return !endOfBefore;
  });
}

/** Anything of a clause after anything else of it: also the beginning of one that had been cut. */
function findDoubled(clauses: readonly ReceivedClause[]): readonly ReceivedClause[] {
  const seen = new Set<ClauseName>();
  return clauses.filter(({ name }) => {
    if (name === '?') return false;
    const again = seen.has(name);
    seen.add(name);
    return again;
  });
}
