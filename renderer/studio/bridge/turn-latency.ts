/** How long each turn took on its way to the air, stage by stage, folded from show events. Bounded. Pure state. */
import type { ShowEvent } from '../../../main/contract/show-events.ts';

export interface TurnLatency {
  readonly turnId: string;
  readonly atMs: number;
  readonly text: string;
  /** Behind other turns. */
  readonly waitMs: number | null;
  /** Answer, mood and voice, to the first sound made. */
  readonly makeMs: number | null;
  /** From the first sound made to the first sound sent. */
  readonly airMs: number | null;
}

interface Open {
  readonly turnId: string;
  readonly text: string;
  readonly queuedAtMs: number;
  thinkingAtMs?: number;
  clauseAtMs?: number;
  startedAtMs?: number;
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
  return {
    note(event) {
      // turn ids begin anew with each show
      if (event.showId !== showId) {
        showId = event.showId;
        open.clear();
      }
      if (event.type === 'turn' && event.state === 'queued' && !open.has(event.turnId)) {
        open.set(event.turnId, { turnId: event.turnId, text: event.text, queuedAtMs: event.atMs });
        for (const turnId of open.keys()) {
          if (open.size <= kept) break;
          open.delete(turnId);
        }
      }
      if (!('turnId' in event)) return;
      const turn = open.get(event.turnId);
      if (turn === undefined) return;
      if (event.type === 'turn' && event.state === 'thinking') turn.thinkingAtMs ??= event.atMs;
      if (event.type === 'clause') turn.clauseAtMs ??= event.atMs;
      if (event.type === 'speech-started') turn.startedAtMs ??= event.heardAtMs;
    },
    turns: () =>
      [...open.values()]
        .filter(({ startedAtMs }) => startedAtMs !== undefined)
        .map(({ turnId, text, queuedAtMs, thinkingAtMs, clauseAtMs, startedAtMs }) => ({
          turnId,
          text,
          atMs: queuedAtMs,
          waitMs: between(queuedAtMs, thinkingAtMs),
          makeMs: between(thinkingAtMs, clauseAtMs),
          airMs: between(clauseAtMs, startedAtMs),
        })),
  };
}

/** All stages together: from the line to its first sound. */
export const totalMs = ({ waitMs, makeMs, airMs }: TurnLatency): number => (waitMs ?? 0) + (makeMs ?? 0) + (airMs ?? 0);

export function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
}
