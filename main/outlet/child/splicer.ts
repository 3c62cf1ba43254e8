/**
 * The start of a segment: holds a source's tags back until decoding and placing can begin, that is a keyframe, its decoder
 * configuration and the first sound that belongs to it. Bounded: an unusable start is thrown away and the next keyframe awaited.
 */
import { aacFrameMs, type AvTag } from './av-tag.ts';
import { wrappedDifference } from './timeline.ts';

export interface SegmentStart {
  readonly videoConfig: AvTag;
  readonly audioConfig: AvTag | null;
  readonly firstVideoMs: number;
  readonly firstAudioMs: number | null;
  /** In arrival order, keyframe and matching sound included. */
  readonly tags: readonly AvTag[];
}

export interface Splicer {
  /** The segment's start once it is complete; then call `restart` before the next use. */
  push(tag: AvTag): SegmentStart | null;
  /** Wait for a keyframe again; the source's configuration stays known. */
  restart(): void;
}

/** So many frames without sound: the source has none. A third of a second. */
const framesWithoutSound = 10;
const maxHeldTags = 64;
const soundBeforeKeyframe = 3;

export function createSplicer(): Splicer {
  let videoConfig: AvTag | null = null;
  let audioConfig: AvTag | null = null;
  let early: AvTag[] = [];
  let held: AvTag[] = [];
  let key: AvTag | null = null;

  const restart = (): void => {
    early = [];
    held = [];
    key = null;
  };

  return {
    restart,
    push(tag) {
      if (tag.role === 'config') {
        if (tag.track === 'video') videoConfig = tag;
        else audioConfig = tag;
        return null;
      }
      if (key === null) {
        if (tag.track === 'audio') {
          early.push(tag);
          if (early.length > soundBeforeKeyframe) early.shift();
          return null;
        }
        if (tag.role !== 'key') return null;
        key = tag;
        const keyMs = tag.timestampMs;
        held = early.filter((sound) => wrappedDifference(sound.timestampMs, keyMs) > -aacFrameMs);
      }
      held.push(tag);
      if (held.length > maxHeldTags) restart();
      if (key === null || videoConfig === null) return null;
      const sound = audioConfig === null ? undefined : held.find((one) => one.track === 'audio');
      if (sound === undefined && held.length < framesWithoutSound) return null;
      return {
        videoConfig,
        audioConfig: sound === undefined ? null : audioConfig,
        firstVideoMs: key.timestampMs,
        firstAudioMs: sound?.timestampMs ?? null,
        tags: held,
      };
    },
  };
}
