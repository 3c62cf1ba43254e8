/** The onMetaData of the outgoing stream: what players and platforms show before they decode anything. */
import { programmeSampleRate, type VideoFormat } from '../../contract/media.ts';
import type { AmfValue } from './amf0.ts';

export function streamMetadata(video: VideoFormat): ReadonlyMap<string, AmfValue> {
  return new Map<string, AmfValue>([
    ['duration', 0],
    ['width', video.width],
    ['height', video.height],
    ['framerate', video.fps],
    ['videocodecid', 7],
    ['audiocodecid', 10],
    ['audiosamplerate', programmeSampleRate],
    ['audiosamplesize', 16],
    ['stereo', true],
    ['encoder', 'Vanchor Studio'],
  ]);
}
