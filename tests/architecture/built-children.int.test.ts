/** What was built, not what was written: no child process reaches electron, the window, or an engine that is not its own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { rootDir } from './imports.ts';

const distMain = path.join(rootDir, 'dist/main');

/** Every file that the entry loads, chunks included, and the packages they name. */
function packagesOf(entry: string): Set<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file) || !existsSync(file)) return;
    seen.add(file);
    for (const match of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)) {
      const specifier = match[1] ?? '';
      if (specifier.startsWith('.')) visit(path.resolve(path.dirname(file), specifier));
      else packages.add(specifier);
    }
  };
  visit(entry);
  return packages;
}

describe('built children', () => {
  const children = readdirSync(path.join(distMain, 'children')).filter((name) => name.endsWith('.js'));
  it('are there', () => {
    expect(children).toEqual(
      expect.arrayContaining(['programme.js', 'outlet.js', 'media-server.js', 'engine-faq.js', 'engine-flite.js', 'engine-puppet.js']),
    );
  });

  it.each(children)('%s loads neither electron nor the window', (name) => {
    const packages = packagesOf(path.join(distMain, 'children', name));
    expect([...packages].filter((item) => item === 'electron' || item.startsWith('react') || item.startsWith('@mantine'))).toEqual([]);
    if (name !== 'engine-espeak.js') expect([...packages].filter((item) => item.includes('espeak'))).toEqual([]);
  });

  it('loads the command line without electron', () => {
    expect([...packagesOf(path.join(distMain, 'cli.js'))]).not.toContain('electron');
  });
});
