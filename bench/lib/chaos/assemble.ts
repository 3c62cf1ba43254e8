/** The player's files as one story in wall time. Pure. */
import { beaconClauseMs } from '../../../main/contract/beacon.ts';
import type { HeardClause } from '../../../main/cli/verify/group-clauses.ts';
import { judgeSound } from '../../../main/cli/verify/judge-sound.ts';
import type { Received, ReceivedClause, ReceivedSegment } from './observe-windows.ts';
import { placeLost, type SaidTurn, type ToldClause } from './place-lost.ts';
import type { PlayedSegment, PlayerLog } from './player.ts';
import type { SegmentReading } from './read-segment.ts';
import { createStreamClock, type StreamClock } from './stream-clock.ts';
import { clauseName, type ClauseName } from './words.ts';

export interface Story {
  readonly received: Received;
  readonly clocks: readonly StreamClock[];
}

export function assemble(
  log: PlayerLog,
  readings: readonly SegmentReading[],
  said: readonly SaidTurn[],
  told: ReadonlyMap<ClauseName, ToldClause>,
): Story {
  const clocks = readings.map((reading, index) => clockOf(reading, log.segments[index], told));
  const segments = readings.map((reading, index) => segmentOf(reading, clocks[index] as StreamClock));
  const heard = new Set(segments.flatMap(({ clauses }) => clauses.map(({ name }) => name)));
  return {
    clocks,
    received: {
      segments,
      lostConnectionsAtMs: log.lostConnectionsAtMs,
      arrivalGaps: log.arrivalGaps,
      lost: placeLost(said, told, heard),
    },
  };
}

function clockOf(reading: SegmentReading, played: PlayedSegment | undefined, told: ReadonlyMap<ClauseName, ToldClause>): StreamClock {
  const samples = (reading.report?.clauses ?? []).flatMap((clause) => {
    if (clause.number === null || clause.numbering !== 'numbered' || clause.state === 'headless') return [];
    const wallMs = told.get(clauseName(clause.number))?.startedAtMs;
    return wallMs === undefined ? [] : [{ streamSeconds: clause.atSeconds, wallMs }];
  });
  const beginSeconds = reading.ptsSeconds[0] ?? 0;
  return createStreamClock(samples, (played?.firstByteAtMs ?? 0) - beginSeconds * 1000);
}

function segmentOf({ report, ptsSeconds, numbers }: SegmentReading, clock: StreamClock): ReceivedSegment {
  return {
    delays: clock.delays,
    pictures: {
      atMs: ptsSeconds.map((pts) => clock.wallMs(pts)),
      stepMs: ptsSeconds.map((pts, index) => (index === 0 ? 0 : (pts - (ptsSeconds[index - 1] ?? pts)) * 1000)),
      numbers,
    },
    clauses: nameClauses(report?.clauses ?? []).map(({ clause, name }): ReceivedClause => {
      const fromMs = clock.wallMs(clause.atSeconds);
      const untilMs = clause.state === 'headless' ? clock.wallMs(clause.untilSeconds) : fromMs + beaconClauseMs;
      return { name, fromMs, untilMs, state: clause.state };
    }),
  };
}

/** A clause too broken to tell its number takes the one that is missing between its neighbours, as the report itself has it. */
function nameClauses(clauses: readonly HeardClause[]): readonly { readonly clause: HeardClause; readonly name: ClauseName }[] {
  const last = clauses.at(-1)?.untilSeconds ?? 0;
  const sound = judgeSound({ fromSeconds: 0, untilSeconds: last, jumps: [], clauses });
  const cut = [...sound.clausesCut];
  const damaged = [...sound.clausesDamaged];
  return clauses.map((clause) => {
    const listed =
      clause.state === 'cut' || clause.state === 'headless' ? cut.shift() : clause.state === 'damaged' ? damaged.shift() : undefined;
    return { clause, name: clause.number ? clauseName(clause.number) : (listed ?? '?') };
  });
}
