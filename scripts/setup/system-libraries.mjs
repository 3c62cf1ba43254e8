/** Step: shared libraries (and, without a display, Xvfb) that the Electron runtime needs. Installed where that is possible, named in one command where it is not. */
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { at } from './paths.mjs';
import { runQuietly, SetupError } from './step.mjs';

/** Debian 12 name -> newer name (64-bit time_t transition). */
const runtimePackages = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libdrm2',
  'libxkbcommon0',
  'libx11-xcb1',
];
const displayPackages = ['xvfb', 'xauth'];
/** An independent encoder, viewer and RTMP platform for the tests. */
const testPackages = ['ffmpeg', 'nginx', 'libnginx-mod-rtmp'];

const onPath = (name) => (process.env.PATH ?? '').split(':').some((dir) => dir !== '' && existsSync(`${dir}/${name}`));
export const hasDisplay = () => process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

function isDebianLike() {
  if (!existsSync('/etc/os-release')) return false;
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
}

async function missingLibraries() {
  try {
    const { stdout } = await runQuietly('ldd', [at('node_modules/electron/dist/electron')]);
    return [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);
  } catch {
    return [];
  }
}

/** @param {{ forTests: boolean }} options */
export async function ensureSystemLibraries({ forTests }) {
  if (process.platform !== 'linux') return 'not needed here';
  const missing = await missingLibraries();
  const wanted = [];
  if (missing.length > 0) wanted.push(...runtimePackages);
  if ((forTests || !hasDisplay()) && !onPath('Xvfb')) wanted.push(...displayPackages);
  const required = wanted.length;
  if (forTests) {
    if (!onPath('ffmpeg') || !onPath('ffprobe')) wanted.push('ffmpeg');
    if (!existsSync('/usr/lib/nginx/modules/ngx_rtmp_module.so')) wanted.push(...testPackages.slice(1));
  }
  if (wanted.length === 0) return 'already there';
  const canInstall = isDebianLike() && process.getuid?.() === 0;
  const command = `sudo apt-get install -y ${(await askForNames(wanted)).join(' ')}`;
  if (!canInstall) {
    if (required === 0) return `left out: ${wanted.join(' ')} (tests that need them are skipped; to have them: ${command})`;
    throw new SetupError(
      isDebianLike()
        ? `These system libraries are missing: ${missing.join(', ') || 'Xvfb'}.\nType this one command, then run yours again:\n\n  ${command}`
        : `These system libraries are missing: ${missing.join(', ') || 'Xvfb (there is no display)'}. Install them with your system's package manager, then run the command again.`,
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runQuietly('apt-get', ['update', '-qq'], { env });
  const names = await askForNames(wanted);
  await runQuietly('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env });
  return `installed ${names.length} packages`;
}

/** As this system's package lists have them; unchanged where there are none. Needs no root. */
async function askForNames(names) {
  try {
    // in the user's language the answer would have other words
    const env = { ...process.env, LC_ALL: 'C' };
    const { stdout } = await runQuietly('apt-cache', ['policy', ...names.flatMap((name) => [name, `${name}t64`])], { env });
    return currentNames(names, stdout);
  } catch {
    return names;
  }
}

/** Ubuntu 24.04 and Debian 13 renamed some libraries with the suffix t64. `policy`: what `apt-cache policy` says of both names of each. */
export function currentNames(names, policy) {
  const known = new Set([...policy.matchAll(/^(\S+):\n +Installed: .*\n +Candidate: (?!\(none\))/gm)].map((match) => match[1]));
  return names.map((name) => (!known.has(name) && known.has(`${name}t64`) ? `${name}t64` : name));
}
