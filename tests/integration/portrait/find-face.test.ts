/** The face finder as it is built: real models in a real process, on the shipped pictures; markers by hand win, found ones are kept. */
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createCanvas, loadImage, type Canvas } from '@napi-rs/canvas';
import { afterAll, describe, expect, it } from 'vitest';
import { portraitMarkers, type PortraitMarkers } from '../../../main/app/portrait-markers.ts';
import { defaultConfig } from '../../../main/app/studio-config.ts';
import { withPortrait } from '../../../main/cli/portrait-slot.ts';
import { systemClock } from '../../../main/kernel/clock.ts';
import { readLandmarks } from '../../../main/portraits/pictures/read-landmarks.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import { createLogger } from '../../../main/telemetry/create-logger.ts';
import { createRedactor } from '../../../main/telemetry/redactor.ts';
import { rootDir } from '../support/studio-on-air.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'find-face-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const shipped = (name: string): string => path.join(rootDir, 'resources/portraits', name);

const ask = (picture: string, markers?: string): Promise<PortraitMarkers> =>
  portraitMarkers(
    {
      adapter: createNodeForkAdapter(),
      entriesDir: path.join(rootDir, 'dist/main/children'),
      dataDir: path.join(folder, 'data'),
      clock: systemClock,
      logger: createLogger({ redactor: createRedactor(), level: 'error', sink: () => {} }),
    },
    picture,
    markers,
  );
const save = (name: string, canvas: Canvas): string => {
  const file = path.join(folder, name);
  writeFileSync(file, canvas.toBuffer('image/png'));
  return file;
};
const codes = ({ findings }: PortraitMarkers): string[] => findings.map(({ code }) => code);

describe('the face finder', () => {
  it.each(['yun', 'juno'])('finds the face of %s close to where a person set it', async (name) => {
    const picture = path.join(folder, `${name}.png`);
    copyFileSync(shipped(`${name}.png`), picture);
    const found = await ask(picture);
    expect(found.origin).toBe('found');
    expect(codes(found)).toEqual([]);
    const [markers, byHand] = await Promise.all([readLandmarks(found.landmarksPath), readLandmarks(shipped(`${name}.png.landmarks.json`))]);
    const middle = ({ mouth }: typeof markers): [number, number] => {
      const [left, right] = [mouth.upperOuter[0], mouth.upperOuter.at(-1)];
      return [((left?.[0] ?? 0) + (right?.[0] ?? 0)) / 2, ((left?.[1] ?? 0) + (right?.[1] ?? 0)) / 2];
    };
    const [a, b] = [middle(markers), middle(byHand)];
    expect(Math.hypot(a[0] - b[0], a[1] - b[1])).toBeLessThan(0.035);
    // a mouth that is one stroke is known as one
    const thickness = ({ mouth }: typeof markers): number => (mouth.lowerOuter[4]?.[1] ?? 0) - (mouth.upperOuter[4]?.[1] ?? 0);
    if (name === 'juno') expect(thickness(markers)).toBeLessThan(0.015);
    else expect(thickness(markers)).toBeGreaterThan(0.03);
    for (const [n, eye] of byHand.eyes.entries()) {
      const wide = (lids: typeof eye | undefined): number => (lids?.upper.at(-1)?.[0] ?? 0) - (lids?.upper[0]?.[0] ?? 0);
      expect(wide(markers.eyes[n]) / wide(eye)).toBeGreaterThan(name === 'juno' ? 0.75 : 0.5);
    }
    // asked again, nothing is looked for
    expect(await ask(picture)).toMatchObject({ origin: 'kept', landmarksPath: found.landmarksPath });
  });

  it('says when there are two, and when there is none', async () => {
    const yun = await loadImage(shipped('yun.png'));
    const two = createCanvas(1600, 800);
    const ink = two.getContext('2d');
    ink.drawImage(yun, 0, 0, 800, 800);
    ink.drawImage(yun, 800, 0, 800, 800);
    expect(codes(await ask(save('two.png', two)))).toContain('several');
    const empty = createCanvas(640, 480);
    empty.getContext('2d').fillRect(100, 100, 200, 50);
    const none = await ask(save('none.png', empty));
    expect(codes(none)).toEqual(['none']);
    expect(await readLandmarks(none.landmarksPath)).toMatchObject({ source: 'guess', confidence: 0 });
  });

  it('fills the face slot of the command line, and prints what is to be said', async () => {
    const yun = await loadImage(shipped('yun.png'));
    const two = createCanvas(1600, 800);
    const ink = two.getContext('2d');
    for (const x of [0, 800]) ink.drawImage(yun, x, 0, 800, 800);
    const picture = save('pair.png', two);
    const printed: string[] = [];
    const slots = await withPortrait(defaultConfig.slots, picture, undefined, {
      entriesDir: path.join(rootDir, 'dist/main/children'),
      dataDir: path.join(folder, 'data'),
      logger: createLogger({ redactor: createRedactor(), level: 'error', sink: () => {} }),
      print: (line) => printed.push(line),
    });
    expect(printed.join('')).toMatch(/several faces.*多张人脸/);
    const face = slots.find(({ slotId }) => slotId === 'face');
    expect(face).toMatchObject({ engineId: 'portrait', options: { picturePath: picture } });
    expect(await readLandmarks(String(face?.options['landmarksPath']))).toMatchObject({ source: 'human' });
    expect(slots.filter(({ slotId }) => slotId !== 'face')).toEqual(defaultConfig.slots.filter(({ slotId }) => slotId !== 'face'));
  });

  it('markers set by hand win; damaged ones and no picture are refused in words', async () => {
    const picture = shipped('yun.png');
    expect(await ask(picture)).toEqual({ landmarksPath: `${picture}.landmarks.json`, origin: 'hand', findings: [] });
    const damaged = path.join(folder, 'damaged.json');
    writeFileSync(damaged, '{');
    await expect(ask(picture, damaged)).rejects.toMatchObject({ words: { zh: /已损坏/ } });
    const text = path.join(folder, 'text.png');
    writeFileSync(text, 'no picture');
    await expect(ask(text)).rejects.toMatchObject({ words: { zh: /不是可用的图片/ } });
    expect(readdirSync(path.join(folder, 'data/portraits')).filter((name) => name.endsWith('.new'))).toEqual([]);
  });
});
