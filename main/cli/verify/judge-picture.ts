/** What became of the programme's frames: numbers lost, held, out of order; gaps in time; and when speech began to be seen. Pure. */
import { visemes } from '../../contract/visemes.ts';

/** Frames in receiving order, one array per column: an hour is 108 000 of them. */
export interface PictureTrack {
  readonly ptsSeconds: readonly number[];
  /** Programme frame number; -1 = no barcode could be read. */
  readonly frames: readonly number[];
  /** Bit 0: speaking. Bits 1-4: dominant viseme. */
  readonly flags: readonly number[];
}

export interface FrameRange {
  readonly from: number;
  readonly until: number;
  readonly atSeconds: number;
}
/** The picture changes to "speaking" here; `shape`: to the viseme that only a clause's first tone has. */
export interface SpeechEdges {
  readonly flag: readonly number[];
  readonly shape: readonly number[];
}

export interface PictureFindings {
  readonly seconds: number;
  readonly frames: number;
  /** Measured: time per frame number. */
  readonly frameMs: number;
  readonly framesLost: number;
  readonly lostRanges: readonly FrameRange[];
  /** The same number again. */
  readonly framesDoubled: number;
  readonly framesOutOfOrder: number;
  /** Between the first and the last readable one. */
  readonly framesUnreadable: number;
  /** Before the first and after the last readable one. */
  readonly framesWithoutBeacon: number;
  /** Largest step between two pictures; one frame = no gap. */
  readonly largestStepMs: number;
  readonly largestStepFrames: number;
  readonly largestStepAtSeconds: number | null;
  /** Pictures whose time is not later than that of the one before. */
  readonly timeStepsBack: number;
  /** Largest step between two readable numbers; 1 = no gap. */
  readonly largestNumberStep: number;
}

const mostRanges = 1000;
const fallbackFrameMs = 1000 / 30;
const startShape = visemes.indexOf('O');

export const packPictureFlags = (speaking: boolean, viseme: number): number => (speaking ? 1 : 0) | (viseme << 1);

export function judgePicture(track: PictureTrack): PictureFindings {
  const { ptsSeconds, frames } = track;
  const frameMs = measureFrameMs(track);
  const firstReadable = frames.findIndex((frame) => frame >= 0);
  const lastReadable = frames.findLastIndex((frame) => frame >= 0);
  const inside = firstReadable < 0 ? 0 : lastReadable - firstReadable + 1;

  const seen = new Set<number>();
  let unreadable = 0;
  let doubled = 0;
  let outOfOrder = 0;
  let highest = -1;
  let largestNumberStep = 0;
  for (let at = firstReadable; at >= 0 && at <= lastReadable; at++) {
    const frame = frames[at] ?? -1;
    if (frame < 0) {
      unreadable += 1;
      continue;
    }
    if (seen.has(frame)) doubled += 1;
    else if (frame < highest) outOfOrder += 1;
    else if (highest >= 0) largestNumberStep = Math.max(largestNumberStep, frame - highest);
    seen.add(frame);
    highest = Math.max(highest, frame);
  }
  const lostRanges = findLost(track, seen);

  let largestStep = 0;
  let largestStepAt: number | null = null;
  let timeStepsBack = 0;
  for (let at = 1; at < ptsSeconds.length; at++) {
    const step = (ptsSeconds[at] ?? 0) - (ptsSeconds[at - 1] ?? 0);
    if (step <= 0) timeStepsBack += 1;
    if (step > largestStep) {
      largestStep = step;
      largestStepAt = ptsSeconds[at - 1] ?? null;
    }
  }
  return {
    seconds: ptsSeconds.length === 0 ? 0 : (ptsSeconds.at(-1) ?? 0) - (ptsSeconds[0] ?? 0) + frameMs / 1000,
    frames: frames.length,
    frameMs,
    // A number that was only held back (unreadable, late) is in `seen` or stands in for itself: an unreadable picture is not lost as well.
    framesLost: Math.max(0, lostRanges.reduce((sum, range) => sum + range.until - range.from + 1, 0) - unreadable),
    lostRanges: lostRanges.slice(0, mostRanges),
    framesDoubled: doubled,
    framesOutOfOrder: outOfOrder,
    framesUnreadable: unreadable,
    framesWithoutBeacon: frames.length - inside,
    largestStepMs: largestStep * 1000,
    largestStepFrames: Math.round((largestStep * 1000) / frameMs),
    largestStepAtSeconds: largestStepAt,
    timeStepsBack,
    largestNumberStep,
  };
}

/** Ranges of numbers between the lowest and the highest that never came. */
function findLost(track: PictureTrack, seen: ReadonlySet<number>): FrameRange[] {
  const timeOf = new Map<number, number>();
  track.frames.forEach((frame, at) => {
    if (frame >= 0 && !timeOf.has(frame)) timeOf.set(frame, track.ptsSeconds[at] ?? 0);
  });
  const sorted = [...seen].sort((a, b) => a - b);
  const ranges: FrameRange[] = [];
  for (let at = 1; at < sorted.length; at++) {
    const before = sorted[at - 1] ?? 0;
    const next = sorted[at] ?? 0;
    if (next > before + 1) ranges.push({ from: before + 1, until: next - 1, atSeconds: timeOf.get(before) ?? 0 });
  }
  return ranges;
}

/** Median of time per number over neighbours: neither gaps nor held frames move it. */
function measureFrameMs({ ptsSeconds, frames }: PictureTrack): number {
  const steps: number[] = [];
  const stride = 30;
  for (let at = stride; at < frames.length; at += 7) {
    const now = frames[at] ?? -1;
    const before = frames[at - stride] ?? -1;
    if (before < 0 || now <= before) continue;
    steps.push((((ptsSeconds[at] ?? 0) - (ptsSeconds[at - stride] ?? 0)) * 1000) / (now - before));
  }
  if (steps.length === 0) {
    for (let at = 1; at < ptsSeconds.length; at++) steps.push(((ptsSeconds[at] ?? 0) - (ptsSeconds[at - 1] ?? 0)) * 1000);
  }
  steps.sort((a, b) => a - b);
  const median = steps[steps.length >> 1];
  return median !== undefined && median > 0 ? median : fallbackFrameMs;
}

/** Only where the picture just before is known: an edge behind a gap has no time. */
export function findSpeechEdges(track: PictureTrack): SpeechEdges {
  const flag: number[] = [];
  const shape: number[] = [];
  for (let at = 1; at < track.frames.length; at++) {
    const frame = track.frames[at] ?? -1;
    const before = track.frames[at - 1] ?? -1;
    if (before < 0 || frame !== before + 1) continue;
    const now = track.flags[at] ?? 0;
    const was = track.flags[at - 1] ?? 0;
    const seconds = track.ptsSeconds[at] ?? 0;
    if ((now & 1) === 1 && (was & 1) === 0) flag.push(seconds);
    if (now >> 1 === startShape && was >> 1 !== startShape) shape.push(seconds);
  }
  return { flag, shape };
}
