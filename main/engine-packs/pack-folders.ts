/** What lies where below the folder of one pack, and what of it counts as installed. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { PackLock, PinnedPackage, PinnedPart } from './pack-lock.ts';

export interface PackFolders {
  readonly root: string;
  /** Of the pinned version: put in place by one rename. */
  readonly version: string;
  /** Finished tarballs and `.part` files. */
  readonly downloads: string;
  /** Where it is unpacked before the rename; what an earlier run left there is waste. */
  readonly beside: string;
  readonly lockFile: string;
}

export function packFolders(packsDir: string, lock: PackLock): PackFolders {
  const root = path.join(packsDir, lock.packId);
  return {
    root,
    version: path.join(root, lock.version),
    downloads: path.join(root, 'downloads'),
    beside: path.join(root, '.beside'),
    lockFile: path.join(root, '.installing'),
  };
}

export function tarballFile(folders: PackFolders, { name, version }: PinnedPackage): string {
  return path.join(folders.downloads, `${name.replace('/', '+')}-${version}.tgz`);
}

export function isInstalled(folders: PackFolders, lock: PackLock): boolean {
  return existsSync(path.join(folders.version, lock.entry));
}

export function hasPart(folders: PackFolders, part: PinnedPart): boolean {
  const last = part.packages.at(-1);
  return last !== undefined && existsSync(path.join(folders.version, last.path, 'package.json'));
}

/** Versions that an earlier app has installed. */
export function otherVersions(folders: PackFolders): readonly string[] {
  if (!existsSync(folders.root)) return [];
  return readdirSync(folders.root)
    .filter((name) => /^\d/.test(name) && name !== path.basename(folders.version))
    .map((name) => path.join(folders.root, name));
}
