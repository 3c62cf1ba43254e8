/** Which fault hits which part when, decided before the run from the seed alone. Pure. */
import { createRandom, shuffled } from './seeded-random.ts';
import { faults, targets, type Aim, type Fault, type Target } from './words.ts';

export interface PlannedFault {
  readonly target: Target;
  readonly fault: Fault;
  readonly aim: Aim;
  /** Since the first clause was heard; waiting for the aim moves it, and what comes later, on. */
  readonly afterMs: number;
  /** From the moment it was done until the next fault: what is seen in it is this fault's doing. */
  readonly windowMs: number;
}

export interface PlanOptions {
  readonly seed: number;
  readonly totalMs: number;
  /** Without a fault, at the beginning: what the machine does by itself. */
  readonly quietMs: number;
  /** The longest that the studio may take to notice a stopped process. */
  readonly detectionMs: number;
  /** 'memory' needs a program that not every system has. */
  readonly without?: readonly Fault[];
}

const shortestWindowMs = 8_000;
const longestWindowMs = 15_000;
/** A stopped process is found only late: the show needs this long after that to be well again. */
const afterDetectionMs = 5_000;

/** Every pair of part and fault comes once, in random order, before one comes again: a run of a few minutes meets nearly all of them. */
export function planFaults({ seed, totalMs, quietMs, detectionMs, without = [] }: PlanOptions): readonly PlannedFault[] {
  const random = createRandom(seed);
  const pairs = targets.flatMap((target) => faults.filter((fault) => !without.includes(fault)).map((fault) => ({ target, fault })));
  const plan: PlannedFault[] = [];
  let bag: typeof pairs = [];
  for (let afterMs = quietMs; ;) {
    if (bag.length === 0) bag = shuffled(pairs, random);
    const pair = bag.pop();
    if (!pair) return plan;
    const drawnMs = Math.round(shortestWindowMs + random() * (longestWindowMs - shortestWindowMs));
    // A model or voice that is as quick as the beacon show's is seldom hit at work by chance.
    const aim = pair.target === 'llm' || (pair.target === 'tts' && random() < 0.5) ? 'at-work' : 'any-time';
    const windowMs = pair.fault === 'stop' ? Math.max(drawnMs, detectionMs + afterDetectionMs) : drawnMs;
    if (afterMs + windowMs > totalMs) return plan;
    plan.push({ ...pair, aim, afterMs, windowMs });
    afterMs += windowMs;
  }
}
