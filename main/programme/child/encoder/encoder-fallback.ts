/** Decides when a hardware encoder is given up for x264: it ended by itself or hung twice in a row, each time soon after its start. Never back in the same show. */
import type { VideoEncoderId } from '../../../contract/video-encoders.ts';
import type { EncoderFailure } from './encoder.ts';

export interface EncoderFallback {
  /** The one to start next. */
  readonly encoder: VideoEncoderId;
  /** Whether this failure was the one too many. */
  note(failure: EncoderFailure): boolean;
}

const mostFailures = 2;
/** One that worked for so long has not failed at its start: it is tried again. */
const healthyMs = 10_000;

export function createEncoderFallback(wanted: VideoEncoderId): EncoderFallback {
  let encoder = wanted;
  let inARow = 0;
  return {
    get encoder() {
      return encoder;
    },
    note({ how, livedMs }) {
      // who was killed from outside has shown nothing of itself
      if (encoder === 'x264' || how === 'killed') return false;
      inARow = livedMs > healthyMs ? 1 : inARow + 1;
      if (inARow < mostFailures) return false;
      encoder = 'x264';
      return true;
    },
  };
}
