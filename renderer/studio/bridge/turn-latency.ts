/** How long each turn took on its way to the air, stage by stage, folded from show events. Bounded. Pure state. */
import type { ShowEvent } from '../../../main/contract/show-events.ts';

export interface TurnLatency {
  readonly turnId: string;
  readonly atMs: number;
  readonly text: string;
  /** Behind other turns: before it was thought about, and, its first sound made already, until the answer before it was said. */
  readonly waitMs: number | null;
  /** Answer, mood and voice, to the first sound made. */
  readonly makeMs: number | null;
  /** From the first sound made, or from the end of the answer before it, to the first sound sent. */
  readonly airMs: number | null;
}

interface Open {
  readonly turnId: string;
  readonly text: string;
  readonly queuedAtMs: number;
  thinkingAtMs?: number;
  clauseAtMs?: number;
  startedAtMs?: number;
  /** Of the time after its first sound was made: while the answer before it was still being said. */
  behindMs: number;
}

export interface LatencyFold {
  note(event: ShowEvent): void;
  /** Oldest first: turns that were heard. */
  turns(): readonly TurnLatency[];
}

export function createLatencyFold(kept = 120): LatencyFold {
  const open = new Map<string, Open>();
  const between = (from: number | undefined, to: number | undefined): number | null =>
    from === undefined || to === undefined ? null : Math.max(0, to - from);
  let showId = '';
  let lastEndedAtMs = 0;
  return {
    note(event) {
      // turn ids begin anew with each show
      if (event.showId !== showId) {
        showId = event.showId;
        open.clear();
        lastEndedAtMs = 0;
      }
      if (event.type === 'turn' && event.state === 'queued' && !open.has(event.turnId)) {
        open.set(event.turnId, { turnId: event.turnId, text: event.text, queuedAtMs: event.atMs, behindMs: 0 });
        for (const turnId of open.keys()) {
          if (open.size <= kept) break;
          open.delete(turnId);
        }
      }
      if (event.type === 'speech-ended') lastEndedAtMs = event.atMs;
      if (!('turnId' in event)) return;
      const turn = open.get(event.turnId);
      if (turn === undefined) return;
      if (event.type === 'turn' && event.state === 'thinking') turn.thinkingAtMs ??= event.atMs;
      if (event.type === 'clause') turn.clauseAtMs ??= event.atMs;
      if (event.type === 'speech-started' && turn.startedAtMs === undefined) {
        turn.startedAtMs = event.heardAtMs;
        // main hears of an end a little after it: no more than there was
        turn.behindMs = Math.min(between(turn.clauseAtMs, lastEndedAtMs) ?? 0, between(turn.clauseAtMs, event.heardAtMs) ?? 0);
      }
    },
    turns: () =>
      [...open.values()]
        .filter(({ startedAtMs }) => startedAtMs !== undefined)
        .map(({ turnId, text, queuedAtMs, thinkingAtMs, clauseAtMs, startedAtMs, behindMs }) => ({
          turnId,
          text,
          atMs: queuedAtMs,
          waitMs: thinkingAtMs === undefined && behindMs === 0 ? null : (between(queuedAtMs, thinkingAtMs) ?? 0) + behindMs,
          makeMs: between(thinkingAtMs, clauseAtMs),
          airMs: between(clauseAtMs === undefined ? undefined : clauseAtMs + behindMs, startedAtMs),
        })),
  };
}

/** All stages together: from the question to its first sound. */
export const totalMs = ({ waitMs, makeMs, airMs }: TurnLatency): number => (waitMs ?? 0) + (makeMs ?? 0) + (airMs ?? 0);

/** What the studio took by itself: a turn that waits for the one before it makes no engine slower. */
export const ownMs = ({ makeMs, airMs }: TurnLatency): number => (makeMs ?? 0) + (airMs ?? 0);

/** The smallest value that at least this share of them does not exceed. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
