/** A face of two flat shapes until it misbehaves. */
import process from 'node:process';
import type { FrameCue } from '../../../contract/cues.ts';
import { emotions } from '../../../contract/speech.ts';
import { visemes } from '../../../contract/visemes.ts';
import { EngineError } from '../../contract/engine-error.ts';
import type { EngineOf, LoadedFace } from '../../child/types.ts';

export const faults = [
  /** Pictures with nothing on them. */
  'blank',
  /** Draws nothing and never says so. */
  'never',
  /** Fewer pixels than the rectangle has. */
  'torn',
  /** Ends in the middle, with exit code 0. */
  'exit-0',
] as const;
export type Fault = (typeof faults)[number];

const usualSize = 512;
/** Limited range. */
const luma = { ground: 16, head: 180, feature: 60 } as const;

export function createMisbehavingFace(): EngineOf<LoadedFace> {
  return {
    async load({ options }) {
      const fault = faults.find((name) => name === options['how']);
      if (!fault) throw new EngineError('bad-options', `misbehaver-face: how must be one of ${faults.join(', ')}`);
      const after = typeof options['after'] === 'number' ? options['after'] : 0;
      const width = sizeOf(options['width']);
      const height = sizeOf(options['height']);
      const rect = { x: 0, y: 0, width, height };
      let drawn = 0;
      return {
        signature: {
          kind: 'face',
          width,
          height,
          format: 'i420a',
          visemes,
          emotions,
          lookaheadMs: 0,
          batch: 1,
          needsPcm: false,
          costMsPerFrame: 1,
        },
        async frames(cues, emit) {
          for (const cue of cues) {
            drawn += 1;
            const picture = draw(width, height, cue);
            if (drawn <= after) await emit(cue, { rect, base: true, data: picture });
            else if (fault === 'never') await new Promise(() => {});
            else if (fault === 'exit-0') process.exit(0);
            else
              await emit(cue, {
                rect,
                base: true,
                data: fault === 'blank' ? blank(width, height) : picture.subarray(0, picture.length >> 1),
              });
          }
        },
        unload() {},
      };
    },
  };
}

const sizeOf = (value: unknown): number => (typeof value === 'number' && value >= 64 && value % 2 === 0 ? value : usualSize);

function blank(width: number, height: number): Uint8Array {
  const area = width * height;
  return new Uint8Array((area * 5) / 2).fill(luma.ground, 0, area).fill(128, area, (area * 3) / 2);
}

function draw(width: number, height: number, { jaw }: FrameCue): Uint8Array {
  const picture = blank(width, height);
  const area = width * height;
  const mouthHeight = Math.round(height * 0.15 * jaw);
  for (let y = Math.round(height * 0.1); y < Math.round(height * 0.9); y += 1) {
    const [from, to] = [Math.round(width * 0.2), Math.round(width * 0.8)];
    picture.fill(luma.head, y * width + from, y * width + to);
    picture.fill(255, (area * 3) / 2 + y * width + from, (area * 3) / 2 + y * width + to);
  }
  const bar = (top: number, rows: number, from: number, to: number): void => {
    for (let y = Math.round(top); y < Math.round(top) + rows; y += 1)
      picture.fill(luma.feature, y * width + Math.round(width * from), y * width + Math.round(width * to));
  };
  for (const from of [0.3, 0.6]) bar(height * 0.35, Math.round(height * 0.05), from, from + 0.1);
  bar(height * 0.6, mouthHeight, 0.35, 0.65);
  return picture;
}
