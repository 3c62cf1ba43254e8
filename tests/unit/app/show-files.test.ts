import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeSocketDir, removeSocketDirsOfTheDead } from '../../../main/app/show-files.ts';

describe('the folder of sockets', () => {
  const usual = process.env['TMPDIR'];
  let tmp = '';
  beforeEach(() => {
    tmp = mkdtempSync(path.join(os.tmpdir(), 'vanchor-test-'));
    process.env['TMPDIR'] = tmp;
  });
  afterEach(() => {
    if (usual === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = usual;
    rmSync(tmp, { recursive: true, force: true });
  });

  it('takes away what a killed studio left, and nothing of the living or of others', () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const names = [`vanchor-sockets-${dead}-abc`, `vanchor-sockets-${process.ppid}-abc`, 'vanchor-other', 'vanchor-sockets-x'];
    for (const name of names) mkdirSync(path.join(tmp, name));
    removeSocketDirsOfTheDead();
    const sockets = makeSocketDir();
    expect(names.map((name) => existsSync(path.join(tmp, name)))).toEqual([false, true, true, true]);
    expect(existsSync(sockets.dir)).toBe(true);
    sockets.remove();
    expect(existsSync(sockets.dir)).toBe(false);
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('leaves what belongs to another user, and goes on', () => {
    const [first, second] = [spawnSync(process.execPath, ['-e', '']).pid, spawnSync(process.execPath, ['-e', '']).pid];
    const locked = path.join(tmp, `vanchor-sockets-${first}-a`);
    const free = path.join(tmp, `vanchor-sockets-${second}-b`);
    for (const dir of [path.join(locked, 'inner'), free]) mkdirSync(dir, { recursive: true });
    chmodSync(locked, 0o000);
    try {
      expect(() => removeSocketDirsOfTheDead()).not.toThrow();
      expect([existsSync(locked), existsSync(free)]).toEqual([true, false]);
    } finally {
      chmodSync(locked, 0o700);
    }
  });
});
