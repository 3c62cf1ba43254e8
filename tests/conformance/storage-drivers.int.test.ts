/** The same scenarios over better-sqlite3 in a Node that may load it; files that cross from one driver to the other; a writer that is killed. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
// @ts-expect-error a script without types
import { node24Path } from '../../scripts/setup/node-24.mjs';
import { buildFixture } from '../fixtures/build-fixture.ts';
import { choiceOf, receiptOf, storageScenarios } from './storage-scenarios.ts';

const node24 = (node24Path as () => string | undefined)();
let fixture: string;
let dir: string;
beforeAll(async () => {
  fixture = await buildFixture('storage-conformance');
});
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'storage-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

interface Line {
  readonly name?: string;
  readonly passed?: boolean;
  readonly loaded?: unknown;
  readonly driver?: string;
  readonly notice?: unknown;
  readonly receipts?: unknown;
  readonly choices?: unknown;
}

function run(node: string, ...args: readonly string[]): Line[] {
  const out = execFileSync(node, [fixture, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

/** Only where none is pinned for the system; where one is, its absence is a failure in words. */
describe.runIf(node24 !== undefined)('better-sqlite3', () => {
  const node = node24 ?? '';

  it('is there: the set-up of the tests fetches a Node 24', () =>
    expect(existsSync(node), `${node} is missing: run npm test once with a network`).toBe(true));

  it('passes every scenario, and the other driver is never loaded', () => {
    const lines = run(node, 'all');
    expect(lines.filter(({ passed }) => passed === false)).toEqual([]);
    expect(lines.flatMap(({ name }) => name ?? [])).toEqual(storageScenarios.map(({ name }) => name));
    expect(lines.at(-1)?.loaded).toEqual({ driver: 'better-sqlite3', betterSqlite: true, photostructure: false });
  });

  it.each([
    ['better-sqlite3', node, 'photostructure', process.execPath],
    ['photostructure', process.execPath, 'better-sqlite3', node],
  ])('a file written by %s is read by the other', (_writer, writing, _reader, reading) => {
    const [written] = run(writing, 'write', dir);
    const [read] = run(reading, 'read', dir);
    // under a newer Node this one chooses better-sqlite3, too
    expect(new Set([written?.driver, read?.driver]).size).toBe(Number(process.versions['napi']) >= 10 ? 1 : 2);
    expect(read?.notice).toBeNull();
    expect(read?.receipts).toEqual(Array.from({ length: 50 }, (_, n) => receiptOf(49 - n)));
    expect(read?.choices).toEqual([choiceOf('crossing')]);
  });
});

describe('this Node', () => {
  it.runIf(Number(process.versions['napi']) < 10)('loads its driver, and never better-sqlite3', () => {
    expect(run(process.execPath, 'all').at(-1)?.loaded).toEqual({ driver: 'photostructure', betterSqlite: false, photostructure: true });
  });

  it('loses nothing that was written when it is killed in the middle of writing', async () => {
    const child = spawn(process.execPath, [fixture, 'hammer', dir], { stdio: ['ignore', 'pipe', 'inherit'] });
    let last = -1;
    for await (const line of createInterface({ input: child.stdout })) {
      last = (JSON.parse(line) as { n: number }).n;
      if (last === 200) child.kill('SIGKILL');
    }
    const [read] = run(process.execPath, 'read', dir);
    expect(read?.notice).toBeNull();
    const kept = read?.receipts as ReadonlyArray<{ readonly swapId: string }>;
    expect(Number(kept[0]?.swapId.slice('swap-'.length))).toBeGreaterThanOrEqual(last);
  });
});
