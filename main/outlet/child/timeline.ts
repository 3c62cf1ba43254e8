/**
 * ONE timeline across encoder generations and the slate. A segment is an unbroken run of one source; both of its tracks are shifted
 * by the same offset, so the relation of sound and picture inside it stays as it was. The offset is the smallest one that keeps
 * both tracks strictly rising: one track goes on exactly one frame after its last tag, the other has a gap that is at most the
 * difference by which the two tracks began and ended apart (about one frame). Silence between two segments is not kept as a gap.
 */
import { aacFrameMs, type Track } from './av-tag.ts';

export interface Timeline {
  /** Position of the last tag placed, ms; -1 before the first. */
  readonly videoMs: number;
  readonly audioMs: number;
  /** Starts a segment. Arguments are the source's own timestamps. Returns the position of its first tag. */
  begin(firstVideoMs: number, firstAudioMs: number | null): number;
  /** The position of a tag; `discontinuity` when the source jumped so far that a new segment is needed. */
  place(track: Track, sourceMs: number): number | 'discontinuity';
}

/** A step back of less than this is rounding or reordering and is pressed flat; a longer one is a jump. */
const tolerableBackstepMs = 250;
const maxForwardJumpMs = 2000;

/** Signed distance on a 32-bit circle: a source's timestamps wrap after 49.7 days. */
export function wrappedDifference(toMs: number, fromMs: number): number {
  return (toMs - fromMs) | 0;
}

export function createTimeline(frameMs: number): Timeline {
  const last: Record<Track, number> = { video: -1, audio: -1 };
  let offsetMs = 0;
  /** The source's clock without wraps: `referenceRaw` (32 bits) stands at `referenceMs`. */
  let referenceRaw = 0;
  let referenceMs = 0;

  const unwrap = (sourceMs: number): number => referenceMs + wrappedDifference(sourceMs, referenceRaw);

  return {
    get videoMs() {
      return last.video;
    },
    get audioMs() {
      return last.audio;
    },
    begin(firstVideoMs, firstAudioMs) {
      referenceRaw = firstVideoMs;
      referenceMs = 0;
      const audio = firstAudioMs === null ? null : unwrap(firstAudioMs);
      const candidates = [last.video < 0 ? Math.max(0, last.audio) : last.video + frameMs];
      if (audio !== null) candidates.push((last.audio < 0 ? Math.max(0, last.video) : last.audio + aacFrameMs) - audio);
      offsetMs = Math.max(...candidates);
      return offsetMs + Math.min(0, audio ?? 0);
    },
    place(track, sourceMs) {
      const unwrapped = unwrap(sourceMs);
      const placed = offsetMs + unwrapped;
      if (placed > Math.max(last.video, last.audio, 0) + maxForwardJumpMs || placed <= last[track] - tolerableBackstepMs)
        return 'discontinuity';
      if (unwrapped > referenceMs) {
        referenceMs = unwrapped;
        referenceRaw = sourceMs;
      }
      last[track] = Math.max(placed, last[track] + 1);
      return last[track];
    },
  };
}
