/** One installation from beginning to end: room, tarballs, unpacked beside, renamed. Interrupted anywhere, it leaves what the next one goes on with. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../kernel/clock.ts';
import type { UserMessage } from '../contract/failure.ts';
import { DownloadFailure, downloadTarball } from './download-tarball.ts';
import { takeInstallLock } from './install-lock.ts';
import { fromDisk, PackError } from './pack-error.ts';
import { hasPart, isInstalled, otherVersions, type PackFolders, tarballFile } from './pack-folders.ts';
import { basePart, findPart, type PackLock, type PinnedPackage, sumBytes, sumUnpacked } from './pack-lock.ts';
import { tarballUrl } from './registry.ts';
import { ArchiveFailure, unpackTarball } from './unpack-tarball.ts';

export interface Installation {
  readonly lock: PackLock;
  readonly title: UserMessage;
  readonly folders: PackFolders;
  /** `${process.platform}-${process.arch}` */
  readonly system: string;
  readonly partId: string;
  readonly registry: string;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly idleTimeoutMs: number;
  readonly retryWaitMs: number;
  /** undefined: not known. */
  readonly freeBytes: (dir: string) => Promise<number | undefined>;
  readonly signal: AbortSignal;
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
}

const downloadsAtOnce = 6;
/** Blocks, folders, and the journal of the disk. */
const roomFactor = 1.1;

/** What is still to be installed for this part: with the pack itself where that is not there. Throws PackError 'no-system'. */
export function planInstall(
  lock: PackLock,
  folders: PackFolders,
  system: string,
  partId: string,
  title: UserMessage,
): readonly PinnedPackage[] {
  const base = findPart(lock, system, basePart);
  const part = findPart(lock, system, partId);
  if (!base || !part) throw new PackError('no-system', { title, what: part ? system : `${system}, ${partId}` });
  const whole = isInstalled(folders, lock) ? [] : [...lock.packages, ...base.packages];
  return part === base || hasPart(folders, part) ? whole : [...whole, ...part.packages];
}

/** Throws PackError, or `signal.reason` when cancelled. */
export async function installPack(installation: Installation): Promise<void> {
  const { folders, title, signal } = installation;
  const packages = planInstall(installation.lock, folders, installation.system, installation.partId, title);
  if (packages.length === 0) return;
  try {
    await mkdir(folders.downloads, { recursive: true });
    const held = takeInstallLock(folders.lockFile);
    if (!held) throw new PackError('busy', { title });
    try {
      await rm(folders.beside, { recursive: true, force: true });
      await checkRoom(packages, installation);
      await downloadAll(packages, installation, () => held.touch());
      signal.throwIfAborted();
      await putInPlace(packages, installation, () => held.touch());
      await tidy(installation);
    } finally {
      held.release();
    }
  } catch (error) {
    signal.throwIfAborted();
    throw fromDisk(error, title);
  }
}

async function checkRoom(packages: readonly PinnedPackage[], { folders, freeBytes, title }: Installation): Promise<void> {
  const missing = packages.filter((one) => !existsSync(tarballFile(folders, one)));
  const neededBytes = Math.ceil((sumBytes(missing) + sumUnpacked(packages)) * roomFactor);
  const free = await freeBytes(folders.root);
  if (free !== undefined && free < neededBytes) throw new PackError('disk-full', { title, neededBytes, freeBytes: free });
}

export async function freeBytesOf(dir: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(dir);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

async function downloadAll(packages: readonly PinnedPackage[], installation: Installation, touch: () => void): Promise<void> {
  const { folders, registry, title, signal, onProgress } = installation;
  const totalBytes = sumBytes(packages);
  const have = new Map<PinnedPackage, number>();
  // the first that fails ends the others
  const abort = new AbortController();
  const onAbort = (): void => abort.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  // large ones first: the small ones fill in beside
  const waiting = packages.toSorted((a, b) => b.bytes - a.bytes);
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const one = next;
      abort.signal.throwIfAborted();
      try {
        await downloadTarball(
          tarballFile(folders, one),
          { url: tarballUrl(registry, one), integrity: one.integrity, bytes: one.bytes },
          {
            ...installation,
            signal: abort.signal,
            onBytes(bytes) {
              touch();
              have.set(one, bytes);
              onProgress(
                Array.from(have.values()).reduce((sum, got) => sum + got, 0),
                totalBytes,
              );
            },
          },
        );
      } catch (error) {
        const told = error instanceof DownloadFailure ? fromFault(error, one, installation) : error;
        abort.abort(told);
        throw told;
      }
    }
  };
  try {
    const ends = await Promise.allSettled(Array.from({ length: downloadsAtOnce }, work));
    signal.throwIfAborted();
    if (ends.some(({ status }) => status === 'rejected')) throw fromDisk(abort.signal.reason, title);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function fromFault(error: DownloadFailure, { name, version }: PinnedPackage, { title, registry }: Installation): PackError {
  const what = `${name} ${version}`;
  const { fault } = error;
  switch (fault.kind) {
    case 'offline':
      return new PackError('offline', { title, what: new URL(registry).host, reason: fault.reason }, { cause: error });
    case 'refused':
      return new PackError('refused', { title, what, reason: String(fault.status) }, { cause: error });
    case 'cut-off':
    case 'wrong-bytes':
      return new PackError(fault.kind, { title, what }, { cause: error });
    default:
      return fault satisfies never;
  }
}

async function putInPlace(packages: readonly PinnedPackage[], installation: Installation, touch: () => void): Promise<void> {
  const { lock, folders, title, signal } = installation;
  for (const one of packages) {
    signal.throwIfAborted();
    touch();
    try {
      await unpackTarball(tarballFile(folders, one), path.join(folders.beside, one.path), one.leave);
    } catch (error) {
      await rm(folders.beside, { recursive: true, force: true });
      if (error instanceof ArchiveFailure)
        throw new PackError('bad-archive', { title, what: `${one.name} ${one.version}` }, { cause: error });
      throw error;
    }
  }
  if (!isInstalled(folders, lock)) {
    await rm(folders.version, { recursive: true, force: true });
    await rename(folders.beside, folders.version);
    return;
  }
  for (const one of packages) {
    const target = path.join(folders.version, one.path);
    await mkdir(path.dirname(target), { recursive: true });
    await rm(target, { recursive: true, force: true });
    await rename(path.join(folders.beside, one.path), target);
  }
  await rm(folders.beside, { recursive: true, force: true });
}

/** It is installed: what cannot be taken away now (a file in use) is no failure. */
async function tidy({ folders }: Installation): Promise<void> {
  for (const folder of [folders.downloads, ...otherVersions(folders)])
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}
