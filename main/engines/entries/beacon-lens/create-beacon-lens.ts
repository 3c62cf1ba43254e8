/** The beacon as an enhancer: a mark beside the barcode of the beacon face in every frame that it was given, so that a received picture tells of it. */
import { lensMarks, lensMarkLuma, type LensMark } from '../../../contract/beacon.ts';
import { EngineError } from '../../contract/engine-error.ts';
import type { EngineOf, LoadedEnhance, PictureToEnhance } from '../../child/types.ts';

const largestSide = 4096;

export function createBeaconLens(): EngineOf<LoadedEnhance> {
  return {
    async load({ options }) {
      const mark = options['mark'] ?? 'left';
      if (mark !== 'left' && mark !== 'right') throw new EngineError('bad-options', "beacon-lens: mark must be 'left' or 'right'");
      const delayMs = typeof options['delayMs'] === 'number' ? options['delayMs'] : 0;
      return {
        signature: { kind: 'enhance', width: largestSide, height: largestSide, format: 'i420a' },
        async enhance(picture) {
          if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
          return drawMark(picture, mark);
        },
        unload() {},
      };
    },
  };
}

/** Into the picture itself; only where the mark lies within its rectangle. */
export function drawMark({ frame, rect, canvas, data }: PictureToEnhance, mark: LensMark): Uint8Array {
  const { x, y, width, height } = lensMarks(canvas.width)[mark];
  const luma = lensMarkLuma(frame);
  for (let row = Math.max(y, rect.y); row < Math.min(y + height, rect.y + rect.height); row++) {
    const from = Math.max(0, x - rect.x);
    const to = Math.min(rect.width, x + width - rect.x);
    if (to > from) data.fill(luma, (row - rect.y) * rect.width + from, (row - rect.y) * rect.width + to);
  }
  return data;
}
