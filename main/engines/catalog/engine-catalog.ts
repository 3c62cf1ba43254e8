/** Which of the known engines are there: an optional one counts only when its entry was built. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineManifest } from '../contract/manifest.ts';
import { engineManifests } from './manifests.ts';

export { engineManifests } from './manifests.ts';

export function availableEngines(entriesDir: string): readonly EngineManifest[] {
  return engineManifests.filter((manifest) => !manifest.optional || existsSync(join(entriesDir, `${manifest.entry}.js`)));
}

export function findEngine(id: string): EngineManifest | undefined {
  return engineManifests.find((manifest) => manifest.id === id);
}
