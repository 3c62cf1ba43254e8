/** Installing a pack from a registry that does everything wrong a network can, with real files and, where it matters, a real process that is killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPackStore, type PackState, type PackStore, type PackStoreOptions } from '../../../main/engine-packs/create-pack-store.ts';
import { PackError } from '../../../main/engine-packs/pack-error.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { buildFixture } from '../../fixtures/build-fixture.ts';
import { startRegistry, type TestRegistry } from '../../fixtures/packs/start-registry.ts';
import { publishToyPack, type ToyPack } from '../../fixtures/packs/toy-pack.ts';
import { waitUntil } from '../support/studio-on-air.ts';

let registry: TestRegistry;
let toy: ToyPack;
let dir: string;
const stores: PackStore[] = [];

beforeEach(async () => {
  registry = await startRegistry();
  toy = publishToyPack(registry);
  dir = mkdtempSync(path.join(os.tmpdir(), 'vanchor-packs-'));
});
afterEach(async () => {
  for (const store of stores.splice(0)) await store.dispose();
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

function open(options: Partial<PackStoreOptions> = {}): PackStore {
  const store = createPackStore({
    packsDir: dir,
    packs: [toy.definition],
    logger: silentLogger,
    system: 'test-x64',
    env: { npm_config_registry: `${registry.url}/` },
    retryWaitMs: 1,
    ...options,
  });
  stores.push(store);
  return store;
}

const stateOf = (store: PackStore): PackState => store.states()[0] as PackState;
const version = (): string => path.join(dir, 'toy/1.0.0');
/** Everything below the pack's folder, but of what an interrupted installation goes on with. */
const leftovers = (): string[] =>
  existsSync(path.join(dir, 'toy')) ? readdirSync(path.join(dir, 'toy')).filter((name) => name !== 'downloads') : [];

async function failure(store: PackStore, partId?: string): Promise<PackError> {
  const error = await store.install('toy', partId).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(PackError);
  return error as PackError;
}

/** Nothing of it is seen as installed, and the words are there in both languages. */
function expectNotInstalled(store: PackStore): void {
  expect(store.folder('toy')).toBeUndefined();
  expect(existsSync(version())).toBe(false);
  expect(leftovers()).toEqual([]);
  const { state, message } = stateOf(store);
  expect(state).toBe('failed');
  expect(message?.en).toMatch(/\.$/);
  expect(message?.zh).toMatch(/。$/);
}

describe('a pack', () => {
  it('is installed whole, can be imported, and leaves nothing else behind', async () => {
    const store = open();
    expect(stateOf(store)).toMatchObject({ state: 'absent', downloadBytes: toy.totalBytes, doneBytes: 0 });
    const seen: number[] = [];
    store.onChange(() => stateOf(store).state === 'installing' && seen.push(stateOf(store).doneBytes));
    await store.install('toy');
    expect(stateOf(store)).toMatchObject({ state: 'installed', doneBytes: toy.totalBytes });
    expect(store.folder('toy')).toBe(version());
    expect(seen.length).toBeGreaterThan(5);
    expect(seen.at(-1)).toBe(toy.totalBytes);
    expect(seen.every((bytes, index) => bytes >= (seen[index - 1] ?? 0))).toBe(true);
    const loaded = (await import(pathToFileURL(path.join(version(), toy.lock.entry)).href)) as { toy: boolean };
    expect(loaded.toy).toBe(true);
    expect(existsSync(path.join(version(), 'node_modules/toy/node_modules/helper/index.js'))).toBe(true);
    expect(existsSync(path.join(version(), 'node_modules/@toy/cpu/bin/toy.node'))).toBe(true);
    // what the lock says to leave, and what is for graphics cards
    expect(existsSync(path.join(version(), 'node_modules/toy/sources'))).toBe(false);
    expect(existsSync(path.join(version(), 'node_modules/@toy/gpu'))).toBe(false);
    expect(readdirSync(path.join(dir, 'toy'))).toEqual(['1.0.0']);
    // another start finds it
    expect(stateOf(open()).state).toBe('installed');
    // once more asks nobody for anything
    const asked = registry.requests.length;
    await store.install('toy');
    expect(registry.requests.length).toBe(asked);
  });

  it('gets its further part into the same folder, and the part counts when its last package is there', async () => {
    const store = open();
    await store.install('toy');
    expect(stateOf(store).parts).toMatchObject([{ partId: 'cuda', state: 'absent' }]);
    registry.script('@toy/gpu', { kind: 'status', status: 404 });
    expect((await failure(store, 'cuda')).code).toBe('refused');
    expect(stateOf(store)).toMatchObject({ state: 'installed', parts: [{ state: 'absent' }] });
    await store.install('toy', 'cuda');
    expect(stateOf(store)).toMatchObject({ state: 'installed', parts: [{ state: 'installed' }] });
    expect(existsSync(path.join(version(), 'node_modules/@toy/gpu/bin/gpu.node'))).toBe(true);
    expect(existsSync(path.join(version(), 'node_modules/@toy/gpu-ext/bin/ext.so'))).toBe(true);
  });

  it('takes the place of the version before it', async () => {
    mkdirSync(path.join(dir, 'toy/0.9.0/node_modules'), { recursive: true });
    const store = open();
    expect(stateOf(store).state).toBe('absent');
    await store.install('toy');
    expect(readdirSync(path.join(dir, 'toy'))).toEqual(['1.0.0']);
  });

  it('is removed with everything that was fetched for it', async () => {
    const store = open();
    await expect(store.remove('toy')).rejects.toMatchObject({ code: 'not-installed' });
    await store.install('toy');
    await store.remove('toy');
    expect(stateOf(store)).toMatchObject({ state: 'absent', doneBytes: 0 });
    expect(readdirSync(dir)).toEqual([]);
  });

  it('whose removal was cut off is gone after the next start, unless its process still is at it', async () => {
    const ended = spawn(process.execPath, ['-e', '']);
    await once(ended, 'close');
    // the last two: a name without the random part, as earlier versions wrote it, and one of an earlier life with this number
    const left = [`.gone-toy-01ab-${ended.pid}`, `.gone-toy-${ended.pid}`, `.gone-toy-${process.pid}`];
    const stays = [`.gone-toy-01ab-${process.ppid}`, '.gone-toy', 'other'];
    for (const name of [...left, ...stays]) {
      mkdirSync(path.join(dir, name, '1.0.0'), { recursive: true });
      writeFileSync(path.join(dir, name, '1.0.0/file'), 'x');
    }
    const store = open();
    await waitUntil('the leftovers to be gone', () => left.every((name) => !existsSync(path.join(dir, name))));
    expect(readdirSync(dir).toSorted()).toEqual(stays.toSorted());
    for (const name of stays) expect(existsSync(path.join(dir, name, '1.0.0/file'))).toBe(true);
    // what an earlier life left is not in the way of a removal either
    mkdirSync(path.join(dir, left[2] ?? '', 'full'), { recursive: true });
    await store.install('toy');
    await store.remove('toy');
    expect(existsSync(path.join(dir, 'toy'))).toBe(false);
  });

  it('that the disk does not give away is told in words of removing, and stays', async () => {
    const store = open();
    writeFileSync(path.join(dir, 'toy'), 'no folder');
    await expect(store.remove('toy')).rejects.toMatchObject({
      code: 'cannot-remove',
      message: expect.stringMatching(/could not be removed/),
    });
    expect(readFileSync(path.join(dir, 'toy'), 'utf8')).toBe('no folder');
  });

  it('is not offered to a system that nothing is pinned for, nor under another name', async () => {
    const store = open({ system: 'plan9-mips' });
    expect(store.refusal('toy')?.en).toMatch(/plan9-mips/);
    await expect(store.install('toy')).rejects.toMatchObject({ code: 'no-system' });
    expect(store.refusal('nothing')?.en).toMatch(/no pack called "nothing"/);
  });
});

describe('a network that fails', () => {
  it('in mid-file is asked for the rest alone', async () => {
    registry.script('toy', { kind: 'cut', afterBytes: 100_000 }, { kind: 'cut', afterBytes: 50_000 });
    const store = open();
    await store.install('toy');
    expect(registry.requests.filter(({ path: asked }) => asked.startsWith('/toy/')).map(({ range }) => range)).toEqual([
      undefined,
      expect.stringMatching(/^bytes=\d+-$/),
      expect.stringMatching(/^bytes=\d+-$/),
    ]);
    expect(stateOf(store).state).toBe('installed');
  });

  it('and knows no ranges starts over, and still ends well', async () => {
    registry.script('toy', { kind: 'cut', afterBytes: 100_000 }, { kind: 'no-range' });
    await open().install('toy');
    expect(existsSync(version())).toBe(true);
  });

  it('again and again is given up, in words, and what came serves the next try', async () => {
    registry.script(
      'toy',
      { kind: 'cut', afterBytes: 100_000 },
      ...Array.from({ length: 8 }, () => ({ kind: 'cut', afterBytes: 0 }) as const),
    );
    const store = open();
    expect((await failure(store)).code).toBe('cut-off');
    expectNotInstalled(store);
    expect(stateOf(store).doneBytes).toBeGreaterThan(0);
    registry.script('toy');
    await store.install('toy');
    expect(registry.requests.findLast(({ path: asked }) => asked.startsWith('/toy/'))?.range).toMatch(/^bytes=\d+-$/);
    expect(stateOf(store)).toMatchObject({ state: 'installed' });
    expect(stateOf(store).message).toBeUndefined();
  });

  it('by silence is given up after its time', async () => {
    registry.script('toy', ...Array.from({ length: 8 }, () => ({ kind: 'silence', afterBytes: 0 }) as const));
    const store = open({ idleTimeoutMs: 100 });
    expect((await failure(store)).code).toBe('cut-off');
    expectNotInstalled(store);
  });

  it.each([404, 401, 503])('by answering %i is told with the number', async (status) => {
    registry.script('@toy/cpu', ...Array.from({ length: 8 }, () => ({ kind: 'status', status }) as const));
    const store = open();
    const error = await failure(store);
    expect(error).toMatchObject({ code: 'refused', message: expect.stringContaining(`@toy/cpu 1.0.0 (${status})`) });
    expectNotInstalled(store);
  });

  it('by not being there is told with the host', async () => {
    const store = open({ env: { npm_config_registry: 'http://127.0.0.1:1/' } });
    expect(await failure(store)).toMatchObject({ code: 'offline', message: expect.stringMatching(/127\.0\.0\.1:1 cannot be reached/) });
    expectNotInstalled(store);
  });

  it('by sending elsewhere is followed', async () => {
    registry.script('toy', { kind: 'redirect' });
    await open().install('toy');
    expect(existsSync(version())).toBe(true);
  });
});

describe('bytes that are not the pinned ones', () => {
  it('are never unpacked', async () => {
    registry.script('toy', { kind: 'wrong-bytes' });
    const store = open();
    expect(await failure(store)).toMatchObject({ code: 'wrong-bytes' });
    expectNotInstalled(store);
    await store.install('toy');
    expect(stateOf(store).state).toBe('installed');
  });

  it('nor are more of them than there should be', async () => {
    registry.script('toy', { kind: 'too-much' });
    expect(await failure(open())).toMatchObject({ code: 'wrong-bytes' });
  });

  it('hold nothing up, however often: the downloads beside them end as well', async () => {
    for (let time = 0; time < 40; time += 1) {
      registry.script('toy', { kind: 'too-much' });
      const store = open();
      expect(await failure(store)).toMatchObject({ code: 'wrong-bytes' });
      await store.dispose();
      rmSync(path.join(dir, 'toy'), { recursive: true, force: true });
    }
  });

  it('left by someone in the folder are fetched anew', async () => {
    mkdirSync(path.join(dir, 'toy/downloads'), { recursive: true });
    writeFileSync(path.join(dir, 'toy/downloads/toy-1.0.0.tgz.part'), Buffer.alloc(1000, 7));
    const whole = path.join(dir, 'toy/downloads/@toy+cpu-1.0.0.tgz');
    writeFileSync(whole, Buffer.alloc(toy.lock.parts[0]?.packages[0]?.bytes ?? 0, 7));
    await open().install('toy');
    expect(existsSync(version())).toBe(true);
  });

  it.each([
    ['climbs out of its folder', { name: 'package/../../../../evil.txt', data: 'x' }],
    ['names a place of its own', { name: '/tmp/vanchor-evil.txt', data: 'x' }],
    ['climbs out with backslashes', { name: 'package\\..\\..\\evil.txt', data: 'x' }],
    ['is a link', { name: 'package/link', type: 'symlink', linkTo: '/etc' }],
    ['is a hard link', { name: 'package/link', type: 'hardlink', linkTo: '/etc/hostname' }],
    ['is a device', { name: 'package/device', type: 'device' }],
  ] as const)('though pinned, are refused when a file %s', async (_what, entry) => {
    toy = publishToyPack(registry, [entry, { name: 'package/after.txt', data: 'x' }]);
    const store = open();
    expect(await failure(store)).toMatchObject({ code: 'bad-archive' });
    expectNotInstalled(store);
    expect(existsSync(path.join(dir, 'evil.txt'))).toBe(false);
    expect(existsSync('/tmp/vanchor-evil.txt')).toBe(false);
    expect(readdirSync(dir)).toEqual(['toy']);
  });
});

describe('a disk', () => {
  it('with too little room is told before anything is fetched, with the numbers', async () => {
    const store = open({ freeBytes: () => Promise.resolve(1000) });
    expect(await failure(store)).toMatchObject({ code: 'disk-full', message: expect.stringMatching(/needs \d+ MB, 1 MB are free/) });
    expect(registry.requests).toEqual([]);
    expectNotInstalled(store);
  });

  it.runIf(process.platform === 'linux')('that fills up meanwhile is told, too', async () => {
    mkdirSync(path.join(dir, 'toy/downloads'), { recursive: true });
    // whatever is written there finds no space
    symlinkSync('/dev/full', path.join(dir, 'toy/downloads/toy-1.0.0.tgz.part'));
    const store = open();
    expect(await failure(store)).toMatchObject({ code: 'disk-full' });
    expectNotInstalled(store);
  });

  it('with a file where the folder should be is told', async () => {
    writeFileSync(path.join(dir, 'toy'), 'in the way');
    expect(await failure(open())).toMatchObject({ code: 'cannot-write' });
  });
});

describe('an installation', () => {
  it('is cancelled at once, keeps what came, and goes on from there', async () => {
    registry.script('toy', { kind: 'silence', afterBytes: 100_000 });
    const store = open();
    const installing = store.install('toy');
    installing.catch(() => {});
    await registry.untilSent('toy');
    await waitUntil('the bytes to be written', () => stateOf(store).doneBytes > 100_000);
    expect(store.refusal('toy')?.en).toMatch(/being installed already/);
    expect(store.cancel('toy')).toBe(true);
    await expect(installing).rejects.toMatchObject({ name: 'AbortError' });
    expect(stateOf(store)).toMatchObject({ state: 'absent' });
    expect(stateOf(store).doneBytes).toBeGreaterThanOrEqual(100_000);
    expect(leftovers()).toEqual([]);
    expect(store.cancel('toy')).toBe(false);
    await store.install('toy');
    expect(registry.requests.at(-1)?.range).toMatch(/^bytes=\d+-$/);
    expect(stateOf(store).state).toBe('installed');
  });

  it('goes on after kill -9, and half of it was never taken for a pack', async () => {
    const script = await buildFixture('packs/install-child');
    const run = () =>
      spawn(process.execPath, [script], {
        env: { ...process.env, TOY_PACK: JSON.stringify(toy.definition), TOY_DIR: dir, npm_config_registry: registry.url },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
    registry.script('toy', { kind: 'silence', afterBytes: 150_000 });
    const killed = run();
    let lines = '';
    killed.stdout.setEncoding('utf8').on('data', (text: string) => (lines += text));
    await waitUntil('most of it to be there', () => Number(/installing (\d+)\n$/.exec(lines)?.[1] ?? 0) > 300_000);
    killed.kill('SIGKILL');
    await once(killed, 'close');
    expect(existsSync(version())).toBe(false);
    expect(existsSync(path.join(dir, 'toy/.installing'))).toBe(true);
    expect(stateOf(open()).state).toBe('absent');
    const asked = registry.requests.length;

    const again = run();
    again.stdout.resume();
    const [code] = (await once(again, 'close')) as [number];
    expect(code).toBe(0);
    // only the rest of the one file was fetched
    expect(registry.requests.slice(asked)).toEqual([{ path: '/toy/-/toy-1.0.0.tgz', range: expect.stringMatching(/^bytes=\d+-$/) }]);
    expect(stateOf(open()).state).toBe('installed');
    expect(readdirSync(path.join(dir, 'toy'))).toEqual(['1.0.0']);
  });

  it('interrupted while it unpacks is begun anew: what lies beside is not built upon', async () => {
    mkdirSync(path.join(dir, 'toy/.beside/node_modules/toy/dist'), { recursive: true });
    writeFileSync(path.join(dir, 'toy/.beside/node_modules/toy/dist/old.js'), 'half');
    const store = open();
    expect(stateOf(store).state).toBe('absent');
    await store.install('toy');
    expect(existsSync(path.join(version(), 'node_modules/toy/dist/old.js'))).toBe(false);
    expect(readFileSync(path.join(version(), toy.lock.entry), 'utf8')).toContain('toy = true');
  });

  it('of another process is waited for, not disturbed', async () => {
    mkdirSync(path.join(dir, 'toy'), { recursive: true });
    writeFileSync(path.join(dir, 'toy/.installing'), String(process.ppid));
    const store = open();
    expect(await failure(store)).toMatchObject({ code: 'busy' });
    await expect(store.remove('toy')).rejects.toMatchObject({ code: 'busy' });
    expect(registry.requests).toEqual([]);
  });
});
