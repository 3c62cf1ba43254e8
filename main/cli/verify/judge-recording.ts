/** The verdict on a recording: everything that is wrong with it, in words, and whether it is good. Pure. */
import type { OffsetFindings } from './judge-offset.ts';
import type { PictureFindings } from './judge-picture.ts';
import type { SoundFindings } from './judge-sound.ts';

export interface Findings {
  /** null = that track was not there, or not asked for. */
  readonly sound: SoundFindings | null;
  readonly picture: PictureFindings | null;
  /** By the speaking flag. */
  readonly offset: OffsetFindings | null;
  /** By the mouth's shape on the start tone: also works for clauses that follow each other without a pause, one or two frames later than the flag. */
  readonly mouthOffset: OffsetFindings | null;
}
export interface Expectations {
  readonly expectTurns?: number;
  readonly maxOffsetMs: number;
  readonly tracks: 'both' | 'picture' | 'sound';
}

export function findProblems({ sound, picture, offset }: Findings, expected: Expectations): string[] {
  const problems: string[] = [];
  const say = (count: number, words: string, which: readonly (string | number)[] = []): void => {
    if (count > 0) problems.push(`${count} ${words}${which.length > 0 ? `: ${listSome(which)}` : ''}`);
  };
  if (expected.tracks !== 'picture') {
    if (!sound || sound.clausesHeard + sound.clausesHashed + sound.clausesCut.length + sound.clausesDamaged.length === 0) {
      problems.push('no beacon clause was heard');
    }
    if (sound) {
      if (expected.expectTurns !== undefined && sound.turnsHeard !== expected.expectTurns) {
        problems.push(`${sound.turnsHeard} turns were heard, ${expected.expectTurns} were expected`);
      }
      say(sound.turnsLost.length, 'turns lost', sound.turnsLost);
      say(sound.clausesLost.length, 'clauses lost', sound.clausesLost);
      say(sound.clausesDoubled.length, 'clauses doubled', sound.clausesDoubled);
      say(sound.clausesOutOfOrder.length, 'clauses out of order', sound.clausesOutOfOrder);
      say(sound.clausesCut.length, 'clauses cut', sound.clausesCut);
      say(sound.clausesDamaged.length, 'clauses damaged', sound.clausesDamaged);
      say(
        sound.jumps.length,
        'jumps of the sound clock',
        sound.jumps.map((jump) => `${signed(jump.ms)} ms at ${jump.atSeconds.toFixed(2)} s`),
      );
    }
  }
  if (expected.tracks !== 'sound') {
    if (!picture || picture.frames === picture.framesWithoutBeacon) problems.push('no beacon barcode was seen');
    else {
      say(
        picture.framesLost,
        'frames lost',
        picture.lostRanges.map((range) => `${range.from}-${range.until}`),
      );
      say(picture.framesDoubled, 'frames doubled (held)');
      say(picture.framesOutOfOrder, 'frames out of order');
      say(picture.framesUnreadable, 'frames without a readable barcode between readable ones');
      say(picture.timeStepsBack, 'steps back of the picture clock');
      if (picture.largestStepFrames > 1) {
        const at = picture.largestStepAtSeconds?.toFixed(2) ?? '?';
        problems.push(`the picture stood for ${picture.largestStepMs.toFixed(0)} ms (${picture.largestStepFrames} frames) at ${at} s`);
      }
    }
  }
  if (expected.tracks === 'both' && offset && sound && sound.clausesHeard > 0) {
    if (offset.constancy === 'not-measured')
      problems.push('no clause had both a tone and a visible beginning: the A/V offset is not measured');
    if (offset.constancy === 'changing') {
      problems.push(`the A/V offset changes by ${((offset.maxMs ?? 0) - (offset.minMs ?? 0)).toFixed(1)} ms, more than one frame`);
    }
    if (Math.abs(offset.medianMs ?? 0) > expected.maxOffsetMs) {
      problems.push(`the A/V offset is ${signed(offset.medianMs ?? 0)} ms, beyond ${expected.maxOffsetMs} ms`);
    }
  }
  return problems;
}

export function listSome(values: readonly (string | number)[], most = 8): string {
  const rest = values.length - most;
  return values.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

export function signed(value: number, digits = 0): string {
  return `${value > 0 ? '+' : ''}${value.toFixed(digits)}`;
}
