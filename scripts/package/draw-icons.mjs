#!/usr/bin/env node
/**
 * `node scripts/package/draw-icons.mjs`: every icon of the app from two drawings, resources/icons/icon.svg and, for 32 pixels and less,
 * icon-small.svg. Writes build/icons (Linux, .ico, .icns) and the window's own resources/icons/icon.png. Run it after a change of a drawing.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { at } from '../setup/paths.mjs';
import { buildIcns, buildIco } from './icon-files.mjs';

/** macOS keeps this much of an icon's square empty on each side, as its own icons do; the drawing itself leaves 16 of 512. */
const macInset = 100 / 1024 - 16 / 512;
/** Up to this size the detailed drawing is mud. */
const smallUpTo = 32;

const folder = at('build/icons');
const drawings = {
  full: readFileSync(at('resources/icons/icon.svg')),
  small: readFileSync(at('resources/icons/icon-small.svg')),
};

/** @param {number} size pixels a side @param {number} [inset] share of the side left empty all round */
async function draw(size, inset = 0) {
  const image = await loadImage(size <= smallUpTo ? drawings.small : drawings.full);
  // drawn large and made small in one step: the renderer of the drawing has no fine edges of its own at 16 pixels
  const scale = Math.max(1, Math.ceil(256 / size));
  const large = createCanvas(size * scale, size * scale);
  const margin = inset * size * scale;
  large.getContext('2d').drawImage(image, margin, margin, size * scale - 2 * margin, size * scale - 2 * margin);
  if (scale === 1) return large.encode('png');
  const canvas = createCanvas(size, size);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(large, 0, 0, size, size);
  return canvas.encode('png');
}

mkdirSync(folder, { recursive: true });
for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) writeFileSync(path.join(folder, `${size}x${size}.png`), await draw(size));
writeFileSync(at('resources/icons/icon.png'), await draw(512));

const forWindows = [16, 20, 24, 32, 40, 48, 64, 256];
writeFileSync(
  path.join(folder, 'icon.ico'),
  buildIco(await Promise.all(forWindows.map(async (size) => ({ size, png: await draw(size) })))),
);

/** Apple's names of the sizes; the @2x ones hold the same pixels as the next size. */
const forMac = { icp4: 16, icp5: 32, icp6: 64, ic07: 128, ic08: 256, ic09: 512, ic10: 1024, ic11: 32, ic12: 64, ic13: 256, ic14: 512 };
writeFileSync(
  path.join(folder, 'icon.icns'),
  buildIcns(
    await Promise.all(
      Object.entries(forMac).map(async ([type, size]) => ({ type, png: await draw(size, size <= smallUpTo ? 1 / 16 : macInset) })),
    ),
  ),
);
console.log(`icons: ${folder}`);
