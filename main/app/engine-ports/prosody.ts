/** How a feeling sounds: speed, pitch and volume for a voice, around what the slot is set to. Moderate on purpose; pure. */
import type { Emotion, Expression } from '../../contract/speech.ts';
import type { SlotOptions } from '../../routing/types.ts';

export interface Prosody {
  readonly speed: number;
  /** Semitones */
  readonly pitch: number;
  readonly volume: number;
}

/** At full intensity. */
const full: Readonly<Record<Emotion, Prosody>> = {
  neutral: { speed: 1, pitch: 0, volume: 1 },
  happy: { speed: 1.08, pitch: 1.5, volume: 1.05 },
  sad: { speed: 0.88, pitch: -1.5, volume: 0.85 },
  angry: { speed: 1.06, pitch: -0.5, volume: 1.25 },
  surprised: { speed: 1.05, pitch: 2.5, volume: 1.1 },
  relaxed: { speed: 0.95, pitch: -0.5, volume: 0.95 },
};

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

export function prosodyFor(expression: Expression, options: SlotOptions): Prosody {
  const intensity = clamp(expression.intensity, 0, 1);
  const { speed, pitch, volume } = full[expression.emotion];
  return {
    speed: clamp((options.speed ?? 1) * (1 + (speed - 1) * intensity), 0.5, 2),
    pitch: clamp((options.pitch ?? 0) + pitch * intensity, -12, 12),
    volume: clamp((options.volume ?? 1) * (1 + (volume - 1) * intensity), 0, 2),
  };
}
