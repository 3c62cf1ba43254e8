/** What became of the clauses that a beacon show spoke, and whether the sound's own clock jumped. Pure. */
import type { BeaconNumber } from '../../contract/beacon.ts';
import type { HeardClause } from './group-clauses.ts';

/** A turn range wider than this is a misread number or two shows in one recording, not so many lost turns. */
const widestTurnRange = 10_000;
/** Sound that goes on this long after the last clause proves that nothing of its turn is still to come. */
const turnOverSeconds = 5;
export const soundJumpToleranceMs = 8;

export interface SoundJump {
  readonly atSeconds: number;
  /** > 0: sound is missing; < 0: times overlap. */
  readonly ms: number;
}
export interface SoundTrack {
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  readonly jumps: readonly SoundJump[];
  readonly clauses: readonly HeardClause[];
}
/** 'turn.clause' */
export type ClauseName = string;
export interface ClauseSilence {
  readonly clause: ClauseName;
  readonly atSeconds: number;
  readonly ms: number;
}

export interface SoundFindings {
  readonly seconds: number;
  readonly clausesHeard: number;
  readonly clausesLost: readonly ClauseName[];
  readonly clausesDoubled: readonly ClauseName[];
  readonly clausesOutOfOrder: readonly ClauseName[];
  /** Start without end, or end without start. */
  readonly clausesCut: readonly ClauseName[];
  /** Start and end, but silence or wrong symbols between. */
  readonly clausesDamaged: readonly ClauseName[];
  /** Clauses of other texts: counted, without order. */
  readonly clausesHashed: number;
  readonly turnsHeard: number;
  readonly turnsLost: readonly number[];
  readonly turnsIncomplete: readonly number[];
  readonly turnsDoubled: readonly number[];
  readonly turnsOutOfOrder: readonly number[];
  readonly turnsCut: readonly number[];
  readonly silences: readonly ClauseSilence[];
  readonly jumps: readonly SoundJump[];
}

export interface JudgeSoundOptions {
  /** Given: the recording is the whole show, so what is missing at its edges is lost too. */
  readonly expectTurns?: number;
}

export function judgeSound(track: SoundTrack, options: JudgeSoundOptions = {}): SoundFindings {
  const order = track.clauses.filter((clause) => clause.number !== null && clause.numbering === 'numbered');
  const numbers = order.map((clause) => clause.number).filter((number): number is BeaconNumber => number !== null);
  const seen = new Set<ClauseName>();
  const doubled: ClauseName[] = [];
  const outOfOrder: ClauseName[] = [];
  let highest = -1;
  for (const number of numbers) {
    const rank = rankOf(number);
    const name = nameOf(number);
    if (seen.has(name)) doubled.push(name);
    else if (rank < highest) outOfOrder.push(name);
    seen.add(name);
    highest = Math.max(highest, rank);
  }

  const whole = options.expectTurns !== undefined;
  const last = order.at(-1);
  const lastTurnOver = whole || (last !== undefined && track.untilSeconds - last.untilSeconds > turnOverSeconds);
  const missing = findMissing(numbers, seen, { whole, lastTurnOver });
  const { lost, unknownNames } = nameUnknown(track.clauses, missing.clauses);

  const nameOfClause = (clause: HeardClause): ClauseName => (clause.number ? nameOf(clause.number) : (unknownNames.get(clause) ?? '?'));
  const inState = (...states: HeardClause['state'][]): readonly ClauseName[] =>
    track.clauses.filter((clause) => states.includes(clause.state)).map(nameOfClause);
  const cut = inState('cut', 'headless');
  return {
    seconds: track.untilSeconds - track.fromSeconds,
    clausesHeard: seen.size,
    clausesLost: lost,
    clausesDoubled: doubled,
    clausesOutOfOrder: outOfOrder,
    clausesCut: cut,
    clausesDamaged: inState('damaged'),
    clausesHashed: track.clauses.filter((clause) => clause.numbering === 'hashed').length,
    turnsHeard: new Set(numbers.map((number) => number.turn)).size,
    turnsLost: missing.turns,
    turnsIncomplete: turnsOf(lost),
    turnsDoubled: turnsOf(doubled),
    turnsOutOfOrder: turnsOf(outOfOrder),
    turnsCut: turnsOf(cut),
    silences: track.clauses
      .filter((clause) => clause.silenceMs > 0)
      .map((clause) => ({ clause: nameOfClause(clause), atSeconds: clause.atSeconds, ms: clause.silenceMs })),
    jumps: track.jumps,
  };
}

const rankOf = (number: Pick<BeaconNumber, 'turn' | 'clause'>): number => number.turn * 100 + number.clause;
const nameOf = (number: Pick<BeaconNumber, 'turn' | 'clause'>): ClauseName => `${number.turn}.${number.clause}`;
const rankOfName = (name: ClauseName): number => {
  const [turn = 0, clause = 0] = name.split('.').map(Number);
  return turn * 100 + clause;
};
const turnsOf = (names: readonly ClauseName[]): number[] => [
  ...new Set(names.filter((name) => name !== '?').map((name) => Math.floor(rankOfName(name) / 100))),
];

function findMissing(
  numbers: readonly BeaconNumber[],
  seen: ReadonlySet<ClauseName>,
  edges: { readonly whole: boolean; readonly lastTurnOver: boolean },
): { readonly turns: number[]; readonly clauses: ClauseName[] } {
  const turns: number[] = [];
  const clauses: ClauseName[] = [];
  const byTurn = new Map<number, BeaconNumber[]>();
  for (const number of numbers) byTurn.set(number.turn, [...(byTurn.get(number.turn) ?? []), number]);
  const heardTurns = [...byTurn.keys()];
  const first = Math.min(...heardTurns);
  const last = Math.max(...heardTurns);
  if (heardTurns.length === 0 || last - first > widestTurnRange) return { turns, clauses };
  for (let turn = first; turn <= last; turn++) {
    const heard = byTurn.get(turn);
    if (!heard) {
      turns.push(turn);
      continue;
    }
    const highestHeard = Math.max(...heard.map((number) => number.clause));
    const told = Math.max(...heard.map((number) => number.clauses));
    const from = turn === first && !edges.whole ? Math.min(...heard.map((number) => number.clause)) : 1;
    const until = turn === last && !edges.lastTurnOver ? highestHeard : Math.max(highestHeard, told);
    for (let clause = from; clause <= until; clause++) {
      const name = nameOf({ turn, clause });
      if (!seen.has(name)) clauses.push(name);
    }
  }
  return { turns, clauses };
}

/** A clause too broken to tell its number is not lost as well: it takes the missing number between its neighbours. */
function nameUnknown(
  heard: readonly HeardClause[],
  missing: readonly ClauseName[],
): { readonly lost: ClauseName[]; readonly unknownNames: ReadonlyMap<HeardClause, ClauseName> } {
  const lost = [...missing];
  const unknownNames = new Map<HeardClause, ClauseName>();
  heard.forEach((clause, index) => {
    if (clause.numbering !== 'unknown') return;
    const before = heard.slice(0, index).findLast((other) => other.numbering === 'numbered')?.number;
    const after = heard.slice(index + 1).find((other) => other.numbering === 'numbered')?.number;
    const at = lost.findIndex((name) => (!before || rankOfName(name) > rankOf(before)) && (!after || rankOfName(name) < rankOf(after)));
    const name = lost[at];
    if (name === undefined) return;
    lost.splice(at, 1);
    unknownNames.set(clause, name);
  });
  return { lost, unknownNames };
}
