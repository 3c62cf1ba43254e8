/** `npm run bench thumbnails`: the small pictures of the faces that come with the studio, drawn by their engines into resources/thumbnails/. */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { builtInChoices } from '../main/engines/catalog/choices.ts';
import { engineManifests } from '../main/engines/catalog/manifests.ts';
import { posed } from './gallery/cues.ts';
import { openFace } from './gallery/face-client.ts';
import { toRgba } from './gallery/picture.ts';
import { describeMachine, round, type BenchResult } from './lib/bench-result.ts';

const size = { width: 480, height: 480 } as const;
/** Head and shoulders of a half figure; a portrait stands in the whole square. */
const heads = { puppet: { x: 110, y: 20, width: 260, height: 260 }, portrait: { x: 60, y: 60, width: 360, height: 360 } } as const;
const side = 160;

export async function run(): Promise<BenchResult> {
  const outDir = path.resolve('resources/thumbnails');
  mkdirSync(outDir, { recursive: true });
  const faces = builtInChoices.filter(({ engineId }) => engineManifests.find(({ id }) => id === engineId)?.kind === 'face');
  const rows = [];
  for (const choice of faces) {
    const face = await openFace(choice, size, { entriesDir: path.resolve('dist/main/children'), resourcesDir: path.resolve('resources') });
    try {
      const part = choice.engineId === 'puppet' ? heads.puppet : heads.portrait;
      const rgba = toRgba(await face.draw(posed('sil', { emotion: 'happy', intensity: 0.4 })), size, part, [52, 66, 72]);
      const whole = createCanvas(part.width, part.height);
      const data = whole.getContext('2d').createImageData(part.width, part.height);
      data.data.set(rgba);
      whole.getContext('2d').putImageData(data, 0, 0);
      const small = createCanvas(side, side);
      const ink = small.getContext('2d');
      ink.imageSmoothingQuality = 'high';
      ink.drawImage(whole, 0, 0, side, side);
      const file = path.join(outDir, `${choice.choiceId}.webp`);
      writeFileSync(file, await small.encode('webp', 85));
      rows.push({ face: choice.choiceId, kB: round(statSync(file).size / 1024) });
    } finally {
      await face.close();
    }
  }
  return { name: 'thumbnails', machine: describeMachine(), rows, ok: rows.length === faces.length };
}
