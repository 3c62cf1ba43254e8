/** What every part of a studio stands on, opened in the order in which it is needed: state and events, secrets, what is kept on disk. Decides nothing. */
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { videoPresets } from '../contract/media.ts';
import { videoKbpsFor } from '../contract/video-encoders.ts';
import { systemClock, type Clock } from '../kernel/clock.ts';
import { noCipher } from '../secrets/cipher.ts';
import { createSecretStore } from '../secrets/create-secret-store.ts';
import { openStorage, type Storage } from '../storage/open-storage.ts';
import { createSecretCache, type SecretCache } from './secret-cache.ts';
import { createShowLog, type ShowLog } from './show-log.ts';
import { defaultConfig, type StudioConfig } from './studio-config.ts';
import { createStudioEvents, type StudioEvents } from './studio-events.ts';
import type { StudioOptions } from './studio-options.ts';
import { StudioState } from './studio-state.ts';

export interface StudioBase extends Pick<StudioOptions, 'adapter' | 'entriesDir' | 'resourcesDir' | 'dataDir' | 'logger' | 'redactor'> {
  readonly config: StudioConfig;
  readonly clock: Clock;
  readonly state: StudioState;
  readonly showLog: ShowLog;
  readonly events: StudioEvents;
  readonly secrets: SecretCache;
  readonly storage: Storage;
  /** What all engines together may hold. */
  readonly engineMemoryBytes: number;
  /** kbit/s of picture and sound in the usual format, where no platform sets a bound. */
  readonly usualKbps: number;
}

const engineMemoryShare = 0.6;

export async function openStudioBase(options: StudioOptions): Promise<StudioBase> {
  const { adapter, entriesDir, resourcesDir, dataDir, logger, redactor } = options;
  const config = options.config ?? defaultConfig;
  const clock = options.clock ?? systemClock;
  const state = new StudioState();
  const showLog = createShowLog({ nameOf: (id) => state.nameOf(id), logger });
  const events = createStudioEvents({ state, showLog, clock, logger });
  const secrets = createSecretCache(
    createSecretStore({ dir: path.join(dataDir, 'secrets'), cipher: options.cipher ?? noCipher, logger, env: process.env }),
    redactor,
    logger,
  );
  const storage = openStorage({
    dir: dataDir,
    logger,
    now: () => clock.wallNow(),
    onFault: (message) => events.notice('warn', message),
  });
  // an engine that a slot begins with may need its key
  await secrets.ready;
  return {
    adapter,
    entriesDir,
    resourcesDir,
    dataDir,
    logger,
    redactor,
    config,
    clock,
    state,
    showLog,
    events,
    secrets,
    storage,
    engineMemoryBytes: config.engineMemoryBytes ?? os.totalmem() * engineMemoryShare,
    usualKbps: videoKbpsFor(videoPresets['720p'], config.audioBitrateKbps, [], config.videoBitrateKbps) + config.audioBitrateKbps,
  };
}
