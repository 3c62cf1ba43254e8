/** Which packages of a lock file a machine needs and does not have. npm ends well without them: an optional one may fail, and settings may leave kinds out. */
import process from 'node:process';

/** This machine in the lock file's words. Only Linux has a `libc`. */
export function thisSystem() {
  const { platform, arch } = process;
  if (platform !== 'linux') return { platform, arch, libc: undefined };
  // looking up host names would take seconds
  process.report.excludeNetwork = true;
  const report = process.report.getReport();
  return { platform, arch, libc: report.header.glibcVersionRuntime ? 'glibc' : 'musl' };
}

/** 'linux', or '!win32' for every other; an absent list is for all. */
const fits = (list, own) =>
  list === undefined ||
  own === undefined ||
  (!list.includes(`!${own}`) && (list.includes(own) || list.every((name) => name.startsWith('!'))));

/**
 * Left out of the question: links to our own workspaces, what npm installs only as somebody's peer, and optional packages for no system in particular
 * (they come with an optional one that does, or does not, fit).
 * @param packages of package-lock.json
 * @param {(dir: string) => boolean} isThere
 */
export function missingPackages(packages, isThere, { platform, arch, libc }) {
  return Object.entries(packages)
    .filter(([dir, { link, peer }]) => dir.startsWith('node_modules/') && !link && !peer)
    .filter(([, { optional, os, cpu }]) => !optional || os !== undefined || cpu !== undefined)
    .filter(([, entry]) => fits(entry.os, platform) && fits(entry.cpu, arch) && fits(entry.libc, libc))
    .filter(([dir]) => !isThere(dir))
    .map(([dir, { optional, engines }]) => {
      const name = dir.slice('node_modules/'.length);
      // npm leaves these out without a word on a Node that they do not want
      return optional && engines?.node ? `${name} (asks for Node ${engines.node})` : name;
    });
}
