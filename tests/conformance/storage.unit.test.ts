/** Storage over the driver that every Node may load, and which one a process may load at all. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { driverNameFor } from '../../main/storage/driver/choose-driver.ts';
import { photostructure } from '../../main/storage/driver/photostructure.ts';
import { storageScenarios } from './storage-scenarios.ts';

describe('storage conformance: photostructure', () => {
  const driver = photostructure(createRequire(import.meta.url));
  it.each(storageScenarios.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) => {
    const dir = mkdtempSync(path.join(tmpdir(), 'storage-'));
    try {
      scenario.run({ driver, dir });
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});

describe('the choice of a driver', () => {
  it.each([
    ['8', 'photostructure'],
    ['9', 'photostructure'],
    ['10', 'better-sqlite3'],
    ['12', 'better-sqlite3'],
    [undefined, 'photostructure'],
  ])('with Node-API %s is %s', (nodeApi, name) => expect(driverNameFor(nodeApi)).toBe(name));
});
