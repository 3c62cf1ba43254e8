/** What was built, not what was written: no child process reaches electron, the window, or an engine that is not its own. */
import { isBuiltin } from 'node:module';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { childEntries } from '../../build/child-entries.ts';
import { runtimePackages } from '../../scripts/package/runtime-packages.mjs';
import { rootDir, sourceFiles } from './imports.ts';

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
  it('are there, all of them', () => {
    expect(children.map((name) => name.slice(0, -'.js'.length)).sort()).toEqual(Object.keys(childEntries(rootDir)).sort());
    // a process that nobody builds is found here
    const written = sourceFiles('main').filter((file) =>
      /^main\/[\w-]+\/child\/index\.ts$|^main\/engines\/entries\/[^/]+\/index\.ts$/.test(file),
    );
    expect(written.length).toBeGreaterThan(20);
    const built = Object.values(childEntries(rootDir)).map((file) => path.relative(rootDir, file).split(path.sep).join('/'));
    expect(written.filter((file) => !built.includes(file))).toEqual([]);
  });

  it.each(children)('%s loads neither electron nor the window', (name) => {
    const packages = packagesOf(path.join(distMain, 'children', name));
    expect([...packages].filter((item) => item === 'electron' || item.startsWith('react') || item.startsWith('@mantine'))).toEqual([]);
    if (name !== 'engine-espeak.js') expect([...packages].filter((item) => item.includes('espeak'))).toEqual([]);
  });

  it('load only packages that a package of the app holds', () => {
    const packed = new Set(['electron', ...runtimePackages(rootDir).map(({ name }) => name)]);
    // `from '…'` also stands in bundled texts
    const isPackage = /^(@[a-z0-9-]+\/)?[a-z0-9][\w.-]*(\/[\w./-]+)?$/;
    const nameOf = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
    const entries = ['index.js', ...children.filter((name) => name !== 'test-child.js').map((name) => `children/${name}`)];
    const missing = entries.flatMap((entry) =>
      [...packagesOf(path.join(distMain, entry))]
        .filter((specifier) => isPackage.test(specifier) && !isBuiltin(specifier) && !packed.has(nameOf(specifier)))
        .map((specifier) => `${entry}: ${specifier}`),
    );
    expect(missing).toEqual([]);
    expect([...packed]).toEqual(expect.arrayContaining(['onnxruntime-node', '@napi-rs/canvas', '@echogarden/espeak-ng-emscripten']));
    expect([...packed]).not.toContain('react');
  });

  it('loads the command line without electron', () => {
    expect([...packagesOf(path.join(distMain, 'cli.js'))]).not.toContain('electron');
  });
});
