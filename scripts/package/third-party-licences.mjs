/** The licence texts of everything that ships, in one file: each package with its name, version, terms and the texts that it brings. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { licensedPackages } from './runtime-packages.mjs';

/** Built into our own files from development packages: the face finder, the looking page, the voice gate's model. */
const bundled = [
  '@mediapipe/face_mesh',
  '@mediapipe/selfie_segmentation',
  '@vladmandic/human',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-converter',
  '@tensorflow/tfjs-backend-wasm',
  '@ricky0123/vad-web',
];
const isText = (name) => /^(licen[cs]e|copying|notice|copyright|ofl)/i.test(name) && !/\.(js|json|html)$/i.test(name);

/** @param {string} rootDir @returns {string} */
export function thirdPartyLicences(rootDir) {
  const parts = licensedPackages(rootDir, bundled).map(({ name, version, license, dir }) => {
    const texts = readdirSync(path.join(rootDir, dir), { withFileTypes: true })
      .filter((entry) => entry.isFile() && isText(entry.name))
      .map((entry) => readFileSync(path.join(rootDir, dir, entry.name), 'utf8').trim());
    const body = texts.length > 0 ? texts.join('\n\n') : `The package brings no text of its own; its terms as it states them: ${license}.`;
    return `${name} ${version} (${license})\n${'-'.repeat(72)}\n${body}\n`;
  });
  return `What ships with Vanchor Studio, with the terms of each. Ours: LICENSE, and NOTICE for what runs as a program of its own.\n\n${parts.join('\n\n')}`;
}
