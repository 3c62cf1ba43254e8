/** What every voice does to its raw sound before it is sent: trim the silence at both ends, bring it to the norm, no edges. Marks move with the sound. */
import type { Expression, Mark } from '../../contract/speech.ts';
import type { SpeechLevel } from './sound/speech-level.ts';

export interface RawSpeech {
  readonly samples: Int16Array;
  readonly sampleRate: number;
  /** Relative to the first sample. */
  readonly marks: readonly Mark[];
}

export interface ShapeOptions {
  /** Remembers the voice from clause to clause. */
  readonly level: SpeechLevel;
  /** Who speaks, in which language. */
  readonly voice: string;
  /** Linear, on top of the norm. */
  readonly volume: number;
  /** Silence that is left before and after. */
  readonly keepMs?: { readonly before: number; readonly after: number };
}

/** Before the first sound just enough for its fade: who waits for an answer waits for every millisecond of it. */
const usualKeepMs = { before: 4, after: 15 } as const;

const windowMs = 5;
const fadeMs = 3;
/** So far a voice's times may be from what is heard. */
const mostRoundingMs = 40;
/** Of full scale: louder is sound whatever the clause's peak. And of the peak, for a quiet voice. */
const soundFloor = { absolute: 0.004, ofPeak: 0.012 } as const;
export function shapeSpeech(speech: RawSpeech, options: ShapeOptions): RawSpeech {
  const { sampleRate } = speech;
  const { from, to } = findSound(speech.samples, sampleRate, options.keepMs ?? usualKeepMs);
  const samples = options.level.level(speech.samples.subarray(from, to), sampleRate, options.voice, options.volume);
  fadeEnds(samples, Math.round((fadeMs * sampleRate) / 1000));
  const marks = cutMarks(speech.marks, (from * 1000) / sampleRate, (samples.length * 1000) / sampleRate);
  return { samples, sampleRate, marks: withSoundFromTheStart(marks) };
}

/** The range that is heard, with `keepMs` around it. Empty when all is silence. */
export function findSound(
  samples: Int16Array,
  sampleRate: number,
  keepMs: { readonly before: number; readonly after: number },
): { readonly from: number; readonly to: number } {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  const floor = Math.max(soundFloor.absolute * 32_768, soundFloor.ofPeak * peak);
  const size = Math.max(1, Math.round((windowMs * sampleRate) / 1000));
  const keep = (ms: number): number => Math.round((ms * sampleRate) / 1000);
  const isSound = (start: number): boolean => {
    for (let at = start; at < Math.min(start + size, samples.length); at += 1) if (Math.abs(samples[at] as number) > floor) return true;
    return false;
  };
  let from = 0;
  while (from < samples.length && !isSound(from)) from += size;
  if (from >= samples.length) return { from: 0, to: 0 };
  let to = samples.length;
  while (to > from && !isSound(Math.max(from, to - size))) to -= size;
  return { from: Math.max(0, from - keep(keepMs.before)), to: Math.min(samples.length, to + keep(keepMs.after)) };
}

/** The sound was cut to where it is heard: the phoneme that begins within a moment of that is what is heard, whatever its voice's rounding says. */
function withSoundFromTheStart(marks: readonly Mark[]): readonly Mark[] {
  const first = marks.findIndex(({ viseme }) => viseme !== 'sil');
  const mark = marks[first];
  if (!mark || mark.atMs === 0 || mark.atMs > mostRoundingMs) return marks;
  return [{ ...mark, atMs: 0, durationMs: mark.durationMs + mark.atMs }, ...marks.slice(first + 1)];
}

function fadeEnds(samples: Int16Array, length: number): void {
  const span = Math.min(length, samples.length >> 1);
  for (let at = 0; at < span; at += 1) {
    const level = at / span;
    samples[at] = Math.round((samples[at] as number) * level);
    const tail = samples.length - 1 - at;
    samples[tail] = Math.round((samples[tail] as number) * level);
  }
}

/** The silence that a voice puts between two pieces of a clause. */
export function breathMark(atMs: number, durationMs: number): Mark {
  return { atMs, durationMs, phoneme: 'breath', viseme: 'sil' };
}

/** Marks moved by `-fromMs` and kept inside the sound, in order and without overlap. */
export function cutMarks(marks: readonly Mark[], fromMs: number, durationMs: number): Mark[] {
  const kept: Mark[] = [];
  let endMs = 0;
  for (const mark of marks) {
    const start = Math.max(endMs, mark.atMs - fromMs);
    const end = Math.min(durationMs, mark.atMs + mark.durationMs - fromMs);
    if (end <= start) continue;
    kept.push({ ...mark, atMs: start, durationMs: end - start });
    endMs = end;
  }
  return kept;
}

/** How lively the melody goes: a factor on the voice's own range of pitch. */
export function intonationRange(expression: Expression): number {
  const most = { neutral: 1, happy: 1.5, surprised: 1.7, angry: 1.35, relaxed: 0.85, sad: 0.6 } as const;
  return 1 + (most[expression.emotion] - 1) * Math.min(1, Math.max(0, expression.intensity));
}
