/** How a picture is put onto the face's canvas: the crop that a person set, and the person alone. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { afterAll, describe, expect, it } from 'vitest';
import { loadPortrait } from '../../../main/engines/entries/portrait/load-portrait.ts';
import { parsePortraitOptions } from '../../../main/engines/entries/portrait/options.ts';
import { placePortrait } from '../../../main/engines/entries/portrait/place-portrait.ts';
import { guessLandmarks } from '../../../main/portraits/pictures/landmarks.ts';

const resources = path.join(import.meta.dirname, '../../../resources');
const folder = mkdtempSync(path.join(tmpdir(), 'place-portrait-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const place = (changes: Record<string, unknown>) => {
  const parsed = parsePortraitOptions({ picturePath: 'portraits/yun.png', width: 256, height: 256, ...changes }, resources);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return loadPortrait(parsed);
};

describe('a crop', () => {
  it('fills the canvas with its square, wherever the face is in it', async () => {
    const whole = await place({ background: 'keep' });
    const part = await place({ background: 'keep', crop: { x: 0.1, y: 0.2, size: 0.8 } });
    const [x, y] = whole.landmarks.nose.tip;
    // yun.png is square, so its shares are those of the canvas
    expect(part.landmarks.nose.tip[0]).toBeCloseTo(((x / 256 - 0.1) / 0.8) * 256, 3);
    expect(part.landmarks.nose.tip[1]).toBeCloseTo(((y / 256 - 0.2) / 0.8) * 256, 3);
    expect(part.landmarks.face.height).toBeCloseTo(whole.landmarks.face.height / 0.8, 3);
  });

  it('without eyes and mouth in it is refused in words', async () => {
    await expect(place({ crop: { x: 0, y: 0, size: 0.3 } })).rejects.toMatchObject({
      words: { en: expect.stringContaining('crop'), zh: expect.stringContaining('裁剪') },
    });
  });
});

describe('the edge of a picture that has a background', () => {
  it('is faded at its sides, also where it is so wide that it begins far down', () => {
    const picture = createCanvas(1280, 640);
    const ink = picture.getContext('2d');
    ink.fillStyle = '#c9a58c';
    ink.fillRect(0, 0, 1280, 640);
    const parsed = parsePortraitOptions({ picturePath: 'portraits/yun.png' }, resources);
    if ('problem' in parsed) throw new Error(parsed.problem);
    const { rgba, width } = placePortrait(picture, guessLandmarks(2), parsed);
    const alpha = (x: number, y: number): number => rgba[(y * width + x) * 4 + 3] ?? -1;
    expect([alpha(0, 500), alpha(width / 2, 500)]).toEqual([0, 255]);
  });
});

describe('the person alone', () => {
  it('is what the outline holds', async () => {
    const outline = createCanvas(512, 512);
    outline.getContext('2d').fillRect(0, 128, 512, 384);
    const personPath = path.join(folder, 'person.png');
    writeFileSync(personPath, outline.toBuffer('image/png'));
    const { rgba } = await place({ background: 'person', personPath });
    const alpha = (x: number, y: number): number => rgba[(y * 256 + x) * 4 + 3] ?? -1;
    expect([alpha(128, 20), alpha(5, 40), alpha(128, 128)]).toEqual([0, 0, 255]);
  });

  it('without an outline is refused in words, and a lost outline too', async () => {
    expect(() => place({ background: 'person' })).toThrow(/outline/);
    await expect(place({ background: 'person', personPath: path.join(folder, 'none.png') })).rejects.toMatchObject({
      code: 'missing-file',
    });
  });
});
