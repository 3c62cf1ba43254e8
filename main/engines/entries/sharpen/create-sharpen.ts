/** The sharpener as an engine: reads its strength, keeps one output buffer. */
import { EngineError } from '../../contract/engine-error.ts';
import type { EngineOf, LoadedEnhance } from '../../child/types.ts';
import { createUnsharpMask } from './unsharp-mask.ts';

const usualStrength = 0.5;
const largestSide = 4096;

export function createSharpen(): EngineOf<LoadedEnhance> {
  return {
    async load({ options }) {
      const sharpen = createUnsharpMask(readStrength(options['strength']));
      return {
        signature: { kind: 'enhance', width: largestSide, height: largestSide, format: 'i420a' },
        enhance: ({ rect, data }) => sharpen(data, rect.width, rect.height),
        unload() {},
      };
    },
  };
}

export function readStrength(option: unknown): number {
  if (option === undefined) return usualStrength;
  if (typeof option === 'number' && option >= 0 && option <= 1) return option;
  throw new EngineError('bad-options', `sharpen: strength must be a number from 0 to 1, not ${JSON.stringify(option)}`, {
    detail: {
      words: { en: 'The strength must be a number from 0 to 1.', zh: '锐化强度必须是 0 到 1 之间的数。' },
    },
  });
}
