/**
 * What a living face does by itself: sway, glances, blinks, breath. Each is an absolute function of seed and time (no state), so that two
 * faces asked for the same frame agree. `energy` 0..1 says how lively the head is (1 = in the middle of speaking).
 */
import { bump, clamp, smoothStep } from './ease.ts';
import { hashUnit, smoothNoise } from './noise.ts';

/** One stream of randomness per motion, so that they do not move in step. */
const stream = { yaw: 11, pitch: 23, roll: 37, blink: 53, glance: 71, breath: 89, brow: 97, drift: 113 } as const;

const blinkCellMs = 4000;
const blinkJitterMs = 1700;
const blinkCloseMs = 75;
const blinkHoldMs = 25;
const blinkOpenMs = 150;
const secondBlinkAfterMs = 330;
const doubleBlinkShare = 0.16;

const glanceCellMs = 2300;
const saccadeMs = 60;

/** Lid closure 0..1. Blinks are 2.3 to 5.7 s apart, about one in six is double; the lid falls faster than it rises. */
export function blinkAt(seed: number, timeMs: number): number {
  const cell = Math.floor(timeMs / blinkCellMs);
  let closure = 0;
  for (let k = cell - 1; k <= cell + 1; k++) {
    const start = k * blinkCellMs + 300 + hashUnit(seed + stream.blink, k) * blinkJitterMs;
    closure = Math.max(closure, oneBlink(timeMs - start));
    if (hashUnit(seed + stream.blink + 1, k) < doubleBlinkShare)
      closure = Math.max(closure, 0.9 * oneBlink(timeMs - start - secondBlinkAfterMs));
  }
  return closure;
}

function oneBlink(sinceMs: number): number {
  return smoothStep(sinceMs / blinkCloseMs) * (1 - smoothStep((sinceMs - blinkCloseMs - blinkHoldMs) / blinkOpenMs));
}

export interface Glance {
  readonly x: number;
  readonly y: number;
}

/** Glances away from the camera and back. `settleMs` is how long a turn takes: eyes leap, the head follows slowly. */
function glanceAt(seed: number, timeMs: number, settleMs: number): Glance {
  const cell = Math.floor(timeMs / glanceCellMs);
  let x = 0;
  let y = 0;
  for (let k = cell - 1; k <= cell; k++) {
    const s = seed + stream.glance;
    if (hashUnit(s, k) > 0.5) continue;
    const leave = k * glanceCellMs + 100 + hashUnit(s + 1, k) * 900;
    const dwell = 350 + hashUnit(s + 2, k) * 650;
    const away = smoothStep((timeMs - leave) / settleMs) * (1 - smoothStep((timeMs - leave - dwell) / settleMs));
    const side = hashUnit(s + 3, k) * 2 - 1;
    x += away * side * 0.75;
    y += away * (hashUnit(s + 4, k) - 0.45) * 0.6;
  }
  return { x, y };
}

/** Where the eyes look, -1..1. Speaking halves the glances: an anchor keeps the audience in view. */
export function gazeAt(seed: number, timeMs: number, energy: number): readonly [number, number] {
  const glance = glanceAt(seed, timeMs, saccadeMs);
  const reach = 1 - 0.5 * energy;
  const driftX = 0.025 * smoothNoise(seed + stream.drift, timeMs / 420);
  const driftY = 0.02 * smoothNoise(seed + stream.drift + 1, timeMs / 530);
  return [clamp(glance.x * reach + driftX, -1, 1), clamp(glance.y * reach + driftY, -1, 1)];
}

/** Yaw, pitch, roll in radians: slow noise of periods that share no common multiple, a quicker layer while speaking, and a slow echo of the glances. */
export function headSwayAt(seed: number, timeMs: number, energy: number): readonly [number, number, number] {
  const t = timeMs / 1000;
  const layer = (id: number, slow: number, middle: number, quick: number): number =>
    slow * smoothNoise(seed + id, t / 3.7) +
    middle * smoothNoise(seed + id + 1, t / 1.61) +
    quick * energy * smoothNoise(seed + id + 2, t / 0.73);
  const glance = glanceAt(seed, timeMs - 40, 420);
  const reach = 1 - 0.5 * energy;
  return [
    layer(stream.yaw, 0.06, 0.028, 0.05) + 0.09 * reach * glance.x,
    layer(stream.pitch, 0.03, 0.014, 0.034) + 0.05 * reach * glance.y,
    layer(stream.roll, 0.03, 0.012, 0.022),
  ];
}

/** 0..1, about 15 breaths a minute; in is a little quicker than out. */
export function breathAt(seed: number, timeMs: number): number {
  const cycles = timeMs / 3900 + 0.12 * smoothNoise(seed + stream.breath, timeMs / 9000);
  const u = cycles - Math.floor(cycles);
  return u < 0.42 ? smoothStep(u / 0.42) : 1 - smoothStep((u - 0.42) / 0.58);
}

/** A small raise of the brows now and then, so that a silent face is not a mask. */
export function idleBrowAt(seed: number, timeMs: number): number {
  const cell = Math.floor(timeMs / 6100);
  if (hashUnit(seed + stream.brow, cell) > 0.45) return 0;
  const start = cell * 6100 + hashUnit(seed + stream.brow + 1, cell) * 4800;
  return 0.35 * bump((timeMs - start) / 1100);
}
