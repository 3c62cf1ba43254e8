/** `node scripts/portrait/draw-cast.mjs`: renders the shipped portraits into resources/portraits: `juno` (DiceBear lorelei, CC0) and `yun` (painted by this project). */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createAvatar } from '@dicebear/core';
import * as lorelei from '@dicebear/lorelei';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { paintYun } from './paint-yun.mjs';

const size = 1024;
const folder = path.join(import.meta.dirname, '../../resources/portraits');
const svg = createAvatar(lorelei, {
  seed: 'Juno',
  size,
  mouth: ['happy01'],
  glassesProbability: 0,
  beardProbability: 0,
  skinColor: ['f6d3bd'],
  hairColor: ['3b2a4a'],
  eyesColor: ['2b1c38'],
  eyebrowsColor: ['2b1c38'],
  mouthColor: ['7a2f3a'],
  noseColor: ['8a4a44'],
}).toString();
const juno = createCanvas(size, size);
juno.getContext('2d').drawImage(await loadImage(Buffer.from(svg)), 0, 0, size, size);
writeFileSync(path.join(folder, 'juno.png'), juno.toBuffer('image/png'));
const yun = createCanvas(size, size);
paintYun(yun.getContext('2d'));
writeFileSync(path.join(folder, 'yun.png'), yun.toBuffer('image/png'));
