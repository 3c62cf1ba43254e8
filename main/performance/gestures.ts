/** Head and brow movements that a clause asks for, as offsets that start and end at rest. Pure; times are milliseconds since the clause began. */
import type { Gesture, Mark } from '../contract/speech.ts';
import { bump, plateau } from './ease.ts';
import { hashUnit } from './noise.ts';
import { isVowel } from './mouth.ts';

export interface Offsets {
  yaw: number;
  pitch: number;
  roll: number;
  brows: number;
}

const leadInMs = 140;
const spacingMs = 650;
/** No gesture of a clause lasts longer than this after its start. */
export const gesturesOverMs = 4500;
const mostGestures = 4;
const accentMs = 340;

/** Adds the clause's gestures, one after the other. */
export function addGestures(into: Offsets, gestures: readonly Gesture[], seed: number, sinceMs: number): void {
  gestures.slice(0, mostGestures).forEach((gesture, index) => {
    const t = sinceMs - leadInMs - index * spacingMs;
    if (t <= 0 || t > gesturesOverMs) return;
    const side = hashUnit(seed, 7 + index) < 0.5 ? -1 : 1;
    switch (gesture) {
      case 'nod':
        into.pitch += 0.15 * bump(t / 380) + 0.085 * bump((t - 330) / 380);
        break;
      case 'shake':
        into.yaw += side * 0.16 * Math.sin((t / 1050) * Math.PI * 5) * plateau(t, 180, 1050, 320);
        break;
      case 'tilt':
        into.roll += side * 0.12 * plateau(t, 320, 1700, 480);
        break;
      case 'brow-raise':
        into.brows += 0.75 * plateau(t, 140, 950, 380);
        break;
    }
  });
}

/** Brows and a hint of a nod on stressed vowels; they begin with the vowel, never before it. About half of the stresses are shown. */
export function addAccents(into: Offsets, marks: readonly Mark[], seed: number, sinceMs: number): void {
  for (const mark of marks) {
    if (mark.atMs > sinceMs) break;
    if (mark.atMs + accentMs < sinceMs || (mark.stress ?? 0) < 0.75 || !isVowel(mark.viseme)) continue;
    const chance = hashUnit(seed, Math.round(mark.atMs));
    if (chance > 0.55) continue;
    const shape = bump((sinceMs - mark.atMs) / accentMs);
    into.brows += (0.2 + 0.35 * chance) * shape;
    into.pitch += 0.028 * shape;
  }
}

/** A small nod that closes a clause; it begins when the sound has ended. */
export function addClosingNod(into: Offsets, seed: number, sinceEndMs: number): void {
  if (sinceEndMs > 0 && sinceEndMs < 520) into.pitch += (0.03 + 0.035 * hashUnit(seed, 3)) * bump(sinceEndMs / 520);
}
