/**
 * Where tarballs come from. A packaged app has no npm, so its rules are followed the simple way: the environment, then the user's .npmrc, then
 * npm's own registry. Only the address is read: no tokens, no scopes. What is fetched is judged by its integrity, wherever it comes from.
 */
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { PinnedPackage } from './pack-lock.ts';

const defaultRegistry = 'https://registry.npmjs.org';

/** Without a slash at its end. A value that is no http(s) address is passed over. */
export function findRegistry(env: Readonly<Record<string, string | undefined>>, readText: (file: string) => string = readIfThere): string {
  const npmrc = env['npm_config_userconfig'] ?? env['NPM_CONFIG_USERCONFIG'] ?? path.join(os.homedir(), '.npmrc');
  const candidates = [
    env['VANCHOR_NPM_REGISTRY'],
    env['npm_config_registry'],
    env['NPM_CONFIG_REGISTRY'],
    /^\s*registry\s*=\s*(.+?)\s*$/m.exec(readText(npmrc))?.[1]?.replace(/^["']|["']$/g, ''),
  ];
  for (const candidate of candidates) {
    if (candidate === undefined || candidate === '' || !URL.canParse(candidate)) continue;
    const url = new URL(candidate);
    if (url.protocol === 'https:' || url.protocol === 'http:') return url.href.replace(/\/+$/, '');
  }
  return defaultRegistry;
}

/** The address that every npm registry serves a tarball at. */
export function tarballUrl(registry: string, { name, version }: PinnedPackage): string {
  return `${registry}/${name}/-/${name.slice(name.lastIndexOf('/') + 1)}-${version}.tgz`;
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
