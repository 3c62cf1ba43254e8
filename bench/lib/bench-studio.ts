/** A studio under plain Node for a bench: folders of its own, free ports, no log. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createStudio, type Studio } from '../../main/app/create-studio.ts';
import type { StudioConfig } from '../../main/app/studio-config.ts';
import { silentLogger } from '../../main/kernel/logger.ts';
import { createNodeForkAdapter } from '../../main/processes/adapters/node-fork.ts';
import { createRedactor } from '../../main/telemetry/redactor.ts';

export async function withBenchStudio<T>(config: StudioConfig, body: (studio: Studio, dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'vanchor-bench-'));
  const studio = await createStudio({
    adapter: createNodeForkAdapter(),
    entriesDir: path.resolve('dist/main/children'),
    resourcesDir: path.resolve('resources'),
    dataDir,
    recordingsDir: dataDir,
    logger: silentLogger,
    redactor: createRedactor(),
    config: { ...config, rtmpPort: 0, httpPort: 0 },
  });
  try {
    return await body(studio, dataDir);
  } finally {
    await studio.dispose();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
