/** A cue in which every channel wanders by itself, as fast as in lively speech and without pause. Seeded. */
import type { FrameCue } from '../../main/contract/cues.ts';
import { emotions } from '../../main/contract/speech.ts';
import { visemeCount } from '../../main/contract/visemes.ts';
import { hashUnit, smoothNoise } from '../../main/performance/noise.ts';

export function wanderingCue(frame: number, seed: number): FrameCue {
  const at = (channel: number, frames: number): number => smoothNoise(seed * 1000 + channel, frame / frames);
  const unit = (channel: number, frames: number): number => 0.5 + 0.5 * at(channel, frames);
  const raw = Array.from({ length: visemeCount }, (_, v) => Math.max(0, at(v, 2.5)) ** 2);
  const sum = raw.reduce((a, b) => a + b, 1e-9);
  return {
    frame,
    timeMs: (frame * 1000) / 30,
    visemes: raw.map((w) => w / sum),
    jaw: unit(20, 2.5),
    emotion: emotions[Math.floor(hashUnit(seed, Math.floor(frame / 60)) * emotions.length)] ?? 'neutral',
    intensity: Math.abs(Math.sin((frame / 60) * Math.PI)),
    blink: [Math.max(0, at(22, 6)), Math.max(0, at(23, 6))],
    brows: [at(24, 7), at(25, 7)],
    gaze: [at(26, 6), at(27, 6)],
    head: [at(28, 18) * 0.28, at(29, 15) * 0.2, at(30, 20) * 0.16],
    trail: [at(32, 12) * 0.1, at(33, 12) * 0.07, at(34, 12) * 0.06],
    breath: unit(31, 40),
    speaking: true,
  };
}
