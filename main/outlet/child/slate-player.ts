/**
 * The slate: one closed GOP with silent sound, looped for as long as nobody else is on air. Gives the tags that are due at a time;
 * has no timer of its own. Sound is counted in samples, not looped with the picture, so it has no seam and cannot drift.
 */
import { LayerError } from '../../contract/failure.ts';
import { programmeSampleRate } from '../../contract/media.ts';
import { type AvTag, readAvTag } from './av-tag.ts';
import { createFlvParser } from './flv-parser.ts';

export class SlateError extends LayerError<'slate-unusable'> {
  constructor(message: string, options?: { cause?: unknown }) {
    super('SlateError', 'slate-unusable', message, options);
  }
}

export interface SlateLoop {
  readonly videoConfig: AvTag;
  readonly audioConfig: AvTag | null;
  readonly video: readonly AvTag[];
  readonly audio: readonly AvTag[];
}

const aacFrameSamples = 1024;
/** The priming frames of an encoder decode to nothing useful; a loop starts after them. */
const primingFrames = 2;

/** Throws SlateError when the file is no H.264 FLV that starts with a keyframe. */
export function parseSlate(file: Uint8Array): SlateLoop {
  let tags: AvTag[];
  try {
    tags = createFlvParser()
      .push(file)
      .map(readAvTag)
      .filter((tag) => tag !== null);
  } catch (error) {
    throw new SlateError('the slate file is not readable as FLV', { cause: error });
  }
  const configOf = (track: AvTag['track']): AvTag | undefined => tags.find((tag) => tag.track === track && tag.role === 'config');
  const framesOf = (track: AvTag['track']): AvTag[] => tags.filter((tag) => tag.track === track && tag.role !== 'config');
  const videoConfig = configOf('video');
  const video = framesOf('video');
  if (videoConfig === undefined || video[0]?.role !== 'key')
    throw new SlateError('the slate holds no H.264 picture that starts with a keyframe');
  const audioConfig = configOf('audio') ?? null;
  const sounds = framesOf('audio');
  return { videoConfig, audioConfig, video, audio: audioConfig === null ? [] : sounds.slice(Math.min(primingFrames, sounds.length - 1)) };
}

export interface SlatePlayer {
  /** Tags from the last call up to `elapsedMs` after the start, with timestamps from 0, in order of time. */
  due(elapsedMs: number): AvTag[];
}

export function createSlatePlayer(loop: SlateLoop, fps: number): SlatePlayer {
  let videoCount = 0;
  let audioCount = 0;
  const videoAt = (index: number): number => Math.round((index * 1000) / fps);
  const audioAt = (index: number): number => Math.round((index * aacFrameSamples * 1000) / programmeSampleRate);
  const at = (tags: readonly AvTag[], index: number, timestampMs: number): AvTag => ({
    ...(tags[index % tags.length] as AvTag),
    timestampMs,
  });

  return {
    due(elapsedMs) {
      const tags: AvTag[] = [];
      for (;;) {
        const videoMs = videoAt(videoCount);
        const audioMs = loop.audio.length === 0 ? Infinity : audioAt(audioCount);
        if (Math.min(videoMs, audioMs) > elapsedMs) return tags;
        if (videoMs <= audioMs) tags.push(at(loop.video, videoCount++, videoMs));
        else tags.push(at(loop.audio, audioCount++, audioMs));
      }
    },
  };
}
