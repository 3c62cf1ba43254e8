import { describe, expect, it } from 'vitest';
import { isVideoPreset, videoPresetNames } from '../../../main/contract/media.ts';
import {
  pictureSizes,
  presetOf,
  readFormat,
  shapeOf,
  shapes,
  sizeOf,
  usualFormat,
} from '../../../renderer/studio/features/on-air/show-format.ts';

describe('the format of a show', () => {
  it('is a preset for every shape and size, and each preset is its own', () => {
    for (const shape of shapes)
      for (const size of pictureSizes) {
        const preset = presetOf(shape, size);
        expect(isVideoPreset(preset)).toBe(true);
        expect(shapeOf(preset)).toBe(shape);
      }
    for (const name of videoPresetNames) expect(presetOf(shapeOf(name), sizeOf(name))).toBe(name);
  });

  it('is read back as it was kept, and the usual one where that is no format', () => {
    const kept = { preset: '1080p-vertical', fps: 60, encoder: 'x264' } as const;
    expect(readFormat(JSON.stringify(kept))).toEqual(kept);
    for (const bad of [null, '', '[]', 'null', '{"preset":"8k","fps":31,"encoder":"magic"}', '{"fps":"30"}'])
      expect(readFormat(bad)).toEqual(usualFormat);
  });
});
