/** The report for people: a table of what was measured and what it means. The JSON report has the same figures. Pure. */
import type { HeardClause } from './group-clauses.ts';
import type { OffsetFindings } from './judge-offset.ts';
import { listSome, signed, type Findings } from './judge-recording.ts';

export interface VerifyReport extends Findings {
  readonly input: string;
  readonly verdict: 'good' | 'faulty';
  readonly problems: readonly string[];
  /** How the measuring ended. */
  readonly end: string;
  readonly clauses: readonly HeardClause[];
  readonly note: string;
}

export const offsetNote =
  'Offset > 0: the sound is late. AAC encoders put 1024 to 2112 samples (21 to 44 ms) of priming before the sound; a container that does not ' +
  'declare it shows it here as a constant. So a few tens of milliseconds of level are no fault of the show; a change of the offset is.';

const labelWidth = 32;

export function formatReport(report: VerifyReport): string {
  const lines: string[] = [`vanchor verify  ${report.input}`, ''];
  const row = (label: string, value: string | number): void => void lines.push(`  ${label.padEnd(labelWidth)}${value}`);
  const list = (label: string, values: readonly (string | number)[]): void =>
    row(label, values.length === 0 ? '0' : `${values.length}   ${listSome(values)}`);

  const { sound, picture } = report;
  if (sound) {
    lines.push(`Sound, ${sound.seconds.toFixed(1)} s`);
    row('turns heard', sound.turnsHeard);
    list('turns lost', sound.turnsLost);
    list('turns incomplete', sound.turnsIncomplete);
    list('turns doubled', sound.turnsDoubled);
    list('turns out of order', sound.turnsOutOfOrder);
    list('turns cut', sound.turnsCut);
    row('clauses heard', sound.clausesHeard);
    list('clauses lost', sound.clausesLost);
    list('clauses doubled', sound.clausesDoubled);
    list('clauses out of order', sound.clausesOutOfOrder);
    list('clauses cut', sound.clausesCut);
    list('clauses damaged', sound.clausesDamaged);
    if (sound.clausesHashed > 0) row('clauses without a number', sound.clausesHashed);
    list(
      'silence inside a clause',
      sound.silences.map((silence) => `${silence.ms.toFixed(0)} ms in ${silence.clause}`),
    );
    list(
      'jumps of the sound clock',
      sound.jumps.map((jump) => `${signed(jump.ms)} ms at ${jump.atSeconds.toFixed(2)} s`),
    );
    lines.push('');
  }
  if (picture) {
    lines.push(`Picture, ${picture.seconds.toFixed(1)} s at ${(1000 / picture.frameMs).toFixed(2)} frames/s`);
    row('frames received', picture.frames);
    row('frames lost', describeLost(picture.framesLost, picture.lostRanges));
    row('frames doubled (held)', picture.framesDoubled);
    row('frames out of order', picture.framesOutOfOrder);
    row('frames unreadable', picture.framesUnreadable);
    row('frames before/after the beacon', picture.framesWithoutBeacon);
    row(
      'largest step in time',
      `${picture.largestStepMs.toFixed(0)} ms = ${picture.largestStepFrames} frame(s)${at(picture.largestStepFrames, picture.largestStepAtSeconds)}`,
    );
    row('steps back in time', picture.timeStepsBack);
    row('largest step in number', picture.largestNumberStep);
    lines.push('');
  }
  if (report.offset) {
    lines.push('A/V offset: start tone against the first frame that says "speaking"');
    addOffset(row, report.offset);
    lines.push('');
  }
  if (report.mouthOffset && report.mouthOffset.n > 0) {
    lines.push('A/V offset by mouth: start tone against the start viseme (later by the time lips take)');
    addOffset(row, report.mouthOffset);
    lines.push('');
  }
  if (report.offset) lines.push(report.note, '');
  if (report.verdict === 'good') lines.push('GOOD: nothing lost, doubled, cut or out of order; no gap; sound and picture stay together.');
  else lines.push('FAULTY:', ...report.problems.map((problem) => `  - ${problem}`));
  return `${lines.join('\n')}\n`;
}

function addOffset(row: (label: string, value: string | number) => void, offset: OffsetFindings): void {
  const ms = (value: number | null): string => (value === null ? '-' : signed(value, 1));
  row('clauses measured', `${offset.n}${offset.withoutEdge > 0 ? ` (${offset.withoutEdge} without a visible beginning)` : ''}`);
  if (offset.n === 0) return;
  row('first / last', `${ms(offset.firstMs)} / ${ms(offset.lastMs)} ms`);
  row('min / median / max', `${ms(offset.minMs)} / ${ms(offset.medianMs)} / ${ms(offset.maxMs)} ms`);
  if (offset.driftMsPerHour !== null) {
    row(
      'drift',
      `${ms(offset.driftMsPerHour)} ± ${(offset.driftErrorMsPerHour ?? 0).toFixed(1)} ms/h (n = ${offset.n} over ${offset.overSeconds.toFixed(0)} s)`,
    );
  }
  row('constant within one frame', offset.constancy === 'constant' ? 'yes' : 'NO');
}

function describeLost(count: number, ranges: readonly { readonly from: number; readonly until: number }[]): string {
  if (count === 0) return '0';
  return `${count}   ${listSome(ranges.map((range) => (range.from === range.until ? String(range.from) : `${range.from}-${range.until}`)))}`;
}

function at(frames: number, seconds: number | null): string {
  return frames > 1 && seconds !== null ? `, at ${seconds.toFixed(2)} s` : '';
}
