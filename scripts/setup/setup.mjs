/** Everything between an empty clone and a built app, in order. Each step finds out by itself whether it has anything to do. */
import { buildApp } from './build-app.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { ensureTestPack } from './engine-pack.mjs';
import { ensureFfmpeg } from './ffmpeg.mjs';
import { ensureNode24 } from './node-24.mjs';
import { installPackages } from './packages.mjs';
import { step } from './step.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

/** @param {{ forTests?: boolean, electron?: boolean }} [options] */
export async function setUp({ forTests = false, electron = true } = {}) {
  await step('packages (npm ci)', installPackages);
  if (electron) {
    await step('Electron runtime', ensureElectron);
    await step('system libraries', () => ensureSystemLibraries({ forTests }));
  }
  await step('ffmpeg', ensureFfmpeg);
  await step('build', buildApp);
  if (!forTests) return;
  await step('llama.cpp pack (for tests)', ensureTestPack);
  await step('Node 24 (for tests)', ensureNode24);
}
