/** What the documents for contributors call by its path is there: a file that was moved takes its name along. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { rootDir } from './imports.ts';

const folders = (dir: string): string[] =>
  readdirSync(path.join(rootDir, dir), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => [path.join(dir, name), ...folders(path.join(dir, name))]);
const readmes = folders('main')
  .map((folder) => path.join(folder, 'README.md'))
  .filter((file) => existsSync(path.join(rootDir, file)));

/** `main/app/x.ts`, `x.ts`, `child/x.ts`: sources in backticks. */
function namedIn(document: string): string[] {
  const text = readFileSync(path.join(rootDir, document), 'utf8');
  return [...text.matchAll(/`([\w./-]+\.(?:ts|tsx|mjs))`/g)].map(([, name = '']) => name);
}
const sources = ['main', 'renderer', 'preload', 'packages', 'bench', 'scripts', 'tests', 'build'].flatMap((top) =>
  readdirSync(path.join(rootDir, top), { recursive: true, encoding: 'utf8' })
    .filter((file) => !file.includes('node_modules'))
    .map((file) => `/${path.posix.join(top, file.split(path.sep).join('/'))}`),
);
/** From the root, from the folder of its README, or by the end of its path. */
const isThere = (name: string, from: string): boolean =>
  existsSync(path.join(rootDir, name)) || existsSync(path.join(rootDir, from, name)) || sources.some((file) => file.endsWith(`/${name}`));

describe('files that documents name', () => {
  it('are looked for', () => {
    expect(readmes.length).toBeGreaterThan(20);
    expect(namedIn('ARCHITECTURE.md').length).toBeGreaterThan(30);
  });

  it.each(['ARCHITECTURE.md', 'CONTRIBUTING.md', 'README.md', ...readmes])('%s', (document) => {
    const from = path.dirname(document);
    expect(namedIn(document).filter((name) => !isThere(name, from))).toEqual([]);
  });
});
