/** Step: node_modules as the lock file says. Install scripts stay off; what they would do is done by the other steps, where it can fail in words. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { missingPackages, thisSystem } from './missing-packages.mjs';
import { at, rootDir } from './paths.mjs';
import { runQuietly, SetupError } from './step.mjs';

const stampFile = at('node_modules/.vanchor-lock');

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .update(process.version.split('.')[0])
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');
}

/** onnxruntime-node brings the libraries of every system in one package, 290 MB; its install script would only add parts for graphics cards. */
function dropOtherSystems() {
  const libraries = 'node_modules/onnxruntime-node/bin/napi-v6';
  for (const system of existsSync(at(libraries)) ? readdirSync(at(libraries)) : [])
    for (const processor of readdirSync(at(libraries, system)))
      if (system !== process.platform || processor !== process.arch)
        rmSync(at(libraries, system, processor), { recursive: true, force: true });
}

/** An optional package whose download failed is none to npm, and what needs it would fail later with less to say. */
function refuseGaps() {
  const { packages } = JSON.parse(readFileSync(at('package-lock.json'), 'utf8'));
  const missing = missingPackages(packages, (dir) => existsSync(at(dir, 'package.json')), thisSystem());
  if (missing.length === 0) return;
  const more = missing.length > 3 ? ` and ${missing.length - 3} more` : '';
  throw new SetupError(
    `npm left out packages that this machine needs: ${missing.slice(0, 3).join(', ')}${more}. A download may have been cut off: run the command again.`,
  );
}

export async function installPackages() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new SetupError(
      `Vanchor Studio needs Node 20.19 or newer; this is ${process.version}. Install it from https://nodejs.org and run the command again.`,
    );
  }
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockHash()) return 'already there';
  // the includes: NODE_ENV=production, or a setting of the user's, leaves kinds of packages out that are all needed here
  const kinds = ['--include=dev', '--include=optional'];
  await runQuietly('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', ...kinds], { cwd: rootDir });
  refuseGaps();
  for (const file of [`@ffmpeg-installer/${process.platform}-${process.arch}/ffmpeg`]) {
    if (existsSync(at('node_modules', file))) chmodSync(at('node_modules', file), 0o755);
  }
  dropOtherSystems();
  writeFileSync(stampFile, lockHash());
  return 'installed';
}
