/** A few seconds of real pictures and sound at a wanted rate: the sample, looped, its pictures filled up with filler data that every decoder skips. Pure. */
import type { AvTag } from '../av-tag.ts';
import { createSlatePlayer, type SlateLoop } from '../slate-player.ts';

export interface SampleFeed {
  readonly configs: readonly AvTag[];
  /** Tags from the last call up to `elapsedMs`, on a clock that starts at 0. */
  due(elapsedMs: number): AvTag[];
}

/** H.264 filler data (NAL unit type 12) behind a length of four bytes: header, ones, stop bit. */
const fillerNal = 0x0c;
const lengthBytes = 4;

export function createSampleFeed(sample: SlateLoop, kbps: number): SampleFeed {
  const [first, second] = sample.video;
  const fps = first && second ? Math.round(1000 / Math.max(1, second.timestampMs - first.timestampMs)) : 30;
  const player = createSlatePlayer(sample, fps);
  let fedBytes = 0;
  return {
    configs: [sample.videoConfig, ...(sample.audioConfig ? [sample.audioConfig] : [])],
    due(elapsedMs) {
      return player.due(elapsedMs).map((tag) => {
        fedBytes += tag.body.length;
        if (tag.track === 'audio') return tag;
        const missing = Math.floor((kbps * tag.timestampMs) / 8) - fedBytes;
        const filled = missing > lengthBytes + 2 ? { ...tag, body: withFiller(tag.body, missing) } : tag;
        fedBytes += filled.body.length - tag.body.length;
        return filled;
      });
    },
  };
}

/** `bytes` more, length and header included. */
export function withFiller(body: Uint8Array, bytes: number): Buffer {
  const filler = Buffer.alloc(bytes, 0xff);
  filler.writeUInt32BE(bytes - lengthBytes, 0);
  filler[lengthBytes] = fillerNal;
  filler[bytes - 1] = 0x80;
  return Buffer.concat([body, filler]);
}
