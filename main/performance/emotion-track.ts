/**
 * Emotion over time. A cue has room for one emotion, so a change of emotion passes through intensity 0: the old one goes, then the new one comes,
 * and nothing jumps. Pure: the track is rebuilt from the clauses that are known.
 */
import type { Emotion } from '../contract/speech.ts';
import { smoothStep } from './ease.ts';

const riseMs = 250;
const yieldMs = 170;
const holdMs = 320;
const fallMs = 750;

export interface EmotionSpan {
  readonly fromMs: number;
  /** Infinity while the end is unknown. */
  readonly toMs: number;
  readonly emotion: Emotion;
  readonly intensity: number;
}
interface Ramp {
  readonly atMs: number;
  readonly emotion: Emotion;
  readonly from: number;
  readonly to: number;
  readonly overMs: number;
}
export interface EmotionLevel {
  readonly emotion: Emotion;
  readonly intensity: number;
}

const levelOf = (ramp: Ramp, timeMs: number): number => ramp.from + (ramp.to - ramp.from) * smoothStep((timeMs - ramp.atMs) / ramp.overMs);

/** Spans in order of their start. */
export function buildEmotionTrack(spans: readonly EmotionSpan[]): (timeMs: number) => EmotionLevel {
  const ramps: Ramp[] = [];
  const rampAt = (timeMs: number): Ramp | undefined => {
    for (let i = ramps.length - 1; i >= 0; i--) {
      const ramp = ramps[i];
      if (ramp && ramp.atMs <= timeMs) return ramp;
    }
    return undefined;
  };
  const turnTo = (atMs: number, emotion: Emotion, to: number, overMs: number): void => {
    const now = rampAt(atMs);
    const level = now ? levelOf(now, atMs) : 0;
    while (ramps.length > 0 && (ramps[ramps.length - 1]?.atMs ?? 0) >= atMs) ramps.pop();
    if (!now || level < 1e-4 || now.emotion === emotion) {
      ramps.push({ atMs, emotion, from: level < 1e-4 ? 0 : level, to, overMs });
      return;
    }
    ramps.push({ atMs, emotion: now.emotion, from: level, to: 0, overMs: yieldMs });
    ramps.push({ atMs: atMs + yieldMs, emotion, from: 0, to, overMs });
  };

  spans.forEach((span, index) => {
    const target = span.emotion === 'neutral' ? 0 : span.intensity;
    turnTo(span.fromMs, span.emotion, target, riseMs);
    const release = span.toMs + holdMs;
    const next = spans[index + 1];
    if (Number.isFinite(release) && (!next || next.fromMs > release)) turnTo(release, span.emotion, 0, fallMs);
  });

  return (timeMs) => {
    const ramp = rampAt(timeMs);
    if (!ramp) return { emotion: 'neutral', intensity: 0 };
    const intensity = levelOf(ramp, timeMs);
    return intensity < 1e-4 ? { emotion: 'neutral', intensity: 0 } : { emotion: ramp.emotion, intensity };
  };
}
