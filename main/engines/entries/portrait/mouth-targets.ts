/** What the lips should do for a cue, in halves of the resting mouth's width. No pixels. */
import { visemes, type Viseme } from '../../../contract/visemes.ts';

export interface MouthTarget {
  /** Width against the resting mouth. */
  readonly width: number;
  /** Inner edges above and below the seam. */
  readonly up: number;
  readonly down: number;
  /** 0 = pointed corners, 1 = a ring. */
  readonly round: number;
  /** 0..1 */
  readonly lowerTeeth: number;
  readonly tongue: number;
  /** Share of the resting mouth as it is in the picture. */
  readonly rest: number;
  /** Drop of the chin. */
  readonly jaw: number;
}

type Row = readonly [width: number, up: number, down: number, round: number, lowerTeeth: number, tongue: number, jaw: number];
const rows: Readonly<Record<Viseme, Row>> = {
  sil: [1, 0, 0, 0.2, 0, 0, 0],
  PP: [0.97, -0.015, -0.015, 0.2, 0, 0, 0],
  FF: [1, 0.1, 0.03, 0.2, 0, 0, 0.06],
  TH: [1, 0.08, 0.2, 0.3, 0, 0.75, 0.12],
  DD: [1, 0.08, 0.22, 0.3, 0, 0.6, 0.13],
  kk: [0.98, 0.09, 0.26, 0.4, 0, 0.35, 0.16],
  CH: [0.8, 0.12, 0.22, 0.7, 1, 0.1, 0.1],
  SS: [1.05, 0.09, 0.15, 0.15, 1, 0, 0.06],
  nn: [1, 0.07, 0.2, 0.3, 0, 0.8, 0.12],
  RR: [0.84, 0.09, 0.24, 0.65, 0, 0.4, 0.14],
  aa: [0.98, 0.14, 0.56, 0.55, 0, 0.5, 0.42],
  E: [1.07, 0.13, 0.4, 0.35, 0, 0.5, 0.26],
  I: [1.12, 0.1, 0.24, 0.2, 0.7, 0.3, 0.14],
  O: [0.78, 0.13, 0.4, 0.9, 0, 0.3, 0.3],
  U: [0.68, 0.07, 0.16, 0.9, 0, 0, 0.12],
};
/** Jaw of each viseme in ordinary loud speech: a cue's jaw opens the shape in proportion. */
const usualJaw: Readonly<Record<Viseme, number>> = {
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
const jaws = visemes.map((name) => usualJaw[name]);

export function mouthTarget(weights: readonly number[], jaw: number, surprise: number): MouthTarget {
  const sum = [0, 0, 0, 0, 0, 0, 0];
  let total = 0;
  let usual = 0;
  table.forEach((row, v) => {
    const weight = weights[v] ?? 0;
    if (!(weight > 0)) return;
    total += weight;
    usual += weight * (jaws[v] ?? 0.2);
    row.forEach((value, i) => (sum[i] = (sum[i] ?? 0) + weight * value));
  });
  const share = total > 1e-6 ? 1 / total : 0;
  const [width, up, down, round, lowerTeeth, tongue, drop] = share > 0 ? sum.map((s) => s * share) : rows.sil;
  const effort = share > 0 ? Math.min(1.3, Math.max(0, jaw || 0) / Math.max(0.05, usual * share)) : 0;
  const rest = share > 0 ? (weights[0] ?? 0) * share : 1;
  const gape = surprise * rest * 0.3;
  const opened = 0.45 + 0.55 * effort;
  return {
    width: (width ?? 1) - gape * 0.4,
    up: (up ?? 0) * (0.75 + 0.25 * effort) + gape * 0.25,
    down: (down ?? 0) * opened + gape,
    round: Math.min(1, (round ?? 0) + gape * 2),
    lowerTeeth: lowerTeeth ?? 0,
    tongue: tongue ?? 0,
    rest: rest * (1 - surprise),
    jaw: (drop ?? 0) * opened + gape * 0.6,
  };
}
