#!/usr/bin/env node
/**
 * Writes main/engine-packs/locks/<pack>.json: every package that a pack needs at run time, pinned by version and integrity, with its sizes.
 * Run it after raising a version below: `node scripts/lock-pack.mjs llama`. It asks npm for the tree, leaves out what only builds from source,
 * and downloads each tarball once to measure and to check it. A registry without some system's binaries leaves that system's part unpinned:
 * it is named at the end, and the studio refuses it in words. tests/integration/packs loads what was pinned.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { at } from './setup/paths.mjs';
import { runQuietly, runScript, SetupError } from './setup/step.mjs';

const packs = {
  llama: {
    package: 'node-llama-cpp',
    version: '3.22.1',
    /** Compilers and command line: reached from no module that is loaded. */
    leftOut: ['cmake-js', 'node-addon-api', 'yargs', 'validate-npm-package-name'],
    /** Sources of llama.cpp (35 MB) and project templates. */
    leave: { 'node-llama-cpp': ['llama/gitRelease.bundle', 'llama/addon/', 'llama/cmake/', 'templates/'] },
    /** The first part that names a system is its default one. Within a part the last package completes it. */
    parts: [
      { partId: 'cpu', system: 'linux-x64', packages: ['@node-llama-cpp/linux-x64'] },
      { partId: 'cpu', system: 'linux-arm64', packages: ['@node-llama-cpp/linux-arm64'] },
      { partId: 'cpu', system: 'darwin-arm64', packages: ['@node-llama-cpp/mac-arm64-metal'] },
      { partId: 'cpu', system: 'darwin-x64', packages: ['@node-llama-cpp/mac-x64'] },
      { partId: 'cpu', system: 'win32-x64', packages: ['@node-llama-cpp/win-x64'] },
      { partId: 'cpu', system: 'win32-arm64', packages: ['@node-llama-cpp/win-arm64'] },
      { partId: 'vulkan', system: 'linux-x64', packages: ['@node-llama-cpp/linux-x64-vulkan'] },
      { partId: 'vulkan', system: 'win32-x64', packages: ['@node-llama-cpp/win-x64-vulkan'] },
      { partId: 'cuda', system: 'linux-x64', packages: ['@node-llama-cpp/linux-x64-cuda-ext', '@node-llama-cpp/linux-x64-cuda'] },
      { partId: 'cuda', system: 'win32-x64', packages: ['@node-llama-cpp/win-x64-cuda-ext', '@node-llama-cpp/win-x64-cuda'] },
    ],
  },
};

const npm = async (args, cwd) => (await runQuietly('npm', args, { cwd })).stdout.trim();

/** node_modules path -> entry, of what `root` reaches by Node's own look-up. */
function reached(packages, root, leftOut) {
  const found = new Map();
  const visit = (from) => {
    if (found.has(from)) return;
    const entry = packages[from];
    found.set(from, entry);
    for (const name of Object.keys(entry.dependencies ?? {})) {
      if (from === root && leftOut.includes(name)) continue;
      for (let dir = from; ; dir = dir.includes('/node_modules/') ? dir.slice(0, dir.lastIndexOf('/node_modules/')) : '') {
        const there = `${dir === '' ? '' : `${dir}/`}node_modules/${name}`;
        if (packages[there]) {
          visit(there);
          break;
        }
        if (dir === '') throw new SetupError(`${from} needs ${name}, which is not in npm's tree`);
      }
    }
  };
  visit(root);
  return found;
}

const nameOf = (modulePath) => modulePath.slice(modulePath.lastIndexOf('node_modules/') + 'node_modules/'.length);

async function pin(registry, modulePath, { version, integrity, license }, leave) {
  const { Parser } = await import('tar');
  const name = nameOf(modulePath);
  const response = await fetch(`${registry}/${name}/-/${name.split('/').at(-1)}-${version}.tgz`, {
    headers: { 'accept-encoding': 'identity' },
  });
  if (!response.ok || !response.body) throw new SetupError(`${name} ${version}: the registry answers ${response.status}`);
  const hash = createHash('sha512');
  let bytes = 0;
  let unpackedBytes = 0;
  const parser = new Parser();
  parser.on('entry', (entry) => {
    const file = entry.path.slice(entry.path.indexOf('/') + 1);
    if (!leave.some((prefix) => file.startsWith(prefix))) unpackedBytes += entry.size ?? 0;
    entry.resume();
  });
  const counted = new PassThrough();
  counted.on('data', (chunk) => {
    hash.update(chunk);
    bytes += chunk.length;
  });
  await pipeline(Readable.fromWeb(response.body), counted, parser);
  if (`sha512-${hash.digest('base64')}` !== integrity) throw new SetupError(`${name} ${version} is not what the registry says it is`);
  console.log(`  ${name} ${version} ${bytes}`);
  return { path: modulePath, name, version, integrity, bytes, unpackedBytes, license, ...(leave.length > 0 ? { leave } : {}) };
}

async function view(name, version, cwd) {
  try {
    const [integrity, license] = await Promise.all(
      ['dist.integrity', 'license'].map((field) => npm(['view', `${name}@${version}`, field], cwd)),
    );
    return integrity === '' ? undefined : { version, integrity, license };
  } catch {
    return undefined;
  }
}

await runScript(async () => {
  const packId = process.argv[2] ?? '';
  const pack = packs[packId];
  if (!pack) throw new SetupError(`Which pack? One of: ${Object.keys(packs).join(', ')}`);
  const work = mkdtempSync(path.join(os.tmpdir(), 'lock-pack-'));
  try {
    writeFileSync(path.join(work, 'package.json'), JSON.stringify({ private: true, dependencies: { [pack.package]: pack.version } }));
    await npm(['install', '--package-lock-only', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'], work);
    const registry = (await npm(['config', 'get', 'registry'], work)).replace(/\/+$/, '');
    const tree = JSON.parse(readFileSync(path.join(work, 'package-lock.json'), 'utf8')).packages;
    const packages = [];
    for (const [modulePath, entry] of reached(tree, `node_modules/${pack.package}`, pack.leftOut))
      packages.push(await pin(registry, modulePath, entry, pack.leave[nameOf(modulePath)] ?? []));
    packages.sort((a, b) => (a.path < b.path ? -1 : 1));
    const parts = [];
    const unpinned = [];
    for (const { partId, system, packages: names } of pack.parts) {
      const found = await Promise.all(names.map((name) => view(name, pack.version, work)));
      if (found.includes(undefined)) {
        unpinned.push(`${partId} on ${system}`);
        continue;
      }
      const pinned = [];
      for (const [index, name] of names.entries()) pinned.push(await pin(registry, `node_modules/${name}`, found[index], []));
      parts.push({ partId, system, packages: pinned });
    }
    const file = at('main/engine-packs/locks', `${packId}.json`);
    mkdirSync(path.dirname(file), { recursive: true });
    const lock = { packId, version: pack.version, entry: `node_modules/${pack.package}/dist/index.js`, packages, parts };
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
    await runQuietly(process.execPath, [at('node_modules/prettier/bin/prettier.cjs'), '--write', file]);
    console.log(
      `${packages.length} packages, ${parts.length} parts${unpinned.length > 0 ? `; not on this registry, so not pinned: ${unpinned.join(', ')}` : ''}`,
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});
