/** The commands of a newcomer: options that are not known are refused in words before anything is set up; a display ends with who opened it. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { parseStartOptions } from '../../../scripts/lib/start-options.mjs';

const root = path.resolve(import.meta.dirname, '../../..');

function script(name: string, ...args: string[]): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'scripts', name), ...args], {
    cwd: root,
    encoding: 'utf8',
    timeout: 15_000,
  });
  return { code: status, said: stdout + stderr };
}

describe('npm test', () => {
  it.each([[['--only', 'integraton']], [['--only=']], [['--only']], [['--onyl=e2e']], [['e2e']]])(
    'refuses %j and says what there is',
    (args) => {
      const { code, said } = script('test.mjs', ...args);
      expect(code).toBe(1);
      expect(said).toContain('unit, check, integration, e2e, long, package');
      expect(said).not.toContain('getting ready');
    },
  );

  it('says how it is used', () => {
    const { code, said } = script('test.mjs', '--help');
    expect(code).toBe(0);
    expect(said).toContain('unit, check, integration, e2e, long, package');
    expect(said).not.toContain('getting ready');
  });
});

describe('npm start', () => {
  it('takes the folder of --snapshot in every way', () => {
    expect(parseStartOptions([])).toEqual({ help: false, snapshot: undefined });
    expect(parseStartOptions(['--snapshot'])).toEqual({ help: false, snapshot: '' });
    expect(parseStartOptions(['--snapshot', 'a b'])).toEqual({ help: false, snapshot: 'a b' });
    expect(parseStartOptions(['--snapshot=a=b'])).toEqual({ help: false, snapshot: 'a=b' });
    expect(parseStartOptions(['--snapshot', '--help'])).toEqual({ help: true, snapshot: '' });
  });

  it.each([[['--snapshots']], [['pictures']], [['--snapshot', 'a', 'b']]])('refuses %j', (args) => {
    expect(() => parseStartOptions(args)).toThrow('is not an option');
    const { code, said } = script('start.mjs', ...args);
    expect(code).toBe(1);
    expect(said).toContain('--snapshot [folder]');
    expect(said).not.toContain('getting ready');
  });
});

const hasXvfb = process.platform === 'linux' && (process.env['PATH'] ?? '').split(':').some((dir) => existsSync(path.join(dir, 'Xvfb')));
describe.skipIf(!hasXvfb)('a display of our own', () => {
  let xvfb: number | undefined;
  /** One that has ended and is waited for by nobody does not count. */
  function isThere(pid: number): boolean {
    try {
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      return false;
    }
  }
  afterEach(() => {
    if (xvfb !== undefined && isThere(xvfb)) process.kill(xvfb, 'SIGKILL');
  });

  /** A script that opens a display, tells its number and waits. `more` runs before that. */
  async function open(more = ''): Promise<{ child: ReturnType<typeof spawn>; ended: Promise<number | string | null>; xvfb: number }> {
    const file = pathToFileURL(path.join(root, 'scripts/setup/display.mjs')).href;
    const source = `import { openDisplay } from ${JSON.stringify(file)};
      const { env } = await openDisplay({ always: true, size: '64x64' });
      ${more}
      console.log(env.DISPLAY);
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<number | string | null>((done) => child.once('exit', (code, signal) => done(signal ?? code)));
    await new Promise((done) => child.stdout.once('data', done));
    xvfb = Number(spawnSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)], { encoding: 'utf8' }).stdout);
    expect(isThere(xvfb)).toBe(true);
    return { child, ended, xvfb };
  }
  async function untilGone(pid: number): Promise<void> {
    while (isThere(pid)) await sleep(20);
  }

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends with its script at %s, which stays the reason', async (signal) => {
    const { child, ended, xvfb } = await open();
    child.kill(signal);
    expect(await ended).toBe(signal);
    await untilGone(xvfb);
  });

  it('is left to a script that hears the signal itself, and ends with it', async () => {
    // what is stopped waits for no 'exit'
    const { child, ended, xvfb } = await open(`process.on('SIGINT', () => process.exit(40 + process.listenerCount('exit')));`);
    child.kill('SIGINT');
    expect(await ended).toBe(41);
    await untilGone(xvfb);
  });
});
