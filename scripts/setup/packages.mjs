/** Step: node_modules as the lock file says. Install scripts stay off; what they would do is done by the other steps, where it can fail in words. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { at, rootDir } from './paths.mjs';
import { runQuietly, SetupError } from './step.mjs';

const stampFile = at('node_modules/.vanchor-lock');

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .update(process.version.split('.')[0])
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

export async function installPackages() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 18)) {
    throw new SetupError(
      `Vanchor Studio needs Node 20.18 or newer; this is ${process.version}. Install it from https://nodejs.org and run the command again.`,
    );
  }
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockHash()) return 'already there';
  await runQuietly('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: rootDir });
  for (const file of [`@ffmpeg-installer/${process.platform}-${process.arch}/ffmpeg`]) {
    if (existsSync(at('node_modules', file))) chmodSync(at('node_modules', file), 0o755);
  }
  dropOtherSystems();
  writeFileSync(stampFile, lockHash());
  return 'installed';
}
