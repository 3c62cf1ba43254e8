export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** From the root, with '/': 'node_modules/a/node_modules/b'. */
  readonly dir: string;
}
export function runtimePackages(rootDir: string): InstalledPackage[];
export function licensedPackages(rootDir: string, bundled: readonly string[]): InstalledPackage[];
export function isLeftOut(file: string): boolean;
