/** The secrets at hand: what is deleted is gone, unless the environment gives it, which is not ours to take away. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSecretCache } from '../../../main/app/secret-cache.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { noCipher } from '../../../main/secrets/cipher.ts';
import { createSecretStore } from '../../../main/secrets/create-secret-store.ts';
import { createRedactor } from '../../../main/telemetry/redactor.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'vanchor-secrets-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it('deletes what it keeps, and keeps what the environment gives', async () => {
  const env = { VANCHOR_SECRET_OPENAI: 'sk-of-the-environment' };
  const cache = createSecretCache(createSecretStore({ dir, cipher: noCipher, logger: silentLogger, env }), createRedactor(), silentLogger);
  await cache.ready;
  await cache.set('mine', 'sk-mine', 'this-run');
  await cache.delete('mine');
  await cache.delete('openai');
  expect([cache.get('mine'), cache.get('openai')]).toEqual([undefined, 'sk-of-the-environment']);
});
