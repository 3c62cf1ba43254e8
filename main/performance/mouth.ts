/**
 * Lips from marks: co-articulation over the 15 visemes and the jaw. Pure; times are milliseconds of one clause, 0 = its first sample.
 * Each mark pulls with a Gaussian of the distance to it; lip closures overrule their neighbours, because p, b, m and f that do not close look wrong.
 */
import type { Mark } from '../contract/speech.ts';
import { visemeCount, visemeIndex, type Viseme } from '../contract/visemes.ts';
import { clamp, smoothStep } from './ease.ts';

/** Jaw opening of a full, loud viseme. */
const jawOf: Readonly<Record<Viseme, number>> = {
  sil: 0,
  PP: 0,
  FF: 0.07,
  TH: 0.2,
  DD: 0.24,
  kk: 0.28,
  CH: 0.24,
  SS: 0.12,
  nn: 0.22,
  RR: 0.28,
  aa: 1,
  E: 0.58,
  I: 0.34,
  O: 0.72,
  U: 0.36,
};
const vowels: ReadonlySet<Viseme> = new Set<Viseme>(['aa', 'E', 'I', 'O', 'U']);
/** How strongly a mark holds against its neighbours. */
const pullOf: Partial<Readonly<Record<Viseme, number>>> = { PP: 6, FF: 3, CH: 1.4, SS: 1.2, U: 1.2 };

const sigmaMs = 27;
const reachMs = 3.6 * sigmaMs;
const closureRampMs = 46;
/** Short: a mouth that opens slowly is seen to come after its sound. */
const onsetMs = 40;
const releaseMs = 85;
/** A pause longer than this closes the mouth. */
const pauseMs = 60;
/** RMS of ordinary speech at full level; above it the jaw opens no further. */
const fullRms = 0.14;

export interface Loudness {
  /** Windows of `stepMs`, the first at `fromMs`. */
  readonly fromMs: number;
  readonly stepMs: number;
  readonly values: readonly number[];
}

export interface Mouth {
  /** 15 weights 0..1 summing to 1. */
  readonly visemes: number[];
  readonly jaw: number;
}

export function isVowel(viseme: Viseme): boolean {
  return vowels.has(viseme);
}

export function closedMouth(): Mouth {
  const weights = Array.from({ length: visemeCount }, () => 0);
  weights[visemeIndex.sil] = 1;
  return { visemes: weights, jaw: 0 };
}

/** Mix of two mouths; `share` 0..1 is the second one's. */
export function mixMouths(a: Mouth, b: Mouth, share: number): Mouth {
  return { visemes: a.visemes.map((w, i) => w + ((b.visemes[i] ?? 0) - w) * share), jaw: a.jaw + (b.jaw - a.jaw) * share };
}

/** RMS 0..1 at a time, averaged over about 50 ms; outside of what was told the nearest value holds; null when nothing was told. */
export function rmsAt(track: readonly Loudness[], askedMs: number): number | null {
  let from = Infinity;
  let to = -Infinity;
  for (const part of track) {
    from = Math.min(from, part.fromMs + part.stepMs / 2);
    to = Math.max(to, part.fromMs + part.stepMs * (part.values.length - 0.5));
  }
  const timeMs = clamp(askedMs, from, to);
  let sum = 0;
  let weights = 0;
  for (const part of track) {
    const first = Math.max(0, Math.floor((timeMs - 40 - part.fromMs) / part.stepMs));
    const last = Math.min(part.values.length - 1, Math.ceil((timeMs + 40 - part.fromMs) / part.stepMs));
    for (let i = first; i <= last; i++) {
      const centre = part.fromMs + (i + 0.5) * part.stepMs;
      const weight = Math.max(0, 1 - Math.abs(centre - timeMs) / (25 + part.stepMs));
      sum += weight * (part.values[i] ?? 0);
      weights += weight;
    }
  }
  return weights > 1e-6 ? sum / weights : null;
}

/** 0.35..1: how far a mouth opens at this loudness. */
function openness(track: readonly Loudness[], timeMs: number): number {
  const rms = rmsAt(track, timeMs);
  return rms === null ? 1 : 0.35 + 0.65 * Math.sqrt(clamp(rms / fullRms, 0, 1));
}

/**
 * The mouth at `timeMs`. `marks` are in time order. `frameMs` is the length of a frame: a closure lasts at least that long, so that no frame grid misses it.
 * Before the first mark and after the last one the mouth is closed: it never leads or outlasts the sound.
 */
export function mouthFromMarks(marks: readonly Mark[], loudness: readonly Loudness[], timeMs: number, frameMs: number): Mouth {
  const first = marks[0];
  const last = marks[marks.length - 1];
  if (!first || !last || timeMs <= first.atMs || timeMs >= last.atMs + last.durationMs) return closedMouth();

  const weights = Array.from({ length: visemeCount }, () => 0);
  let jaw = 0;
  let total = 0;
  let closure = 0;
  let closureFF = 0;
  let previousEnd = first.atMs;
  const pull = (viseme: Viseme, fromMs: number, toMs: number, amount: number): void => {
    const outside = Math.max(0, fromMs - timeMs, timeMs - toMs);
    const strength = (pullOf[viseme] ?? 1) * Math.exp(-(outside * outside) / (2 * sigmaMs * sigmaMs));
    const index = visemeIndex[viseme];
    weights[index] = (weights[index] ?? 0) + strength * amount;
    weights[visemeIndex.sil] = (weights[visemeIndex.sil] ?? 0) + strength * (1 - amount);
    jaw += strength * amount * jawOf[viseme];
    total += strength;
  };
  for (const mark of marks) {
    const end = mark.atMs + mark.durationMs;
    if (mark.atMs - previousEnd > pauseMs && timeMs > previousEnd - reachMs && timeMs < mark.atMs + reachMs)
      pull('sil', previousEnd, mark.atMs, 1);
    previousEnd = end;
    if (end < timeMs - reachMs) continue;
    if (mark.atMs > timeMs + reachMs) break;
    const amount = vowels.has(mark.viseme) ? 0.78 + 0.22 * clamp(mark.stress ?? 0.6, 0, 1) : 1;
    pull(mark.viseme, mark.atMs, end, amount);
    if (mark.viseme === 'PP' || mark.viseme === 'FF') {
      const held = Math.max(mark.durationMs * 0.25, frameMs * 0.52);
      const off = Math.abs(timeMs - (mark.atMs + end) / 2) - held;
      const closed = 1 - smoothStep(off / closureRampMs);
      if (mark.viseme === 'PP') closure = Math.max(closure, closed);
      else closureFF = Math.max(closureFF, closed);
    }
  }
  if (total < 1e-9) return closedMouth();

  closureFF *= 1 - closure;
  const rest = (1 - closure - closureFF) / total;
  for (let i = 0; i < visemeCount; i++) weights[i] = (weights[i] ?? 0) * rest;
  weights[visemeIndex.PP] = (weights[visemeIndex.PP] ?? 0) + closure;
  weights[visemeIndex.FF] = (weights[visemeIndex.FF] ?? 0) + closureFF;
  jaw = (jaw * rest + closureFF * jawOf.FF) * openness(loudness, timeMs);

  // The sound's own edges: nothing moves before it and the mouth is shut when it is over.
  const end = last.atMs + last.durationMs;
  const length = Math.max(1, end - first.atMs);
  const edge =
    smoothStep((timeMs - first.atMs) / Math.min(onsetMs, length * 0.5)) * smoothStep((end - timeMs) / Math.min(releaseMs, length * 0.5));
  return mixMouths(closedMouth(), { visemes: weights, jaw }, edge);
}

/** Lips for a voice that gives no timings: the opening follows the loudness, the shape wanders slowly between the open vowels. */
export function mouthFromLoudness(loudness: readonly Loudness[], timeMs: number, wander: number): Mouth {
  const rms = rmsAt(loudness, timeMs) ?? 0;
  const open = smoothStep((rms - 0.012) / (fullRms * 0.9)) * smoothStep(timeMs / onsetMs);
  const mouth = closedMouth();
  const round = clamp(wander, 0, 1);
  mouth.visemes[visemeIndex.sil] = 1 - open;
  mouth.visemes[visemeIndex.aa] = open * (0.65 - 0.35 * round);
  mouth.visemes[visemeIndex.E] = open * 0.35 * (1 - round);
  mouth.visemes[visemeIndex.O] = open * 0.7 * round;
  return { visemes: mouth.visemes, jaw: open * (0.85 - 0.2 * round) };
}
