/** What the studio tells while the show runs, kept for two questions only: what had been said, and when. */
import { parseBeaconText } from '../../../main/contract/beacon.ts';
import { isTerminalTurn, type ShowEvent } from '../../../main/contract/show-events.ts';
import type { SaidTurn, ToldClause } from './place-lost.ts';
import { clauseName, type ClauseName } from './words.ts';

export interface ShowWatch {
  take(event: ShowEvent): void;
  said(turn: number, turnId: string, clauses: readonly ClauseName[], atMs: number): void;
  /** Turns that were said and have not ended. */
  readonly pending: number;
  readonly spoken: number;
  turns(): readonly SaidTurn[];
  readonly clauses: ReadonlyMap<ClauseName, ToldClause>;
}

export function createShowWatch(): ShowWatch {
  const turns = new Map<string, { -readonly [Key in keyof SaidTurn]: SaidTurn[Key] }>();
  const clauses = new Map<ClauseName, ToldClause>();
  const names = new Map<string, ClauseName>();
  let spoken = 0;

  return {
    take(event) {
      if (event.type === 'turn' && isTerminalTurn(event.state)) {
        const turn = turns.get(event.turnId);
        if (turn) Object.assign(turn, { endedAtMs: event.atMs, end: event.state });
      } else if (event.type === 'clause') {
        const number = parseBeaconText(event.text);
        if (!number) return;
        names.set(event.clauseId, clauseName(number));
        if (!event.voiced) clauses.set(clauseName(number), { unvoicedAtMs: event.atMs });
      } else if (event.type === 'speech-started') {
        const name = names.get(event.clauseId);
        spoken += 1;
        if (name !== undefined && clauses.get(name)?.startedAtMs === undefined) clauses.set(name, { startedAtMs: event.heardAtMs });
      } else if (event.type === 'speech-ended') {
        const name = names.get(event.clauseId);
        if (name !== undefined && !clauses.has(name)) clauses.set(name, { droppedAtMs: event.atMs });
      }
    },
    said(turn, turnId, named, saidAtMs) {
      turns.set(turnId, { turn, clauses: named, saidAtMs, endedAtMs: null, end: null });
    },
    get pending() {
      return Array.from(turns.values()).filter(({ end }) => end === null).length;
    },
    get spoken() {
      return spoken;
    },
    turns: () => Array.from(turns.values()),
    clauses,
  };
}
