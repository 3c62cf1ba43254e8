export interface LockedSystem {
  readonly platform: string;
  readonly arch: string;
  readonly libc: string | undefined;
}
export interface LockedPackage {
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optional?: boolean;
  readonly peer?: boolean;
  readonly link?: boolean;
  readonly engines?: { readonly node?: string };
}
export function thisSystem(): LockedSystem;
export function missingPackages(
  packages: Readonly<Record<string, LockedPackage>>,
  isThere: (dir: string) => boolean,
  system: LockedSystem,
): string[];
