/** The mouth as numbers: one shape per viseme, mixed by weight, then opened by the jaw and bent by the emotion. No drawing. */
import { visemes, type Viseme } from '../../../../contract/visemes.ts';
import type { Features } from './expressions.ts';

/** Head units; the origin is the middle of the closed lips. */
export interface MouthShape {
  /** Half the width between the corners. */
  width: number;
  /** Inner edge of the upper lip above the rest line. */
  up: number;
  /** Inner edge of the lower lip below it. */
  down: number;
  /** 0 = pointed corners, 1 = a ring. */
  round: number;
  upperLip: number;
  lowerLip: number;
  /** Height of the visible rows of teeth. */
  teethUp: number;
  teethDown: number;
  /** 0..1 how high the tongue lies. */
  tongue: number;
  /** 0..1 tip of the tongue between the teeth. */
  tongueTip: number;
  /** 0..1 lower lip tucked under the upper teeth. */
  tuck: number;
  /** Rise of the corners. */
  corners: number;
}

type Row = readonly [
  width: number,
  up: number,
  down: number,
  round: number,
  upperLip: number,
  lowerLip: number,
  teethUp: number,
  teethDown: number,
  tongue: number,
  tongueTip: number,
  tuck: number,
];

const rows: Readonly<Record<Viseme, Row>> = {
  sil: [15.5, 0, 0, 0, 2.2, 2.8, 0, 0, 0, 0, 0],
  PP: [13, 0, 0, 0.1, 1.4, 2, 0, 0, 0, 0, 0],
  FF: [15, 3.4, 2.2, 0.1, 2, 1.8, 6, 0, 0, 0, 1],
  TH: [15, 3, 7.6, 0.2, 2.2, 2.8, 3.6, 0, 0.5, 1, 0],
  DD: [15.5, 3, 8.4, 0.15, 2.2, 2.8, 4, 0, 0.75, 0.15, 0],
  kk: [15, 3.4, 10, 0.25, 2.2, 2.8, 4, 0, 0.35, 0, 0],
  CH: [10.5, 4.8, 8.4, 0.72, 3, 3.6, 4.6, 3.4, 0, 0, 0],
  SS: [16.5, 2.8, 4.8, 0.05, 2, 2.6, 4, 3.2, 0, 0, 0],
  nn: [15, 2.6, 7.2, 0.15, 2.2, 2.8, 3.4, 0, 0.85, 0.25, 0],
  RR: [11.5, 4, 9, 0.66, 2.8, 3.4, 3, 0, 0.5, 0, 0],
  aa: [17.5, 6.4, 22.5, 0.36, 2.2, 2.8, 5.4, 0, 0.42, 0, 0],
  E: [18.5, 5, 13.6, 0.14, 2.2, 2.8, 5, 0, 0.45, 0, 0],
  I: [19.5, 3.6, 7.6, 0.04, 2, 2.6, 4.6, 2.4, 0.2, 0, 0],
  O: [11.6, 7, 16, 1, 3, 3.6, 2, 0, 0.3, 0, 0],
  U: [7, 4.2, 7.4, 1, 3.6, 4.2, 0, 0, 0, 0, 0],
};

/** Jaw of each viseme in ordinary loud speech; a cue's jaw opens the shape in proportion to it. */
const ordinaryJaw: Readonly<Record<Viseme, number>> = {
  sil: 0.1,
  PP: 0.1,
  FF: 0.08,
  TH: 0.2,
  DD: 0.24,
  kk: 0.28,
  CH: 0.24,
  SS: 0.13,
  nn: 0.22,
  RR: 0.28,
  aa: 0.95,
  E: 0.55,
  I: 0.33,
  O: 0.68,
  U: 0.34,
};
const columns = 11;
const table = Float64Array.from(visemes.flatMap((name) => [...rows[name]]));
const jaws = Float64Array.from(visemes.map((name) => ordinaryJaw[name]));
const silence = 0;
/** Used again for every frame. */
const sum = new Float64Array(columns);

export function mouthShape(weights: readonly number[], jaw: number, features: Features): MouthShape {
  sum.fill(0);
  let total = 0;
  let usual = 0;
  for (let v = 0; v < jaws.length; v++) {
    const w = weights[v] ?? 0;
    if (!(w > 0)) continue;
    total += w;
    usual += w * (jaws[v] ?? 0.2);
    for (let i = 0; i < columns; i++) sum[i]! += w * (table[v * columns + i] ?? 0);
  }
  const share = total > 1e-6 ? 1 / total : 0;
  if (share > 0) for (let i = 0; i < columns; i++) sum[i]! *= share;
  else sum.set(table.subarray(silence, columns));
  const [
    width = 0,
    up = 0,
    down = 0,
    round = 0,
    upperLip = 0,
    lowerLip = 0,
    teethUp = 0,
    teethDown = 0,
    tongue = 0,
    tongueTip = 0,
    tuck = 0,
  ] = sum;
  const effort = total > 1e-6 ? Math.min(1.35, jaw / Math.max(0.05, usual * share)) : 0;
  const opened = 0.42 + 0.58 * effort;
  const idle = total > 1e-6 ? (weights[silence] ?? 0) * share : 1;
  const rest = features.restOpen * idle * idle;
  const restRound = Math.min(1, rest / 9);
  return {
    width: (width + features.mouthWidth * (1 - 0.5 * round)) * (1 - 0.34 * restRound),
    up: up * (0.75 + 0.25 * effort) + rest * 0.4,
    down: down * opened + rest,
    round: round + (1 - round) * restRound,
    upperLip,
    lowerLip,
    teethUp: teethUp + rest * 0.2,
    teethDown,
    tongue,
    tongueTip,
    tuck,
    corners: features.corners * (1 - 0.5 * round) * (1 - restRound),
  };
}
