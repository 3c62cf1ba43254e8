/** Cues for looking at one thing at a time. */
import type { FrameCue } from '../../../main/contract/cues.ts';
import { poseCue } from '../../../main/contract/pose-cue.ts';
import { visemes, type Viseme } from '../../../main/contract/visemes.ts';
import { smoothNoise } from '../../../main/performance/noise.ts';

export const still = (viseme: Viseme = 'sil', changes: Partial<FrameCue> = {}): FrameCue =>
  poseCue(viseme, { jaw: viseme === 'sil' || viseme === 'PP' ? 0 : 0.6, breath: 0.5, ...changes });

/** A lively frame: every channel wanders; the torso rests for stretches, as on air. */
export function lively(frame: number): FrameCue {
  const at = (channel: number, frames: number): number => smoothNoise(300 + channel, frame / frames);
  const raw = visemes.map((_, v) => Math.max(0, at(v, 3)));
  const sum = raw.reduce((a, b) => a + b, 1e-9);
  return still('sil', {
    frame,
    timeMs: (frame * 1000) / 30,
    visemes: raw.map((w) => w / sum),
    jaw: Math.abs(at(20, 3)),
    emotion: 'happy',
    intensity: Math.abs(at(21, 30)),
    blink: [Math.max(0, at(22, 6)), Math.max(0, at(22, 6))],
    gaze: [at(23, 9), at(24, 9)],
    head: [at(25, 60) * 0.1, at(26, 20) * 0.15, at(27, 80) * 0.05],
    breath: 0.5 + 0.5 * at(28, 50),
  });
}
