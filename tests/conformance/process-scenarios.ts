/**
 * What every process adapter must do, as plain functions over node:assert: run under vitest for the in-memory and the Node adapter,
 * and inside Electron for the utilityProcess adapter. Waits are for events, never for a time.
 */
import assert from 'node:assert/strict';
import { systemClock } from '../../main/kernel/clock.ts';
import { silentLogger } from '../../main/kernel/logger.ts';
import { ProcessError, RemoteError } from '../../main/processes/host/process-error.ts';
import { startProcess } from '../../main/processes/host/start-process.ts';
import type { ProcessAdapter, ProcessHandle, ProcessSpec, ProcessState } from '../../main/processes/host/types.ts';

export interface ProcessBench {
  readonly adapter: ProcessAdapter;
  /** The built test child, or the name that the in-memory adapter knows it by. */
  readonly entry: string;
}

export interface ProcessScenario {
  readonly name: string;
  run(bench: ProcessBench): Promise<void>;
}

type Start = (more?: Partial<ProcessSpec>) => ProcessHandle;
type Stats = { readonly aborted: number; readonly produced: number; readonly closed: number };

let lastGeneration = 0;

/** Each scenario's processes are stopped at its end, whatever came of it. */
function scenario(name: string, body: (start: Start) => Promise<void>): ProcessScenario {
  return {
    name,
    async run({ adapter, entry }) {
      const started: ProcessHandle[] = [];
      const start: Start = (more = {}) => {
        lastGeneration += 1;
        const spec: ProcessSpec = { name: `conformance-${lastGeneration}`, entry, stopBudgetMs: 500, ...more };
        const handle = startProcess(adapter, spec, { generation: lastGeneration, clock: systemClock, logger: silentLogger });
        started.push(handle);
        return handle;
      };
      try {
        await body(start);
      } finally {
        await Promise.all(started.map((handle) => handle.stop()));
      }
    },
  };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ProcessError || error instanceof RemoteError) return `${error.name}:${error.code}`;
    throw error;
  }
  return 'fulfilled';
}

async function reasonOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (reason) {
    return reason;
  }
  throw new Error('wanted a rejection');
}

function nextEvent(handle: ProcessHandle, name: string): Promise<unknown> {
  return new Promise((resolve) => {
    const unsubscribe = handle.onEvent((event) => {
      if (event.name !== name) return;
      unsubscribe();
      resolve(event.payload);
    });
  });
}

/** Asks until the child tells what is wanted; the scenario's own time-out is the only limit. */
async function statsUntil(handle: ProcessHandle, wanted: (stats: Stats) => boolean): Promise<Stats> {
  for (;;) {
    const stats = await handle.call<Stats>('stats', null);
    if (wanted(stats)) return stats;
  }
}

export const processScenarios: readonly ProcessScenario[] = [
  scenario('says ready with its info, and stops with a bye', async (start) => {
    const handle = start();
    const states: ProcessState[] = [];
    handle.onState((state) => states.push(state));
    assert.equal(handle.state, 'starting');
    assert.deepEqual(await handle.ready, { fixture: 'test-child' });
    assert.ok((handle.pid ?? 0) > 0);
    const report = await handle.stop();
    assert.deepEqual(states, ['ready', 'stopping', 'exited']);
    assert.equal(report.clean, true);
    assert.equal(report.expected, true);
    assert.equal(report.observed, true);
    assert.equal(report.cause, 'stop');
    assert.equal(await handle.stop(), report);
  }),

  scenario('carries structured data both ways', async (start) => {
    const handle = start();
    const payload = {
      bytes: new Uint8Array([1, 2, 255]),
      map: new Map([['a', 1]]),
      when: new Date(5),
      text: 'héllo 你好 🎤',
      nothing: null,
    };
    const back = await handle.call<typeof payload>('echo', payload);
    assert.ok(back.bytes instanceof Uint8Array);
    assert.deepEqual({ ...back, bytes: Array.from(back.bytes) }, { ...payload, bytes: [1, 2, 255] });
    const large = new Uint8Array(3_000_000).fill(7);
    assert.equal(
      (await handle.call<Uint8Array>('echo', large)).reduce((sum, byte) => sum + byte, 0),
      21_000_000,
    );
  }),

  scenario('answers calls that were made before it was ready', async (start) => {
    const handle = start();
    assert.equal(handle.state, 'starting');
    assert.deepEqual(await Promise.all([handle.call('echo', 1), handle.call('echo', 2)]), [1, 2]);
  }),

  scenario("passes the child's failure on with its code and detail", async (start) => {
    const reason = await reasonOf(start().call('fail', { message: 'as asked' }));
    assert.ok(reason instanceof RemoteError);
    assert.deepEqual([reason.code, reason.message, reason.detail], ['wanted-failure', 'as asked', { asked: true }]);
  }),

  scenario('answers for methods and streams that do not exist', async (start) => {
    const handle = start();
    assert.equal(await codeOf(handle.call('constructor', null)), 'RemoteError:unknown-method');
    assert.equal(await codeOf(handle.stream('nothing', null).next()), 'RemoteError:unknown-method');
  }),

  scenario('refuses what cannot be cloned, on both sides, and goes on', async (start) => {
    const handle = start();
    assert.equal(await codeOf(handle.call('echo', () => 'before it is ready')), 'ProcessError:unserializable');
    await handle.ready;
    assert.equal(await codeOf(handle.call('echo', () => 1)), 'ProcessError:unserializable');
    assert.equal(await codeOf(handle.stream('count', { to: () => 1 }).next()), 'ProcessError:unserializable');
    assert.equal(await codeOf(handle.call('unserializable', null)), 'RemoteError:unserializable');
    assert.equal(await handle.call('echo', 'still here'), 'still here');
  }),

  scenario('rejects an aborted call with the reason at once, and tells the child', async (start) => {
    const handle = start();
    const waiting = nextEvent(handle, 'waiting');
    const abort = new AbortController();
    const call = handle.call('never', null, { signal: abort.signal });
    await waiting;
    const wanted = new Error('changed my mind');
    abort.abort(wanted);
    assert.equal(await reasonOf(call), wanted);
    assert.equal((await statsUntil(handle, (stats) => stats.aborted > 0)).aborted, 1);
    assert.equal(await reasonOf(handle.call('echo', 1, { signal: abort.signal })), wanted);
    assert.equal(await reasonOf(handle.stream('count', { to: 1 }, { signal: abort.signal }).next()), wanted);
  }),

  scenario('gives a call up after its time-out, and tells the child', async (start) => {
    const handle = start();
    await handle.ready;
    assert.equal(await codeOf(handle.call('never', null, { timeoutMs: 20 })), 'ProcessError:call-timeout');
    assert.equal((await statsUntil(handle, (stats) => stats.aborted > 0)).aborted, 1);
  }),

  scenario('streams everything in order with any credit', async (start) => {
    const handle = start();
    for (const credit of [1, 3, 16]) {
      const got: number[] = [];
      for await (const value of handle.stream<number>('count', { to: 100 }, { credit })) got.push(value);
      assert.deepEqual(
        got,
        Array.from({ length: 100 }, (_, index) => index),
      );
    }
  }),

  scenario('never lets the child run further ahead than its credit', async (start) => {
    const handle = start();
    const stream = handle.stream<number>('count', { to: 1000 }, { credit: 5 });
    let stats = await statsUntil(handle, ({ produced }) => produced >= 5);
    for (let taken = 1; taken <= 12; taken += 1) {
      assert.ok(stats.produced <= taken - 1 + 5, `taken ${taken - 1}, produced ${stats.produced}`);
      assert.equal((await stream.next()).value, taken - 1);
      for (let again = 0; again < 3; again += 1) stats = await handle.call<Stats>('stats', null);
    }
  }),

  scenario("ends the child's side when the reader leaves early", async (start) => {
    const handle = start();
    for await (const value of handle.stream<number>('count', { to: 1_000_000 }, { credit: 4 })) if (value === 2) break;
    const stats = await statsUntil(handle, ({ closed }) => closed > 0);
    assert.ok(stats.produced <= 3 + 4, `produced ${stats.produced}`);
  }),

  scenario('hands out what came before a failure, then the failure once', async (start) => {
    const stream = start().stream<number>('failAfter', { items: 3 });
    assert.deepEqual([(await stream.next()).value, (await stream.next()).value, (await stream.next()).value], [0, 1, 2]);
    assert.equal(await codeOf(stream.next()), 'RemoteError:wanted-failure');
    assert.deepEqual(await stream.next(), { done: true, value: undefined });
  }),

  scenario('aborts and times out a stream that says nothing', async (start) => {
    const handle = start();
    const waiting = nextEvent(handle, 'waiting');
    const abort = new AbortController();
    const next = handle.stream('silent', null, { signal: abort.signal }).next();
    await waiting;
    const wanted = new Error('enough');
    abort.abort(wanted);
    assert.equal(await reasonOf(next), wanted);
    assert.equal(await codeOf(handle.stream('silent', null, { timeoutMs: 20 }).next()), 'ProcessError:call-timeout');
  }),

  scenario('settles everything that waits when the child exits, and exit code 0 is not clean', async (start) => {
    const handle = start();
    await handle.ready;
    const waiting = [handle.call('never', null), handle.call('never', null), handle.stream('silent', null).next()];
    const codes = Promise.all(waiting.map((promise) => codeOf(promise)));
    handle.call('exit', { code: 0 }).catch(() => {});
    assert.deepEqual(await codes, Array(3).fill('ProcessError:process-exited'));
    const report = await handle.exited;
    assert.deepEqual([report.clean, report.expected, report.observed, report.cause], [false, false, true, 'exit']);
    assert.equal(await codeOf(handle.call('echo', 1)), 'ProcessError:process-exited');
    assert.equal(await codeOf(handle.stream('count', { to: 1 }).next()), 'ProcessError:process-exited');
  }),

  scenario('tells an uncaught exception as an unclean exit, with its stack on stderr', async (start) => {
    const handle = start();
    const pending = codeOf(handle.call('never', null));
    handle.call('crash', null).catch(() => {});
    const report = await handle.exited;
    assert.deepEqual([report.clean, report.expected, report.observed, report.cause], [false, false, true, 'exit']);
    assert.match(report.stderrTail.join('\n'), /crash as asked/);
    assert.equal(await pending, 'ProcessError:process-exited');
  }),

  scenario('refuses requests once it is being stopped', async (start) => {
    const handle = start();
    await handle.ready;
    const stopped = handle.stop();
    assert.equal(await codeOf(handle.call('echo', 1)), 'ProcessError:process-stopping');
    assert.equal((await stopped).clean, true);
  }),

  scenario('delivers events in order', async (start) => {
    const handle = start();
    await handle.ready;
    const got: unknown[] = [];
    handle.onEvent(({ name, payload }) => void got.push(`${name}:${String(payload)}`));
    await handle.call('emit', { name: 'a', payload: 1, times: 50 });
    await handle.call('emit', { name: 'b', payload: 2, times: 1 });
    assert.deepEqual(got, [...Array<string>(50).fill('a:1'), 'b:2']);
  }),

  scenario('drops frames of another generation, another protocol, and rubbish', async (start) => {
    const handle = start();
    await handle.ready;
    const got: unknown[] = [];
    handle.onEvent((event) => void got.push(event));
    const { generation } = handle;
    for (const message of [
      { protocol: 1, generation: generation + 1, kind: 'event', name: 'stranger', payload: null },
      { protocol: 1, generation: generation + 1, kind: 'bye', reason: 'stop' },
      { protocol: 2, generation, kind: 'event', name: 'stranger', payload: null },
      { protocol: 1, generation, kind: 'toString' },
      { protocol: 1, generation, kind: 'result', id: 'one', value: 1 },
      'text',
      null,
      17,
    ]) {
      await handle.call('sendRaw', { message });
    }
    assert.deepEqual(got, []);
    assert.equal(handle.state, 'ready');
    handle.call('exit', { code: 0 }).catch(() => {});
    assert.equal((await handle.exited).clean, false);
  }),

  scenario('notices a child that hangs: late, then unresponsive, then gone', async (start) => {
    const handle = start({ heartbeat: { intervalMs: 20, warnAfterMs: 60, unresponsiveAfterMs: 200 } });
    const states: ProcessState[] = [];
    handle.onState((state) => states.push(state));
    await handle.ready;
    handle.call('hang', null).catch(() => {});
    const report = await handle.exited;
    assert.deepEqual(states.slice(-3), ['late', 'unresponsive', 'exited']);
    assert.deepEqual([report.cause, report.clean, report.expected, report.observed], ['unresponsive', false, false, true]);
  }),

  scenario('stops a child that hangs, by force', async (start) => {
    const handle = start({ stopBudgetMs: 100 });
    await handle.ready;
    handle.call('hang', null).catch(() => {});
    const report = await handle.stop();
    assert.deepEqual([report.cause, report.clean, report.expected, report.observed], ['stop', false, true, true]);
  }),

  scenario('loses nothing of what was sent before the bye', async (start) => {
    // on a busy machine the six take longer than the usual budget, and are not to be killed for it
    const handles = Array.from({ length: 6 }, () => start({ stopBudgetMs: 20_000 }));
    const counts = handles.map((handle) => {
      const count = { events: 0 };
      handle.onEvent(() => void (count.events += 1));
      return count;
    });
    await Promise.all(handles.map((handle) => handle.ready));
    const reports = await Promise.all(
      handles.map((handle) => {
        // The stop request is read right after this call: its events are still on their way.
        handle.call('emit', { name: 'e', payload: 'x'.repeat(1000), times: 500 }).catch(() => {});
        return handle.stop();
      }),
    );
    assert.deepEqual(
      reports.map(({ clean }) => clean),
      Array(6).fill(true),
    );
    assert.deepEqual(
      counts,
      Array.from({ length: 6 }, () => ({ events: 500 })),
    );
  }),

  scenario('can be held: what was asked meanwhile is answered after the release, or when the hold ends by itself', async (start) => {
    const handle = start();
    await handle.ready;
    handle.hold(1000);
    const asked = handle.call('echo', { held: true });
    handle.release();
    assert.deepEqual(await asked, { held: true });
    handle.hold(30);
    assert.deepEqual(await handle.call('echo', { held: 'for a while' }), { held: 'for a while' });
    handle.release();
    assert.equal(handle.state, 'ready');
  }),

  scenario('ends in order when it is stopped while it is held', async (start) => {
    const handle = start({ stopBudgetMs: 20_000 });
    await handle.ready;
    handle.hold(1000);
    assert.equal((await handle.stop()).clean, true);
  }),

  scenario('stops a child that never finishes its own clean-up', async (start) => {
    const handle = start({ stopBudgetMs: 100 });
    await handle.call('ignoreStop', null);
    const report = await handle.stop();
    assert.deepEqual([report.cause, report.clean, report.observed], ['stop', false, true]);
  }),

  scenario('keeps the last lines of stderr', async (start) => {
    const handle = start();
    await handle.call('writeStderr', { text: 'line\n', times: 1000 });
    await handle.call('writeStderr', { text: 'the last words\n' });
    const report = await handle.stop();
    assert.equal(report.stderrTail.at(-1), 'the last words');
    assert.ok(report.stderrTail.length <= 201);
  }),

  scenario('shows the child only the environment it may see', async (start) => {
    process.env['SCENARIO_SECRET'] = 'stream key';
    const handle = start({ env: { GIVEN: 'yes' } });
    const environment = await handle.call<Record<string, string>>('environment', null);
    delete process.env['SCENARIO_SECRET'];
    assert.equal(environment['GIVEN'], 'yes');
    assert.equal(environment['PATH'], process.env['PATH']);
    assert.equal('SCENARIO_SECRET' in environment, false);
  }),

  scenario('reports an entry that does not exist as an exit', async (start) => {
    const handle = start({ entry: '/nowhere/at-all.js' });
    assert.equal(await codeOf(handle.ready), 'ProcessError:process-exited');
    const report = await handle.exited;
    assert.deepEqual([report.observed, report.clean, report.expected], [true, false, false]);
  }),

  scenario('gives up on a child that does not get ready', async (start) => {
    const handle = start({ env: { TEST_CHILD_MODE: 'silent' }, readyTimeoutMs: 300, stopBudgetMs: 100 });
    const call = codeOf(handle.call('echo', 1));
    assert.equal(await codeOf(handle.ready), 'ProcessError:ready-timeout');
    assert.equal(await call, 'ProcessError:ready-timeout');
    const report = await handle.exited;
    assert.deepEqual([report.cause, report.expected, report.observed], ['ready-timeout', false, true]);
  }),

  scenario('can be stopped before it is ready', async (start) => {
    const handle = start();
    const ready = codeOf(handle.ready);
    const report = await handle.stop();
    assert.equal(report.observed, true);
    assert.equal(await ready, 'ProcessError:process-exited');
  }),
];
