import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
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
});
