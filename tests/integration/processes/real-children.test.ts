/** What only real operating-system processes can show: SIGSTOP, kill -9 of either side, floods of stderr, grandchildren, priorities. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { resolve } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../../main/kernel/clock.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import { startProcess } from '../../../main/processes/host/start-process.ts';
import { createSupervised } from '../../../main/processes/host/supervise.ts';
import type { ProcessHandle, ProcessSpec, ProcessState } from '../../../main/processes/host/types.ts';
import { buildFixture } from '../../fixtures/build-fixture.ts';

const children = resolve(import.meta.dirname, '../../../dist/main/children');
const entry = resolve(children, 'test-child.js');
const adapter = createNodeForkAdapter();
let started: ProcessHandle[] = [];
let generation = 0;

function start(more: Partial<ProcessSpec> = {}): ProcessHandle {
  generation += 1;
  const handle = startProcess(
    adapter,
    { name: `real-${generation}`, entry, stopBudgetMs: 500, ...more },
    { generation, clock: systemClock, logger: silentLogger },
  );
  started.push(handle);
  return handle;
}

afterEach(async () => {
  await Promise.all(started.map((handle) => handle.stop()));
  started = [];
});

function pidOf(handle: ProcessHandle): number {
  if (handle.pid === undefined) throw new Error('no pid');
  return handle.pid;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** The test's own time-out is the limit. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

it('notices a child that was stopped with SIGSTOP, and kills it', async () => {
  const handle = start({ heartbeat: { intervalMs: 20, warnAfterMs: 60, unresponsiveAfterMs: 200 } });
  await handle.ready;
  const pid = pidOf(handle);
  const states: ProcessState[] = [];
  handle.onState((state) => states.push(state));
  process.kill(pid, 'SIGSTOP');
  const report = await handle.exited;
  expect(report).toMatchObject({ cause: 'unresponsive', signal: 'SIGKILL', observed: true, clean: false });
  expect(states).toEqual(['late', 'unresponsive', 'exited']);
  expect(isAlive(pid)).toBe(false);
});

it('forgives a child that was stopped for a moment', async () => {
  const handle = start({ heartbeat: { intervalMs: 20, warnAfterMs: 60, unresponsiveAfterMs: 60_000 } });
  await handle.ready;
  const late = new Promise<void>((resolve) => handle.onState((state) => state === 'late' && resolve()));
  process.kill(pidOf(handle), 'SIGSTOP');
  await late;
  process.kill(pidOf(handle), 'SIGCONT');
  expect(await handle.call('echo', 'back')).toBe('back');
  await until(() => handle.state === 'ready');
});

it('stops a child that is stopped with SIGSTOP within its budgets', async () => {
  const handle = start({ stopBudgetMs: 100 });
  await handle.ready;
  process.kill(pidOf(handle), 'SIGSTOP');
  expect(await handle.stop()).toMatchObject({ cause: 'stop', signal: 'SIGKILL', observed: true, clean: false });
});

it('reports a crash with the last words of stderr', async () => {
  const handle = start({ env: { TEST_CHILD_MODE: 'throw-at-start' } });
  await expect(handle.ready).rejects.toMatchObject({ code: 'process-exited' });
  const report = await handle.exited;
  expect(report).toMatchObject({ code: 1, observed: true, clean: false, cause: 'exit' });
  expect(report.stderrTail.join('\n')).toContain('thrown before the hand-shake');
});

it('does not grow when a child writes a gigabyte to stderr', async () => {
  const handle = start({ heartbeat: { intervalMs: 1000, warnAfterMs: 60_000, unresponsiveAfterMs: 120_000 } });
  await handle.ready;
  const beforeBytes = process.memoryUsage().rss;
  let largestBytes = beforeBytes;
  const watch = setInterval(() => {
    largestBytes = Math.max(largestBytes, process.memoryUsage().rss);
  }, 20);
  const line = `${'x'.repeat(1023)}\n`;
  await handle.call('writeStderr', { text: line.repeat(1024), times: 1024 });
  await handle.call('writeStderr', { text: 'y'.repeat(1024 * 1024), times: 64 }); // one endless line
  clearInterval(watch);
  expect(handle.stderrTail().length).toBeLessThanOrEqual(201);
  expect(handle.stderrTail().join('').length).toBeLessThanOrEqual(70_000);
  expect((largestBytes - beforeBytes) / 1e6).toBeLessThan(200);
});

it('sees the exit although a grandchild holds stderr open', async () => {
  const handle = start();
  const grandchild = await handle.call<number>('spawnGrandchild', null);
  try {
    expect((await handle.stop()).observed).toBe(true);
    expect(isAlive(grandchild)).toBe(true);
  } finally {
    process.kill(grandchild, 'SIGKILL');
  }
});

it('leaves no child when main is killed with -9', async () => {
  const main = fork(await buildFixture('intermediate-main'), [entry], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], execArgv: [] });
  const [line] = (await once(main.stdout ?? main, 'data')) as [Buffer];
  const pids = JSON.parse(line.toString()) as number[];
  expect(pids.map(isAlive)).toEqual([true, true, true]);
  main.kill('SIGKILL');
  await until(() => !pids.some(isAlive));
  expect(pids.map(isAlive)).toEqual([false, false, false]);
});

it('restarts a supervised child that was killed with -9', async () => {
  const supervised = createSupervised({
    adapter,
    spec: { name: 'supervised', entry },
    policy: { baseDelayMs: 10, maxDelayMs: 20, decayMs: 60_000, maxAttempts: 5 },
    clock: systemClock,
    logger: silentLogger,
  });
  const first = await supervised.whenReady();
  process.kill(pidOf(first), 'SIGKILL');
  expect(await first.exited).toMatchObject({ signal: 'SIGKILL', clean: false, expected: false });
  const second = await supervised.whenReady();
  expect(second.generation).toBe(2);
  expect(await second.call('echo', 'hello again')).toBe('hello again');
  const pid = pidOf(second);
  await supervised.stop();
  expect(isAlive(pid)).toBe(false);
});

it.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
  'starts at the niceness asked for and gives it back, for every thread',
  async () => {
    const handle = start({ nice: 10 });
    await handle.ready;
    expect(getPriority(pidOf(handle))).toBe(10);
    handle.setPriority(0);
    const { readdirSync } = await import('node:fs');
    const threads = readdirSync(`/proc/${pidOf(handle)}/task`).map((id) => getPriority(Number(id)));
    expect(threads.length).toBeGreaterThan(1);
    expect(new Set(threads)).toEqual(new Set([0]));
  },
);

it.runIf(process.platform === 'linux')('really stands still while it is held', async () => {
  const { readFileSync } = await import('node:fs');
  const handle = start({});
  await handle.ready;
  const stateOf = (): string | undefined => /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pidOf(handle)}/status`, 'utf8'))?.[1];
  handle.hold(1000);
  await until(() => stateOf() === 'T');
  handle.release();
  await until(() => stateOf() !== 'T');
  handle.hold(50);
  await until(() => stateOf() === 'T');
  // and goes on by itself
  await until(() => stateOf() !== 'T');
  expect(await handle.call('echo', 'here')).toBe('here');
});

it('names its children in the process list', async () => {
  const handle = start({ name: 'a-name' });
  expect(await handle.call('title', null)).toBe('a-name');
});
