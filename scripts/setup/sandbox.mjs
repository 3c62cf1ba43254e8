/**
 * Chromium's sandbox on Linux needs user namespaces, or its helper `chrome-sandbox` set up for root. Ubuntu since 23.10 keeps the first from ordinary
 * programs, and what npm unpacks cannot be the second: Electron would end at once with a line for programmers.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { SetupError } from './step.mjs';

/** Decides from facts only. `confinement`: the AppArmor profile that this process, and so Electron, is under; one may allow namespaces: then we do not know better. */
export function lacksSandbox({
  platform,
  isRoot,
  isDeclaredReady,
  isHelperReady,
  restrictedByAppArmor,
  usernsClone,
  maxUserNamespaces,
  confinement,
}) {
  // root runs without a sandbox
  if (platform !== 'linux' || isRoot || isDeclaredReady || isHelperReady) return false;
  const isFree = confinement === undefined || confinement === 'unconfined';
  return (restrictedByAppArmor === '1' && isFree) || usernsClone === '0' || maxUserNamespaces === '0';
}

/** A file's one word; undefined where this kernel does not have it. */
function read(file) {
  try {
    return readFileSync(file, 'utf8').replaceAll('\0', '').trim();
  } catch {
    return undefined;
  }
}

function isSetuidRoot(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && stat.uid === 0 && (stat.mode & 0o4000) !== 0;
}

/** @param {string} command the Electron that will be started; its runtime may be a link into the user's cache */
export function checkSandbox(command) {
  if (process.platform !== 'linux') return;
  const helper = path.join(path.dirname(realpathSync(command)), 'chrome-sandbox');
  const lacks = lacksSandbox({
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    isDeclaredReady: process.env.VANCHOR_SANDBOX_READY === '1',
    isHelperReady: isSetuidRoot(helper),
    restrictedByAppArmor: read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns'),
    usernsClone: read('/proc/sys/kernel/unprivileged_userns_clone'),
    maxUserNamespaces: read('/proc/sys/user/max_user_namespaces'),
    confinement: read('/proc/self/attr/current'),
  });
  if (!lacks) return;
  throw new SetupError(
    `This system lets no ordinary program make user namespaces, and Electron's sandbox needs them or a helper that belongs to root. Type this one command, then run yours again:

  sudo chown root "${helper}" && sudo chmod 4755 "${helper}"

Where an AppArmor profile allows it already, set VANCHOR_SANDBOX_READY=1 instead.`,
  );
}
