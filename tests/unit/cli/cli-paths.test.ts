/** The command line and the window have one data folder: what Electron calls `userData`, and `videos` for recordings. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cliPaths } from '../../../main/cli/cli-paths.ts';

let homeDir: string;
beforeEach(() => {
  homeDir = mkdtempSync(path.join(tmpdir(), 'vanchor-home-'));
});
afterEach(() => rmSync(homeDir, { recursive: true, force: true }));

const pathsOn = (platform: NodeJS.Platform, env: Readonly<Record<string, string>> = {}) => cliPaths({ env, platform, homeDir });
const nameDesktopFolders = (configDir: string, text: string): void => {
  mkdirSync(configDir, { recursive: true });
  writeFileSync(path.join(configDir, 'user-dirs.dirs'), text);
};

describe('the folders of the command line', () => {
  it('are those of the window', () => {
    expect(pathsOn('linux').dataDir).toBe(path.join(homeDir, '.config', 'Vanchor Studio'));
    expect(pathsOn('darwin').dataDir).toBe(path.join(homeDir, 'Library', 'Application Support', 'Vanchor Studio'));
    expect(pathsOn('win32').dataDir).toBe(path.join(homeDir, 'AppData', 'Roaming', 'Vanchor Studio'));
    const roaming = path.join(homeDir, 'roams');
    expect(pathsOn('win32', { APPDATA: roaming }).dataDir).toBe(path.join(roaming, 'Vanchor Studio'));
    for (const [platform, videos] of [
      ['linux', 'Videos'],
      ['win32', 'Videos'],
      ['darwin', 'Movies'],
    ] as const)
      expect(pathsOn(platform).recordingsDir).toBe(path.join(homeDir, videos, 'Vanchor Studio'));
  });

  it('bear the name that the window gives itself', () => {
    const shell = readFileSync(path.join(import.meta.dirname, '../../../main/shell/prepare-app.ts'), 'utf8');
    expect(/app\.setName\('(.+)'\)/.exec(shell)?.[1]).toBe(path.basename(pathsOn('linux').dataDir));
    // the surroundings of this test, whatever they are
    expect(path.isAbsolute(cliPaths().dataDir)).toBe(true);
  });

  it('honour XDG_CONFIG_HOME; one that is empty counts as none', () => {
    const config = path.join(homeDir, 'config of mine');
    expect(pathsOn('linux', { XDG_CONFIG_HOME: config }).dataDir).toBe(path.join(config, 'Vanchor Studio'));
    expect(pathsOn('linux', { XDG_CONFIG_HOME: '' }).dataDir).toBe(path.join(homeDir, '.config', 'Vanchor Studio'));
  });

  it('are one folder with VANCHOR_DATA_DIR; one that is empty counts as none', () => {
    expect(pathsOn('linux', { VANCHOR_DATA_DIR: '/mnt/big' })).toMatchObject({
      dataDir: path.resolve('/mnt/big'),
      recordingsDir: path.join(path.resolve('/mnt/big'), 'recordings'),
    });
    expect(pathsOn('linux', { VANCHOR_DATA_DIR: 'here' }).dataDir).toBe(path.resolve('here'));
    expect(pathsOn('linux', { VANCHOR_DATA_DIR: '' })).toEqual(pathsOn('linux'));
  });

  it('take the name of the desktop’s folder of videos, and none where that is switched off', () => {
    nameDesktopFolders(
      path.join(homeDir, '.config'),
      '# written by the desktop\nXDG_MUSIC_DIR="$HOME/Musik"\nXDG_VIDEOS_DIR="$HOME/Filme"\n',
    );
    expect(pathsOn('linux').recordingsDir).toBe(path.join(homeDir, 'Filme', 'Vanchor Studio'));
    const config = path.join(homeDir, 'config');
    nameDesktopFolders(config, 'XDG_VIDEOS_DIR="/mnt/films \\"of all\\""\n');
    expect(pathsOn('linux', { XDG_CONFIG_HOME: config }).recordingsDir).toBe('/mnt/films "of all"/Vanchor Studio');
    for (const off of ['$HOME', '$HOME/', 'relative', '']) {
      nameDesktopFolders(config, `XDG_VIDEOS_DIR="${off}"\n`);
      expect(pathsOn('linux', { XDG_CONFIG_HOME: config }).recordingsDir).toBe(path.join(homeDir, 'Videos', 'Vanchor Studio'));
    }
  });
});
