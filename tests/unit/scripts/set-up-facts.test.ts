/** What the set-up decides from facts about a machine: the sandbox, names of system packages, packages that npm left out, a broken ffmpeg. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, describe, expect, it } from 'vitest';
import { ffmpegRuns, keepIfItRuns } from '../../../scripts/lib/ffmpeg-runs.mjs';
import { missingPackages, thisSystem } from '../../../scripts/setup/missing-packages.mjs';
import type { LockedPackage } from '../../../scripts/setup/missing-packages.mjs';
import { lacksSandbox } from '../../../scripts/setup/sandbox.mjs';
import type { SandboxFacts } from '../../../scripts/setup/sandbox.mjs';
import { currentNames } from '../../../scripts/setup/system-libraries.mjs';

describe('the sandbox', () => {
  const free: SandboxFacts = {
    platform: 'linux',
    isRoot: false,
    isDeclaredReady: false,
    isHelperReady: false,
    restrictedByAppArmor: undefined,
    usernsClone: undefined,
    maxUserNamespaces: '63432',
    confinement: undefined,
  };
  const ubuntu: SandboxFacts = { ...free, restrictedByAppArmor: '1', usernsClone: '1', confinement: 'unconfined' };

  it.each<[lacks: boolean, machine: string, facts: SandboxFacts]>([
    [false, 'a kernel that has no such limits', free],
    [false, 'a kernel that has them, and open', { ...free, restrictedByAppArmor: '0', usernsClone: '1' }],
    [true, 'Ubuntu since 23.10', ubuntu],
    [true, 'the same where the profile cannot be read', { ...ubuntu, confinement: undefined }],
    [true, 'a kernel that keeps namespaces for root', { ...free, usernsClone: '0' }],
    [true, 'a kernel without namespaces', { ...free, maxUserNamespaces: '0' }],
    [false, 'Ubuntu, and the helper set up', { ...ubuntu, isHelperReady: true }],
    [false, 'Ubuntu, and the user knows better', { ...ubuntu, isDeclaredReady: true }],
    [false, 'Ubuntu, below a program with a profile of its own', { ...ubuntu, confinement: 'code (unconfined)' }],
    [false, 'Ubuntu, as root', { ...ubuntu, isRoot: true }],
    [false, 'another system', { ...ubuntu, platform: 'darwin' }],
  ])('is lacking: %s, on %s', (lacks, _machine, facts) => {
    expect(lacksSandbox(facts)).toBe(lacks);
  });
});

describe('names of system packages', () => {
  const policy = (name: string, candidate: string): string =>
    `${name}:\n  Installed: (none)\n  Candidate: ${candidate}\n  Version table:\n`;

  it('are those that this system can install', () => {
    const said = [
      policy('libasound2', '(none)'),
      policy('libasound2t64', '1.2.11-1'),
      policy('libnss3', '2:3.98-1'),
      policy('libgtk-3-0t64', '3.24.41'),
    ].join('');
    expect(currentNames(['libasound2', 'libnss3', 'libgtk-3-0', 'xvfb'], said)).toEqual([
      'libasound2t64',
      'libnss3',
      'libgtk-3-0t64',
      'xvfb',
    ]);
  });

  it('stay as they are where the system knows none', () => {
    expect(currentNames(['libasound2', 'xvfb'], '')).toEqual(['libasound2', 'xvfb']);
  });
});

describe('packages that npm left out', () => {
  const linux = { platform: 'linux', arch: 'x64', libc: 'glibc' };
  const lock: Readonly<Record<string, LockedPackage>> = {
    '': {},
    'packages/voice': {},
    'node_modules/voice': { link: true },
    'node_modules/plain': { engines: { node: '>=99' } },
    'node_modules/plain/node_modules/below': {},
    'node_modules/of-a-peer': { peer: true },
    'node_modules/native': { optional: true },
    'node_modules/native-linux-x64-gnu': { optional: true, os: ['linux'], cpu: ['x64'], libc: ['glibc'] },
    'node_modules/native-linux-x64-musl': { optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] },
    'node_modules/native-linux-arm64': { optional: true, os: ['linux'], cpu: ['arm64'] },
    'node_modules/native-unix': { optional: true, os: ['!win32'], engines: { node: '>=20' } },
    'node_modules/native-win32': { optional: true, os: ['win32'] },
  };

  it('are named when they are for this machine', () => {
    expect(missingPackages(lock, () => false, linux)).toEqual([
      'plain',
      'plain/node_modules/below',
      'native-linux-x64-gnu',
      'native-unix (asks for Node >=20)',
    ]);
    expect(
      missingPackages(lock, (dir) => dir.startsWith('node_modules/plain'), { platform: 'win32', arch: 'x64', libc: undefined }),
    ).toEqual(['native-win32']);
    expect(missingPackages(lock, () => true, linux)).toEqual([]);
  });

  it('are none in this clone', () => {
    const root = path.resolve(import.meta.dirname, '../../..');
    const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, LockedPackage>;
    };
    expect(missingPackages(packages, (dir) => existsSync(path.join(root, dir, 'package.json')), thisSystem())).toEqual([]);
  });
});

describe('a downloaded ffmpeg', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'vanchor-stump-'));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('is not taken when its download was cut off, and makes room for the next', () => {
    const stump = path.join(dir, 'ffmpeg');
    // an executable's first ten bytes
    writeFileSync(stump, Buffer.from('7f454c46020101000000', 'hex'), { mode: 0o755 });
    expect(ffmpegRuns(stump)).toBe(false);
    expect(existsSync(stump)).toBe(true);
    expect(keepIfItRuns(stump)).toBe(false);
    expect(existsSync(stump)).toBe(false);
    expect(keepIfItRuns(stump)).toBe(false);
  });

  it('is kept when it runs', () => {
    // any program that ends well with these arguments
    expect(process.platform === 'win32' || keepIfItRuns('/bin/echo')).toBe(true);
  });
});
