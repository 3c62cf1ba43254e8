/** Numbers of `vanchor live` that are none are refused in words before anything starts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runLive } from '../../../main/cli/live-command.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'live-numbers-'));
  vi.stubEnv('VANCHOR_DATA_DIR', dir);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

/** Refused after the numbers were looked at, and before a show: what comes this far has passed. */
const further = ['--idle-every', 'never'];

describe('numbers of the command line', () => {
  it.each(['2h', '', ' ', '0', '-5', 'NaN', 'Infinity', '2147484', '1e9'])('refuses --seconds %j', async (text) => {
    await expect(runLive([`--seconds=${text}`, ...further])).rejects.toThrow(/^--seconds .*above 0/u);
  });

  it.each(['0.5', '30', '1e3', '2147483'])('takes --seconds %s', async (text) => {
    await expect(runLive([`--seconds=${text}`, ...further])).rejects.toThrow(/^--idle-every/u);
  });

  it.each(['--rtmp-port', '--http-port'])('refuses a %s that is no port', async (flag) => {
    for (const text of ['rtmp', '-1', '65536', '80.5', 'Infinity', 'NaN'])
      await expect(runLive([`${flag}=${text}`, ...further])).rejects.toThrow(new RegExp(`^${flag} .*65535, not '${text}'`, 'u'));
    for (const text of ['0', '1935', '65535']) await expect(runLive([`${flag}=${text}`, ...further])).rejects.toThrow(/^--idle-every/u);
  });
});
