/** How long a speaker breathes between two clauses, and how long a silent caption takes to read. Pure. */
const pausesMs: readonly (readonly [RegExp, number])[] = [
  [/[。．.!?！？…]["'”’」』）)]*\s*$/u, 260],
  [/[;；:：—]["'”’」』）)]*\s*$/u, 180],
  [/[,，、]["'”’」』）)]*\s*$/u, 120],
];
const turnPauseMs = 450;
const defaultPauseMs = 60;

/** Silence after a clause with this text, before the next one. */
export function pauseAfterMs(text: string, next: 'same-turn' | 'other-turn'): number {
  if (next === 'other-turn') return turnPauseMs;
  return pausesMs.find(([pattern]) => pattern.test(text))?.[1] ?? defaultPauseMs;
}

const wideCharacter = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/gu;

/** About seven Han characters or sixteen Latin ones a second, within 1.4 and 8 seconds. */
export function readingTimeMs(text: string): number {
  const wide = text.match(wideCharacter)?.length ?? 0;
  const narrow = Math.max(0, Array.from(text).length - wide);
  return Math.min(8000, Math.max(1400, 600 + wide * 145 + narrow * 62));
}
