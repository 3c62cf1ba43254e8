/**
 * Lips from marks: co-articulation over the 15 visemes and the jaw. Pure; times are milliseconds of one clause, 0 = its first sample.
 * Each mark pulls with a Gaussian of the distance to it; lip closures overrule their neighbours, because p, b, m and f that do not close look wrong.
 */
import type { Mark } from '../contract/speech.ts';
import { visemeCount, visemeIndex, type Viseme } from '../contract/visemes.ts';
import { clamp, smoothStep } from './ease.ts';

/** Jaw opening of a full, loud viseme. */
export const jawOf: Readonly<Record<Viseme, number>> = {
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
/** After the burst of a p or b, until its vowel. */
const partedLips: Viseme = 'DD';
/** Short: a mouth that opens slowly is seen to come after its sound. The first picture of a sound shows the mouth half a frame into it. */
const onsetMs = 32;
const releaseMs = 85;
/** A pause longer than this closes the mouth; shorter silence is the closure of a p, t or k. */
const pauseMs = 75;
/** So far around a time marks can matter. */
const sightMs = 260;
/** A shorter sound holds less against its neighbours. */
const fullHoldMs = 50;
const leastHold = 0.4;
/** Of a vowel without stress. */
const leastVowel = 0.7;
/** How much u, ü and w, and o, round their neighbours, how long ahead and after. */
const roundingOf: Partial<Readonly<Record<Viseme, number>>> = { U: 0.5, O: 0.32 };
const roundAheadMs = 130;
const roundAfterMs = 60;
const freeRampMs = 60;
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
 * Before an utterance (a run of marks without a pause) and after it the mouth is closed: it never leads or outlasts the sound.
 */
export function mouthFromMarks(marks: readonly Mark[], loudness: readonly Loudness[], timeMs: number, frameMs: number): Mouth {
  const utterance = utteranceAt(marks, timeMs);
  if (!utterance) return closedMouth();
  const { near, fromMs, toMs } = utterance;

  const weights = Array.from({ length: visemeCount }, () => 0);
  const add = (viseme: Viseme, amount: number): void => {
    const index = visemeIndex[viseme];
    weights[index] = (weights[index] ?? 0) + amount;
  };
  let jaw = 0;
  let total = 0;
  let closure = 0;
  let closureFF = 0;
  for (const mark of near) {
    // A p or b that begins an utterance is heard when the lips part: they were shut before, and what sounds is breath between parted lips.
    const viseme = mark.atMs === fromMs && isLipBurst(mark) ? partedLips : mark.viseme;
    const endMs = mark.atMs + mark.durationMs;
    const outside = Math.max(0, mark.atMs - timeMs, timeMs - endMs);
    if (outside > reachMs) continue;
    const stress = clamp(mark.stress ?? 0.6, 0, 1);
    const amount = vowels.has(viseme) ? leastVowel + (1 - leastVowel) * stress : 1;
    const hold = clamp(mark.durationMs / fullHoldMs, leastHold, 1);
    const strength = (pullOf[viseme] ?? 1) * hold * Math.exp(-(outside * outside) / (2 * sigmaMs * sigmaMs));
    add(viseme, strength * amount);
    add('sil', strength * (1 - amount));
    jaw += strength * amount * jawOf[viseme];
    total += strength;
    if (viseme === 'PP' || viseme === 'FF') {
      const held = Math.max(mark.durationMs * 0.25, frameMs * 0.52);
      const off = Math.abs(timeMs - (mark.atMs + endMs) / 2) - held;
      const closed = 1 - smoothStep(off / closureRampMs);
      if (viseme === 'PP') closure = Math.max(closure, closed);
      else closureFF = Math.max(closureFF, closed);
    }
  }
  if (total < 1e-9) return closedMouth();

  // The lips round while the consonants before u, o and ü are still said, and stay so a little after.
  const rounding = roundingAt(near, timeMs);
  for (let i = 0; i < visemeCount; i++) weights[i] = ((weights[i] ?? 0) / total) * (1 - rounding);
  add('U', rounding);

  closureFF *= 1 - closure;
  const rest = 1 - closure - closureFF;
  for (let i = 0; i < visemeCount; i++) weights[i] = (weights[i] ?? 0) * rest;
  add('PP', closure);
  add('FF', closureFF);
  jaw = ((jaw / total) * rest + closureFF * jawOf.FF) * openness(loudness, timeMs);

  // The sound's own edges: nothing moves before it and the mouth is shut when it is over.
  const length = Math.max(1, toMs - fromMs);
  const edge =
    smoothStep((timeMs - fromMs) / Math.min(onsetMs, length * 0.5)) * smoothStep((toMs - timeMs) / Math.min(releaseMs, length * 0.5));
  return mixMouths(closedMouth(), { visemes: weights, jaw }, edge);
}

/** A closure without a sound of its own: not m, and not one whose name is unknown. */
const isLipBurst = ({ viseme, phoneme }: Mark): boolean => viseme === 'PP' && /^[pb]/i.test(phoneme);

interface Utterance {
  /** The sounding marks around the time. */
  readonly near: readonly Mark[];
  /** Where the run of marks without a pause begins and ends; infinite when that is far away. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** The run of marks that `timeMs` lies in. A voice's own short silence (before p, t, k) is part of it. */
function utteranceAt(marks: readonly Mark[], timeMs: number): Utterance | null {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const mark = marks[middle];
    if (mark && mark.atMs + mark.durationMs < timeMs - sightMs) low = middle + 1;
    else high = middle;
  }
  let near: Mark[] = [];
  // What sounded before the sight begins: whether the first mark in it goes on with that or comes after a pause.
  let before = low - 1;
  while (before >= 0 && marks[before]?.viseme === 'sil') before -= 1;
  const earlier = marks[before];
  let fromMs = earlier ? -Infinity : NaN;
  let lastEnd = earlier ? earlier.atMs + earlier.durationMs : NaN;
  for (let i = low; i < marks.length; i++) {
    const mark = marks[i];
    if (!mark) break;
    if (mark.atMs > timeMs + sightMs) return { near, fromMs: fromMs || 0, toMs: mark.atMs - lastEnd > pauseMs ? lastEnd : Infinity };
    if (mark.viseme === 'sil') continue;
    const apart = !Number.isNaN(lastEnd) && mark.atMs - lastEnd > pauseMs;
    if (apart && near.length > 0 && timeMs <= lastEnd) return { near, fromMs, toMs: lastEnd };
    if (apart || Number.isNaN(fromMs)) {
      near = [];
      fromMs = mark.atMs;
    }
    if (mark.atMs >= timeMs && near.length === 0) return null;
    near.push(mark);
    lastEnd = mark.atMs + mark.durationMs;
  }
  return near.length > 0 && timeMs < lastEnd ? { near, fromMs, toMs: lastEnd } : null;
}

/** 0..1: how much of the lips' shape is taken by the rounding of a u, o or ü that is near; no vowel lies between. */
function roundingAt(near: readonly Mark[], timeMs: number): number {
  let most = 0;
  let free = -Infinity;
  for (const { viseme, atMs, durationMs } of near) {
    const endMs = atMs + durationMs;
    const amount = roundingOf[viseme];
    if (amount === undefined) {
      // Another vowel keeps its own shape to its end.
      if (vowels.has(viseme)) free = endMs;
      continue;
    }
    const before = smoothStep(1 - (atMs - timeMs) / roundAheadMs) * (free === -Infinity ? 1 : smoothStep((timeMs - free) / freeRampMs));
    const after = smoothStep(1 - (timeMs - endMs) / roundAfterMs);
    most = Math.max(most, amount * (timeMs <= atMs ? before : after * (free === -Infinity ? 1 : smoothStep((timeMs - free) / freeRampMs))));
    free = -Infinity;
  }
  return most;
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
