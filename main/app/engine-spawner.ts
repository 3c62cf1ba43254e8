/** Makes an engine instance out of a choice: files found, secrets put in, the face at the size of the picture. Starts it; keeps nothing. */
import path from 'node:path';
import process from 'node:process';
import { asInstanceId, asShowId, type ShowId } from '../contract/ids.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { EngineManifest } from '../engines/contract/manifest.ts';
import { createEngineInstance } from '../engines/hosting/create-engine-instance.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import type { ProcessAdapter } from '../processes/host/types.ts';

export interface SpawnerOptions {
  readonly adapter: ProcessAdapter;
  readonly entriesDir: string;
  readonly resourcesDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly manifests: ReadonlyMap<string, EngineManifest>;
  /** What an engine needs that no choice contains: keys by their name. */
  readonly secret?: (name: string) => string | undefined;
  /** Folder of an installed engine pack. */
  readonly packDir?: (packId: string) => string | undefined;
}

export interface Spawner {
  /** Throws RangeError when the engine is not part of this build. `beside`: it loads at a lower priority. */
  spawn(choice: EngineChoice, how: 'at-start' | 'beside', faceSize: { readonly width: number; readonly height: number }): EngineInstance;
}

/** Engines outlive shows; what is tied to one show comes with each request. */
const standby: ShowId = asShowId('standby');
/**
 * Nearly idle while it loads. Only where the way back is open: a user who is not root may lower a priority on Unix and never raise it again,
 * and a face that stays behind everything else is late for ever.
 */
const besideNice = process.platform === 'win32' || process.getuid?.() === 0 ? 19 : undefined;

export function createSpawner({ adapter, entriesDir, resourcesDir, clock, logger, manifests, secret, packDir }: SpawnerOptions): Spawner {
  let count = 0;
  return {
    spawn(choice, how, { width, height }) {
      const manifest = manifests.get(choice.engineId);
      if (!manifest) throw new RangeError(`the engine '${choice.engineId}' is not part of this build`);
      count += 1;
      const options =
        manifest.kind === 'face'
          ? { ...choice.options, width, height }
          : withPack(withSecret(resolveFiles(choice.options, resourcesDir), secret), manifest, packDir);
      const instanceId = asInstanceId(`${manifest.id}-${count}`);
      return createEngineInstance({
        adapter,
        manifest,
        spec: { showId: standby, instanceId, engineId: manifest.id, options, resourcesDir },
        entriesDir,
        clock,
        logger,
        ...(how === 'beside' && besideNice !== undefined ? { loadNice: besideNice } : {}),
      });
    },
  };
}

/** Files named in options are relative to the shipped resources unless absolute. */
function resolveFiles(options: Readonly<Record<string, unknown>>, resourcesDir: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      name.endsWith('Path') && typeof value === 'string' ? path.resolve(resourcesDir, value) : value,
    ]),
  );
}

/** A key that is not known is left to the engine to miss, in its own words. */
function withSecret(options: Record<string, unknown>, secret: SpawnerOptions['secret']): Record<string, unknown> {
  const name = options['keyName'];
  const value = typeof name === 'string' ? secret?.(name) : undefined;
  return value === undefined ? options : { ...options, apiKey: value };
}

/** The folder comes from here alone: a choice must not name a program to load. */
function withPack(
  { packDir: _named, ...options }: Record<string, unknown>,
  { pack }: EngineManifest,
  packDir: SpawnerOptions['packDir'],
): Record<string, unknown> {
  const folder = pack === undefined ? undefined : packDir?.(pack);
  return folder === undefined ? options : { ...options, packDir: folder };
}
