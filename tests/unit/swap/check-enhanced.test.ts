import { describe, expect, it } from 'vitest';
import { lensMarks } from '../../../main/contract/beacon.ts';
import { drawMark } from '../../../main/engines/entries/beacon-lens/create-beacon-lens.ts';
import { createUnsharpMask } from '../../../main/engines/entries/sharpen/unsharp-mask.ts';
import { checkEnhanced } from '../../../main/swap/probe/check-enhanced.ts';
import { compareSignatures } from '../../../main/swap/probe/compare-signatures.ts';
import { goldenPicture } from '../../../main/swap/probe/golden-picture.ts';

const given = goldenPicture();
const { width, height } = given.rect;
const pixels = width * height;
const altered = (change: (data: Uint8Array) => void): Uint8Array => {
  const data = Uint8Array.from(given.data);
  change(data);
  return data;
};

describe('an enhanced golden picture', () => {
  it('passes from the sharpener at any strength, and from the lens', () => {
    for (const strength of [0.05, 0.25, 0.5, 1])
      expect(checkEnhanced(createUnsharpMask(strength)(given.data, width, height), given)).toBeNull();
    for (const mark of ['left', 'right'] as const) {
      const data = altered((copy) => void drawMark({ frame: 1, rect: given.rect, canvas: given.rect, data: copy }, mark));
      expect(checkEnhanced(data, given)).toBeNull();
      expect(lensMarks(width)[mark].width).toBeGreaterThan(0);
    }
  });

  it.each([
    ['another size', given.data.subarray(2), /size/],
    ['unchanged', given.data, /nothing/],
    ['blank', altered((data) => data.fill(16, 0, pixels)), /blank/],
    ['another outline', altered((data) => data.fill(255, (pixels * 3) / 2, (pixels * 3) / 2 + width)), /outline/],
    ['a halo', altered((data) => data.fill(90, 0, 4)), /outside/],
    [
      'inverted',
      altered((data) => data.forEach((y, at) => (at < pixels && (data[(pixels * 3) / 2 + at] ?? 0) > 0 ? (data[at] = 251 - y) : 0))),
      /another picture/,
    ],
  ])('is refused when it is %s', (_what, data, words) => expect(checkEnhanced(data, given)?.en).toMatch(words));
});

describe('the signature of an enhancer', () => {
  const signature = { kind: 'enhance', width: 640, height: 640, format: 'i420a' } as const;
  it('must take the pictures on air as they are', () => {
    expect(compareSignatures(signature, undefined, { width: 640, height: 640 })).toBeNull();
    expect(compareSignatures(signature, undefined, { width: 720, height: 720 })?.en).toMatch(/640x640.*720x720/);
    expect(compareSignatures({ ...signature, format: 'rgba' }, undefined)?.en).toMatch(/rgba/);
    expect(compareSignatures(signature, { ...signature, width: 800 })?.en).toMatch(/800x640/);
  });
});
