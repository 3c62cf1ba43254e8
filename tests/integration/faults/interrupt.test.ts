/** Ctrl-C in a terminal, as the kernel does it: SIGINT to the whole process group of a show on air. Main ends the show in its order, the children wait for it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { treeOf } from '../../../bench/lib/process-tree.ts';
import { type ShowEvent } from '../../../main/contract/show-events.ts';
import { isAlive, playableSeconds, rootDir, waitUntil } from '../support/studio-on-air.ts';

let dataDir: string;
let groupId: number | undefined;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'vanchor-interrupt-'));
});
afterEach(() => {
  if (groupId !== undefined && isAlive(groupId)) process.kill(-groupId, 'SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

describe('Ctrl-C in a terminal', () => {
  it('ends the show in order: no turn fails, nothing is started again, the recording is closed, nobody is left', async () => {
    const cli = spawn(
      process.execPath,
      [path.join(rootDir, 'dist/main/cli.js'), 'live', '--beacon', '--record', '--rtmp-port', '0', '--http-port', '0', '--json'],
      { env: { ...process.env, VANCHOR_DATA_DIR: dataDir }, stdio: ['pipe', 'pipe', 'inherit'], detached: true },
    );
    groupId = cli.pid ?? 0;
    const exit = new Promise((resolve) => cli.once('exit', resolve));
    const events: ShowEvent[] = [];
    createInterface({ input: cli.stdout }).on('line', (line) => {
      if (line.startsWith('{')) events.push(JSON.parse(line) as ShowEvent);
    });
    await waitUntil('the first turn to have been spoken', () => events.some((event) => event.type === 'turn' && event.state === 'ended'));
    await waitUntil('the next one to be heard', () => {
      const last = events.findLast((event) => event.type === 'turn');
      return last?.type === 'turn' && last.state === 'speaking';
    });
    const children = treeOf(groupId).filter((pid) => pid !== groupId);
    expect(children.length).toBeGreaterThan(6);
    const before = events.length;
    process.kill(-groupId, 'SIGINT');
    // and once more to main alone, as npm hands it on
    process.kill(groupId, 'SIGINT');
    expect(await exit).toBe(0);
    await waitUntil('every child to end', () => children.every((pid) => !isAlive(pid)));

    const after = events.slice(before);
    expect(after.flatMap((event) => (event.type === 'turn' ? [event.state] : [])).filter((state) => state !== 'cancelled')).toEqual([]);
    expect(after.filter((event) => event.type === 'process' && ['restarting', 'failed', 'given-up'].includes(event.state))).toEqual([]);
    expect(after.findLast((event) => event.type === 'show')).toMatchObject({ state: 'off' });
    const [recording = ''] = readdirSync(path.join(dataDir, 'recordings')).filter((name) => name.endsWith('.mp4'));
    expect(playableSeconds(path.join(dataDir, 'recordings', recording))).toBeGreaterThan(0.5);
  });
});
