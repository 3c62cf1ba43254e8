/** How far the reading of a caption has come. Pure. */
const holdMs = 1200;

/** Whether the words of a clause that ended `sinceEndMs` ago (null: it plays) are still seen. */
export const isCaptionSeen = (sinceEndMs: number | null): boolean => sinceEndMs === null || sinceEndMs <= holdMs;

/** 0..1. Without a known length: about fourteen letters, or five Han characters, a second. */
export function captionProgress(text: string, playedMs: number, lengthMs: number | null): number {
  const guessMs = Math.max(1, text.length * (/\p{Script=Han}/u.test(text) ? 200 : 70));
  return Math.min(0.999, playedMs / (lengthMs ?? Math.max(guessMs, playedMs)));
}
