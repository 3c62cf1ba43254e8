import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureFolder } from '../../../main/kernel/ensure-folder.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vanchor-ensure-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** As Windows makes folders: the root of a drive, here `dir`, is refused, though it is there. */
const asWindows = async (path: string): Promise<void> => {
  if (path === dir) throw Object.assign(new Error('operation not permitted'), { code: 'EPERM' });
  await mkdir(path);
};

describe('a folder that is to be there', () => {
  it('is good where it is there, whatever mkdir says', async () => {
    await ensureFolder(dir, asWindows);
    await ensureFolder(join(dir, 'a', 'b'), asWindows);
    await ensureFolder(join(dir, 'a', 'b'), asWindows);
    expect(existsSync(join(dir, 'a', 'b'))).toBe(true);
  });

  it('is made once when two want it', async () => {
    const deep = join(dir, 'a', 'b', 'c');
    await Promise.all([ensureFolder(deep), ensureFolder(deep)]);
    expect(existsSync(deep)).toBe(true);
  });

  it('is refused with the reason of mkdir where it cannot be one', async () => {
    const file = join(dir, 'file');
    writeFileSync(file, '');
    await expect(ensureFolder(file)).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(ensureFolder(join(file, 'below'))).rejects.toThrow();
    const refused = (): Promise<never> => Promise.reject(Object.assign(new Error('no'), { code: 'EPERM' }));
    await expect(ensureFolder(join(dir, 'new'), refused)).rejects.toMatchObject({ code: 'EPERM' });
  });

  it.skipIf(process.platform !== 'linux')('is given up where no folder can be made at all', async () => {
    await expect(ensureFolder('/proc/vanchor/deep')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
