/** The timing rules of one generation, on a clock that the test owns: ready time-out, heartbeat, stop budget, quarantine. */
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { serveOver } from '../../../main/processes/child/serve-process.ts';
import { startProcess } from '../../../main/processes/host/start-process.ts';
import type { ProcessSpec, ProcessState } from '../../../main/processes/host/types.ts';
import { createFakeClock, settle } from '../../fakes/fake-clock.ts';
import { createInMemoryAdapter, type InMemoryProgram } from '../../fakes/in-memory-adapter.ts';

const polite: InMemoryProgram = (child) => serveOver(child.link, () => ({ methods: { echo: (value: unknown) => value } }));
const stubborn: InMemoryProgram = (child) => {
  child.ignoreKill();
  serveOver(child.link, () => ({ onStop: () => new Promise(() => {}) }));
};

function begin(program: InMemoryProgram, more: Partial<ProcessSpec> = {}) {
  const clock = createFakeClock();
  const adapter = createInMemoryAdapter({ program });
  const handle = startProcess(adapter, { name: 'unit', entry: 'program', ...more }, { generation: 7, clock, logger: silentLogger });
  const states: ProcessState[] = [];
  handle.onState((state) => states.push(state));
  const child = () => {
    const [first] = adapter.children;
    if (first === undefined) throw new Error('nothing was spawned');
    return first;
  };
  return { clock, handle, states, child };
}

describe('the heartbeat', () => {
  it('warns after 3 s of silence, and takes the warning back when the child answers again', async () => {
    const { clock, handle, states, child } = begin(polite);
    await handle.ready;
    child().freeze();
    await clock.advance(2900);
    expect(handle.state).toBe('ready');
    await clock.advance(1200);
    expect(handle.state).toBe('late');
    child().thaw();
    await settle();
    expect(handle.state).toBe('ready');
    expect(states).toEqual(['ready', 'late', 'ready']);
    await handle.stop();
  });

  it('is patient with a child at a low priority, until it is given the usual one', async () => {
    const { clock, handle, child } = begin(polite, { nice: 19 });
    await handle.ready;
    child().freeze();
    await clock.advance(14_000);
    expect(handle.state).toBe('ready');
    await clock.advance(3000);
    expect(handle.state).toBe('late');
    handle.setPriority(0);
    await clock.advance(2000);
    expect((await handle.exited).cause).toBe('unresponsive');
  });

  it('kills by force after 8 s of silence', async () => {
    const { clock, handle, states, child } = begin(polite);
    await handle.ready;
    const call = handle.call('echo', 1).then(
      () => 'answered',
      (error: unknown) => (error as { code: string }).code,
    );
    child().freeze();
    await clock.advance(10_000);
    expect((await handle.exited).cause).toBe('unresponsive');
    expect((await handle.exited).signal).toBe('SIGKILL');
    expect(states).toEqual(['ready', 'late', 'unresponsive', 'exited']);
    expect(await call).toBe('process-exited');
  });

  it('does not hold a pause of this process against the child', async () => {
    const { clock, handle, states } = begin(polite);
    await handle.ready;
    await clock.advance(3500);
    await clock.jump(60_000);
    await clock.advance(1500);
    expect(states).toEqual(['ready']);
    await handle.stop();
  });

  it('does not run before ready: a long start is no silence', async () => {
    const { clock, handle, states } = begin(() => {}, { readyTimeoutMs: 60_000 });
    await clock.advance(50_000);
    expect(states).toEqual([]);
    const report = handle.stop();
    await clock.advance(3000);
    await report;
  });
});

describe('stop', () => {
  it('asks, then kills, then kills by force, each after its budget', async () => {
    const { clock, handle } = begin(stubborn, { stopBudgetMs: 100 });
    await handle.ready;
    const stopped = handle.stop();
    await clock.advance(199);
    expect(handle.state).toBe('stopping');
    await clock.advance(1);
    const report = await stopped;
    expect(report).toMatchObject({ cause: 'stop', signal: 'SIGKILL', clean: false, expected: true, observed: true });
    expect(clock.waiting).toBe(0);
  });

  it('quarantines what survives SIGKILL, settles everything, and says so when it goes after all', async () => {
    const { clock, handle, states, child } = begin(stubborn, { stopBudgetMs: 100 });
    await handle.ready;
    child().becomeImmortal();
    child().freeze();
    const call = handle.call('echo', 1).catch((error: unknown) => (error as { code: string }).code);
    const stopped = handle.stop();
    await clock.advance(300);
    expect(await stopped).toMatchObject({ observed: false, code: null, signal: null, cause: 'stop' });
    expect(await call).toBe('process-exited');
    child().die('SIGKILL');
    await settle();
    expect(states).toEqual(['ready', 'stopping', 'quarantined', 'exited']);
    expect((await handle.exited).observed).toBe(false);
  });

  it('leaves no timer behind after a polite end', async () => {
    const { clock, handle } = begin(polite);
    await handle.call('echo', 1, { timeoutMs: 60_000 });
    await handle.stop();
    expect(clock.waiting).toBe(0);
  });
});

it('stops a generation that is not ready in time', async () => {
  const { clock, handle } = begin(() => {}, { readyTimeoutMs: 500, stopBudgetMs: 100 });
  const ready = handle.ready.catch((error: unknown) => (error as { code: string }).code);
  await clock.advance(499);
  expect(handle.state).toBe('starting');
  await clock.advance(400);
  expect(await ready).toBe('ready-timeout');
  expect(await handle.exited).toMatchObject({ cause: 'ready-timeout', expected: false, observed: true });
});

it('refuses more requests than it will keep', async () => {
  const { clock, handle, child } = begin(polite);
  await handle.ready;
  child().freeze();
  const codes = new Map<string, number>();
  const calls = Array.from({ length: 5000 }, () =>
    handle.call('echo', 1).catch((error: unknown) => {
      const { code } = error as { code: string };
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }),
  );
  await clock.advance(20_000);
  await Promise.all(calls);
  expect(Object.fromEntries(codes)).toEqual({ overloaded: 5000 - 4096, 'process-exited': 4096 });
});
