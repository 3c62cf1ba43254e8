/** A phoneme as the mouth shapes it goes through: one for most, two or three for diphthongs and finals. Pure; knows no voice. */
import type { Mark } from '../../contract/speech.ts';
import type { Viseme } from '../../contract/visemes.ts';

export interface VisemePart {
  readonly viseme: Viseme;
  /** Part of the phoneme's duration; the parts of one phoneme sum to 1. */
  readonly share: number;
}

/** Parts from weights in any unit; neighbours of one shape are joined. */
export function buildParts(weighted: readonly (readonly [viseme: Viseme, weight: number])[]): readonly VisemePart[] {
  const total = weighted.reduce((sum, [, weight]) => sum + weight, 0);
  const parts: VisemePart[] = [];
  for (const [viseme, weight] of weighted) {
    const last = parts.at(-1);
    const share = weight / total;
    if (last?.viseme === viseme) parts[parts.length - 1] = { viseme, share: last.share + share };
    else parts.push({ viseme, share });
  }
  return parts;
}

/** One mark per part, end to end over the phoneme's time. */
export function spreadPhoneme(
  phoneme: Pick<Mark, 'atMs' | 'durationMs' | 'phoneme' | 'stress' | 'wordIndex'>,
  parts: readonly VisemePart[],
): Mark[] {
  let atMs = phoneme.atMs;
  return parts.map(({ viseme, share }) => {
    const mark: Mark = { ...phoneme, atMs, durationMs: phoneme.durationMs * share, viseme };
    atMs += mark.durationMs;
    return mark;
  });
}
