/** Which packages are packed: those that the built code names and what they need, from where Node would take them; not those of the window, of tests, or of download scripts. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isLeftOut, licensedPackages, runtimePackages } from '../../../scripts/package/runtime-packages.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'vanchor-packages-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function file(name: string, content: unknown): void {
  const at = path.join(root, name);
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, typeof content === 'string' ? content : JSON.stringify(content));
}
const install = (name: string, manifest: object = {}, below = ''): void =>
  file(`${below}node_modules/${name}/package.json`, { name, version: '1.0.0', license: 'MIT', ...manifest });
const dirs = (): string[] => runtimePackages(root).map(({ dir }) => dir);

function app(dependencies: readonly string[], main: string): void {
  file('package.json', { dependencies: Object.fromEntries(dependencies.map((name) => [name, '1.0.0'])) });
  file('dist/main/index.js', main);
  file('dist/preload/studio.cjs', '');
}

describe('the packages of the packaged app', () => {
  it('are those that main names, whole or with a path, of the app and of its workspaces', () => {
    app(['one', '@two/wasm', 'window-only'], `import "one"; resolve("@two/wasm/a.wasm"); const other = "window-only-not";`);
    file('packages/voice/package.json', { dependencies: { three: '1.0.0' } });
    file('dist/main/children/voice.js', 'require(`three`)');
    for (const name of ['one', '@two/wasm', 'three', 'window-only']) install(name);
    expect(dirs()).toEqual(['node_modules/@two/wasm', 'node_modules/one', 'node_modules/three']);
  });

  it('bring what they need from where Node would take it, and no library of another system', () => {
    app(['one'], `import "one"`);
    install('one', { dependencies: { shared: '2', own: '1' }, optionalDependencies: { 'other-system': '1', here: '1' } });
    install('shared', { version: '1.0.0' });
    install('shared', { version: '2.0.0' }, 'node_modules/one/');
    install('own', { dependencies: { shared: '1' } });
    install('here');
    expect(dirs()).toEqual([
      'node_modules/here',
      'node_modules/one',
      'node_modules/one/node_modules/shared',
      'node_modules/own',
      'node_modules/shared',
    ]);
  });

  it('do not come from what is built for tests and benches', () => {
    app(['bench-only'], '');
    file('dist/main/bench/show.js', 'import "bench-only"');
    install('bench-only');
    expect(dirs()).toEqual([]);
    expect(isLeftOut('dist/main/children/test-child.js')).toBe(true);
    expect(isLeftOut('dist/main/children/outlet.js')).toBe(false);
  });

  // the stand-in for ffmpeg is a shell script
  it.skipIf(process.platform === 'win32')('hold one ffmpeg: the downloaded one where it was had whole', () => {
    app(['ffmpeg-static', '@ffmpeg-installer/ffmpeg'], `find('ffmpeg-static'); find('@ffmpeg-installer/ffmpeg')`);
    install('ffmpeg-static', { dependencies: { progress: '1' } });
    install('progress');
    install('@ffmpeg-installer/ffmpeg');
    expect(dirs()).toEqual(['node_modules/@ffmpeg-installer/ffmpeg']);
    file('node_modules/ffmpeg-static/ffmpeg', 'cut off');
    expect(dirs()).toEqual(['node_modules/@ffmpeg-installer/ffmpeg']);
    file('node_modules/ffmpeg-static/ffmpeg', '#!/bin/sh\n');
    chmodSync(path.join(root, 'node_modules/ffmpeg-static/ffmpeg'), 0o755);
    expect(dirs()).toEqual(['node_modules/ffmpeg-static']);
  });

  it('fail by name when one is not installed', () => {
    app(['one'], `import "one"`);
    install('one', { dependencies: { gone: '1' } });
    expect(() => runtimePackages(root)).toThrow('gone, which node_modules/one needs, is not installed');
  });

  it('are told with their terms, and so is what is bundled into the window', () => {
    app(['one', 'window-only'], `import "one"`);
    install('one', { license: undefined, licenses: [{ type: 'MIT' }, { type: 'ISC' }] });
    install('window-only');
    install('built-in', { license: 'Apache-2.0' });
    const told = licensedPackages(root, ['built-in']).map(({ name, license }) => `${name}: ${license}`);
    expect(told).toEqual(['built-in: Apache-2.0', 'one: MIT OR ISC', 'window-only: MIT']);
  });
});
