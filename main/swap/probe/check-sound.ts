/** Is this what a voice says? Judges the sound of one golden sentence and its marks. Pure. */
import type { UserMessage } from '../../contract/failure.ts';
import type { Mark } from '../../contract/speech.ts';

export interface GoldenSound {
  readonly samples: Int16Array;
  readonly sampleRate: number;
  readonly marks: readonly Mark[];
  /** What the voice says it has sent. */
  readonly toldSamples: number;
  /** How long a person would take, roughly. */
  readonly usualMs: number;
}

/** -50 dBFS: quieter than any voice. */
const leastRms = 104;
const fullScale = 32_700;
const mostClippedShare = 0.05;
const lengthRange = { least: 0.25, most: 5 } as const;
const marksSlackMs = 60;

export function checkSound({ samples, sampleRate, marks, toldSamples, usualMs }: GoldenSound): UserMessage | null {
  if (samples.length === 0) return { en: 'It made no sound.', zh: '它没有发出声音。' };
  if (samples.length !== toldSamples)
    return {
      en: `It said that it had sent ${toldSamples} samples, and ${samples.length} came.`,
      zh: `它声称发送了 ${toldSamples} 个采样，实际收到 ${samples.length} 个。`,
    };
  let sum = 0;
  let clipped = 0;
  for (const sample of samples) {
    sum += sample * sample;
    if (Math.abs(sample) >= fullScale) clipped += 1;
  }
  if (Math.sqrt(sum / samples.length) < leastRms) return { en: 'Its sound is silence.', zh: '它发出的声音是静音。' };
  if (clipped / samples.length > mostClippedShare)
    return { en: 'Its sound is overdriven: it would be noise on air.', zh: '它的声音严重过载，上线会变成噪声。' };
  const lengthMs = (samples.length * 1000) / sampleRate;
  if (lengthMs < usualMs * lengthRange.least || lengthMs > usualMs * lengthRange.most)
    return {
      en: `It took ${(lengthMs / 1000).toFixed(1)} s for a sentence of about ${(usualMs / 1000).toFixed(1)} s.`,
      zh: `一句约 ${(usualMs / 1000).toFixed(1)} 秒的话，它说了 ${(lengthMs / 1000).toFixed(1)} 秒。`,
    };
  return checkMarks(marks, lengthMs);
}

function checkMarks(marks: readonly Mark[], lengthMs: number): UserMessage | null {
  let endMs = 0;
  for (const { atMs, durationMs } of marks) {
    const sane = Number.isFinite(atMs) && Number.isFinite(durationMs) && durationMs >= 0 && atMs >= endMs - 1;
    if (!sane || atMs + durationMs > lengthMs + marksSlackMs)
      return { en: 'Its lip timings are out of order or beyond its sound.', zh: '它的口型时间顺序错误，或超出了声音长度。' };
    endMs = atMs + durationMs;
  }
  return null;
}
