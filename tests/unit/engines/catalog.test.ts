/** The list of engines: unique, complete, in both languages; an optional engine is there only when it was built. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { availableEngines, engineManifests, findEngine } from '../../../main/engines/catalog/engine-catalog.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'catalog-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('names every engine once, with words in both languages', () => {
  expect(new Set(engineManifests.map(({ id }) => id)).size).toBe(engineManifests.length);
  for (const { id, entry, title, summary, license } of engineManifests) {
    expect(entry).toBe(`engine-${id}`);
    for (const words of [title, summary]) {
      expect(words.en).toMatch(/[a-z]/);
      expect(words.zh).toMatch(/\p{Script=Han}/u);
    }
    expect(license).not.toBe('');
  }
});

it('cannot be changed', () => expect(() => Object.assign(engineManifests[0] as object, { id: 'other' })).toThrow(TypeError));

it('leaves out an optional engine whose entry is missing, and nothing else', () => {
  const ids = (): string[] => availableEngines(folder).map(({ id }) => id);
  expect(ids()).not.toContain('espeak');
  expect(ids()).toHaveLength(engineManifests.length - 1);
  writeFileSync(join(folder, 'engine-espeak.js'), '');
  expect(ids()).toContain('espeak');
});

it('finds by id', () => {
  expect(findEngine('flite')?.kind).toBe('tts');
  expect(findEngine('none')).toBeUndefined();
});
