/** The mouth as numbers: one shape per viseme, mixed by weight, then opened by the jaw and bent by the emotion. No drawing. */
import { visemes, type Viseme } from '../../../contract/visemes.ts';
import type { Features } from './expressions.ts';

/** Drawing units (640 to the picture's height); the origin is the middle of the closed lips. */
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
  sil: [24, 0, 0, 0, 3.4, 5, 0, 0, 0, 0, 0],
  PP: [21, 0, 0, 0.1, 2.2, 3.4, 0, 0, 0, 0, 0],
  FF: [23, 4, 3, 0.1, 3, 3.6, 7, 0, 0, 0, 1],
  TH: [23, 3.5, 9, 0.2, 3.2, 4.6, 4.5, 0, 0.5, 1, 0],
  DD: [24, 3.5, 10, 0.15, 3.3, 4.8, 5, 0, 0.75, 0.15, 0],
  kk: [23, 4, 12, 0.25, 3.3, 4.8, 5, 0, 0.35, 0, 0],
  CH: [16, 5.5, 10, 0.75, 4.6, 6.2, 6, 4.5, 0, 0, 0],
  SS: [25.5, 3.5, 6, 0.05, 3.1, 4.5, 5, 4, 0, 0, 0],
  nn: [23.5, 3, 9, 0.15, 3.3, 4.8, 4.5, 0, 0.85, 0.25, 0],
  RR: [17.5, 4.5, 11, 0.7, 4.3, 5.8, 4, 0, 0.5, 0, 0],
  aa: [25, 7, 27, 0.42, 3.4, 4.8, 6.5, 0, 0.4, 0, 0],
  E: [27.5, 6, 17, 0.18, 3.2, 4.7, 6.5, 0, 0.45, 0, 0],
  I: [29, 4.5, 9.5, 0.05, 3, 4.5, 6, 3, 0.2, 0, 0],
  O: [15.5, 7.5, 21, 1, 4.4, 5.8, 2.5, 0, 0.3, 0, 0],
  U: [10, 5, 9, 1, 5.4, 6.8, 0, 0, 0, 0, 0],
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
const table = visemes.map((name) => rows[name]);
const jaws = visemes.map((name) => ordinaryJaw[name]);
const silence = 0;

export function mouthShape(weights: readonly number[], jaw: number, features: Features): MouthShape {
  const sum = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  let total = 0;
  let usual = 0;
  for (let v = 0; v < table.length; v++) {
    const w = weights[v] ?? 0;
    const row = table[v];
    if (!(w > 0) || !row) continue;
    total += w;
    usual += w * (jaws[v] ?? 0.2);
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + w * (row[i] ?? 0);
  }
  const share = total > 1e-6 ? 1 / total : 0;
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
  ] = total > 1e-6 ? sum.map((s) => s * share) : [...(table[silence] ?? [])];
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
    corners: features.corners * (1 - 0.55 * round) * (1 - restRound),
  };
}
