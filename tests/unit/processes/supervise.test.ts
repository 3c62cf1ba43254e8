/** Restart, back-off, decay, giving up and stopping, on a clock that the test owns. */
import { expect, it } from 'vitest';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { serveOver } from '../../../main/processes/child/serve-process.ts';
import { createSupervised, type SupervisedChange } from '../../../main/processes/host/supervise.ts';
import type { ProcessHandle, RestartPolicy } from '../../../main/processes/host/types.ts';
import { createFakeClock, settle } from '../../fakes/fake-clock.ts';
import { createInMemoryAdapter, type InMemoryProgram } from '../../fakes/in-memory-adapter.ts';

const policy: RestartPolicy = { baseDelayMs: 100, maxDelayMs: 350, decayMs: 10_000, maxAttempts: 3 };
const healthy: InMemoryProgram = (child) => serveOver(child.link, () => ({ info: child.link.pid }));

function begin(program: InMemoryProgram, works?: (handle: ProcessHandle) => Promise<unknown>) {
  const clock = createFakeClock();
  const adapter = createInMemoryAdapter({ program });
  const changes: SupervisedChange[] = [];
  const generations: ProcessHandle[] = [];
  const supervised = createSupervised({
    adapter,
    spec: (generation) => ({ name: 'unit', entry: 'program', env: { GENERATION: String(generation) } }),
    policy,
    clock,
    logger: silentLogger,
    onGeneration: (handle) => generations.push(handle),
    ...(works ? { works } : {}),
  });
  supervised.onState((change) => changes.push(change));
  const crash = async (): Promise<void> => {
    adapter.children.at(-1)?.die('SIGKILL');
    await settle();
  };
  return { clock, adapter, supervised, changes, generations, crash };
}

it('starts a new generation after a crash, with its own number and spec', async () => {
  const { clock, adapter, supervised, changes, generations, crash } = begin(healthy);
  const first = await supervised.whenReady();
  await crash();
  expect(supervised.current).toBeUndefined();
  expect(changes.at(-1)).toMatchObject({ state: 'backing-off', failures: 1, delayMs: 100, exit: { clean: false } });
  const next = supervised.whenReady();
  await clock.advance(100);
  const second = await next;
  expect([first.generation, second.generation]).toEqual([1, 2]);
  expect(generations).toEqual([first, second]);
  expect(adapter.children.map((child) => child.env['GENERATION'])).toEqual(['1', '2']);
  await supervised.stop();
  expect(changes.map(({ state }) => state)).toEqual(['running', 'backing-off', 'starting', 'running', 'stopping', 'stopped']);
});

it('doubles the delay up to its limit and gives up after maxAttempts; retry starts with a clean count', async () => {
  const { clock, supervised, changes } = begin((child) => child.exit(1));
  const waiting = supervised.whenReady().catch((error: unknown) => (error as { code: string }).code);
  await clock.advance(5000);
  expect(changes.filter(({ state }) => state === 'backing-off').map(({ delayMs }) => delayMs)).toEqual([100, 200, 350]);
  expect(supervised.state).toBe('given-up');
  expect(await waiting).toBe('no-process');
  await expect(supervised.whenReady()).rejects.toMatchObject({ code: 'no-process' });
  supervised.retry();
  await settle();
  expect(changes.at(-1)).toMatchObject({ state: 'backing-off', failures: 1 });
  await supervised.stop();
  expect(supervised.state).toBe('stopped');
});

it('forgets failures after a healthy life, and does not after a short one', async () => {
  const { clock, supervised, changes, crash } = begin(healthy);
  await supervised.whenReady();
  await crash();
  await clock.advance(100 + policy.decayMs - 1);
  await crash();
  expect(changes.at(-1)).toMatchObject({ state: 'backing-off', failures: 2 });
  await clock.advance(200 + policy.decayMs);
  await crash();
  expect(changes.at(-1)).toMatchObject({ state: 'backing-off', failures: 1 });
  await supervised.stop();
});

it('counts a healthy life from when it works, where that is told', async () => {
  const first = createDeferred<void>();
  const second = createDeferred<void>();
  const { clock, supervised, changes, crash } = begin(
    healthy,
    ({ generation }) => [first, second][generation - 1]?.promise ?? Promise.reject(new Error('no')),
  );
  await supervised.whenReady();
  // it never works, and the one after works late
  await clock.advance(policy.decayMs);
  await crash();
  await clock.advance(100 + policy.decayMs);
  second.resolve();
  await clock.advance(policy.decayMs - 1);
  await crash();
  expect(changes.at(-1)).toMatchObject({ state: 'backing-off', failures: 2 });
  // the third cannot work
  await clock.advance(200 + policy.decayMs);
  await crash();
  expect(changes.at(-1)).toMatchObject({ state: 'backing-off', failures: 3 });
  await supervised.stop();
});

it('stops while backing off, without another generation', async () => {
  const { clock, adapter, supervised, crash } = begin(healthy);
  await supervised.whenReady();
  await crash();
  const waiting = supervised.whenReady().catch((error: unknown) => (error as { code: string }).code);
  await supervised.stop();
  expect(await waiting).toBe('no-process');
  await clock.advance(60_000);
  expect(adapter.children).toHaveLength(1);
});

it('lets go of a waiter that was aborted', async () => {
  const { supervised } = begin(() => {});
  const abort = new AbortController();
  const waiting = supervised.whenReady(abort.signal);
  const reason = new Error('not any more');
  abort.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  void supervised.stop();
});
