/** The parts of engine packs that need no network: which registry, what is pinned, what a system needs of it. */
import { describe, expect, it } from 'vitest';
import { fromRemoval, PackError } from '../../../main/engine-packs/pack-error.ts';
import { packFolders, tarballFile } from '../../../main/engine-packs/pack-folders.ts';
import { planInstall } from '../../../main/engine-packs/install-pack.ts';
import { findPart, sumBytes } from '../../../main/engine-packs/pack-lock.ts';
import { enginePacks } from '../../../main/engine-packs/packs.ts';
import { findRegistry, tarballUrl } from '../../../main/engine-packs/registry.ts';
import { engineManifests } from '../../../main/engines/catalog/engine-catalog.ts';

const nothing = (): string => '';

describe('the registry', () => {
  it('is npm’s own unless someone says otherwise: own variable, npm’s variable, .npmrc', () => {
    const npmrc = (): string => 'cafile=/x\n registry = "https://mirror.example/npm/" \n';
    expect(findRegistry({}, nothing)).toBe('https://registry.npmjs.org');
    expect(findRegistry({}, npmrc)).toBe('https://mirror.example/npm');
    expect(findRegistry({ npm_config_registry: 'http://127.0.0.1:4873/' }, npmrc)).toBe('http://127.0.0.1:4873');
    expect(findRegistry({ VANCHOR_NPM_REGISTRY: 'https://own.example', npm_config_registry: 'https://no.example' }, npmrc)).toBe(
      'https://own.example',
    );
  });

  it('is never something else than a web address', () => {
    for (const value of ['', 'nonsense', 'file:///etc', 'ftp://x.example'])
      expect(findRegistry({ npm_config_registry: value }, nothing)).toBe('https://registry.npmjs.org');
  });

  it('reads the .npmrc that npm is told to read', () => {
    const asked: string[] = [];
    findRegistry({ npm_config_userconfig: '/somewhere/npmrc' }, (file) => {
      asked.push(file);
      return '';
    });
    expect(asked).toEqual(['/somewhere/npmrc']);
  });

  it('has a package with a scope where npm has it', () => {
    const one = { path: '', name: '@node-llama-cpp/linux-x64', version: '3.22.1', integrity: '', bytes: 0, unpackedBytes: 0, license: '' };
    expect(tarballUrl('https://r.example', one)).toBe('https://r.example/@node-llama-cpp/linux-x64/-/linux-x64-3.22.1.tgz');
    const folders = packFolders('/packs', enginePacks[0]?.lock ?? fail());
    expect(tarballFile(folders, one).endsWith('@node-llama-cpp+linux-x64-3.22.1.tgz')).toBe(true);
  });
});

describe('what is pinned', () => {
  const all = enginePacks.flatMap(({ lock }) => [...lock.packages, ...lock.parts.flatMap(({ packages }) => packages)]);

  it('has version, hash and size for each package, once, within the folder, and no address', () => {
    expect(all.length).toBeGreaterThan(50);
    for (const { path, version, integrity, bytes, name } of all) {
      expect(integrity, name).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
      expect(version, name).toMatch(/^\d+\.\d+\.\d+/);
      expect(bytes, name).toBeGreaterThan(0);
      expect(path, name).toMatch(/^(?:\/?node_modules\/(?:@[\w.-]+\/)?[\w-][\w.-]*)+$/);
    }
    for (const { lock } of enginePacks) expect(new Set(lock.packages.map(({ path }) => path)).size).toBe(lock.packages.length);
    expect(JSON.stringify(enginePacks)).not.toMatch(/https?:/);
  });

  it('allows everyone to use it', () => {
    for (const { license, name } of all) expect(['MIT', 'ISC', 'BlueOak-1.0.0', 'Apache-2.0'], name).toContain(license);
  });

  it('holds what the engine’s manifest asks for, and every part has a name', () => {
    for (const { pack } of engineManifests) if (pack !== undefined) expect(enginePacks.map(({ packId }) => packId)).toContain(pack);
    for (const { lock, parts } of enginePacks)
      for (const { partId } of lock.parts) if (partId !== 'cpu') expect(Object.keys(parts)).toContain(partId);
  });

  it('is for the processor unless a graphics card is asked for', () => {
    const { lock, title } = enginePacks[0] ?? fail();
    const folders = packFolders('/nowhere', lock);
    const names = planInstall(lock, folders, 'linux-x64', 'cpu', title).map(({ name }) => name);
    expect(names).toContain('node-llama-cpp');
    expect(names.filter((name) => name.startsWith('@node-llama-cpp/'))).toEqual(['@node-llama-cpp/linux-x64']);
    expect(names).not.toContain('cmake-js');
    const cuda = planInstall(lock, folders, 'linux-x64', 'cuda', title);
    // the package that makes the part count comes last
    expect(cuda.at(-1)?.name).toBe('@node-llama-cpp/linux-x64-cuda');
    expect(sumBytes(cuda)).toBeGreaterThan(sumBytes(findPart(lock, 'linux-x64', 'cuda')?.packages ?? []));
    expect(() => planInstall(lock, folders, 'linux-arm64', 'cuda', title)).toThrow(/linux-arm64, cuda/);
  });
});

describe('a removal that the disk does not let begin', () => {
  const title = { en: 'Toy', zh: '玩具' };
  const toldOf = (error: unknown): unknown => fromRemoval(error, title);

  it('is told in words of its own: what happened, what still works, what to do', () => {
    const told = toldOf(Object.assign(new Error('rename'), { code: 'ENOTEMPTY', syscall: 'rename' })) as PackError;
    expect(told).toMatchObject({ name: 'PackError', code: 'cannot-remove' });
    expect(told.words.en).toMatch(/^“Toy” could not be removed \(ENOTEMPTY\)\. .* works as before\. .* remove it again\.$/);
    expect(told.words.zh).toMatch(/^无法移除“玩具”（ENOTEMPTY）。.*照常。.*重新移除。$/);
    expect(`${told.words.en} ${told.words.zh}`).not.toMatch(/install|安装/);
  });

  it('leaves what is not the disk’s as it is', () => {
    for (const error of [new PackError('busy', { title }), new TypeError('x')]) expect(toldOf(error)).toBe(error);
  });
});

function fail(): never {
  throw new Error('no pack');
}
