/** What a pack pins: packages with version, integrity and sizes; and what of it one system needs. Data of `locks/<pack>.json`; no network, no disk. */

export interface PinnedPackage {
  /** Where it goes, below the folder of the version: 'node_modules/x', 'node_modules/x/node_modules/y'. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** 'sha512-…', as npm writes it. */
  readonly integrity: string;
  /** Of the tarball. */
  readonly bytes: number;
  /** Of its files, less those that are left. */
  readonly unpackedBytes: number;
  readonly license: string;
  /** Beginnings of file names inside the package that are not unpacked. */
  readonly leave?: readonly string[];
}

export interface PinnedPart {
  readonly partId: string;
  /** `${process.platform}-${process.arch}` */
  readonly system: string;
  /** The last one completes it. */
  readonly packages: readonly PinnedPackage[];
}

export interface PackLock {
  readonly packId: string;
  readonly version: string;
  /** The module to import, below the folder of the version. */
  readonly entry: string;
  readonly packages: readonly PinnedPackage[];
  readonly parts: readonly PinnedPart[];
}

/** The part without which the pack does nothing: processor, no graphics card needed. */
export const basePart = 'cpu';

/** undefined: nothing is pinned for this system. */
export function findPart(lock: PackLock, system: string, partId: string): PinnedPart | undefined {
  return lock.parts.find((part) => part.partId === partId && part.system === system);
}

/** Parts that can be added to the base on this system. */
export function furtherParts(lock: PackLock, system: string): readonly PinnedPart[] {
  return lock.parts.filter((part) => part.system === system && part.partId !== basePart);
}

export function sumBytes(packages: readonly PinnedPackage[]): number {
  return packages.reduce((sum, { bytes }) => sum + bytes, 0);
}

export function sumUnpacked(packages: readonly PinnedPackage[]): number {
  return packages.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0);
}
