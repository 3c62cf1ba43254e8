import { describe, expect, it } from 'vitest';
import { asInstanceId } from '../../../main/contract/ids.ts';
import { choice, llm, mebibyte, settle, swapBench, voice, type Script, type SwapBench } from './swap-bench.ts';

const by = 'tester';
const watchMs = 120_000;

async function swapTo(bench: SwapBench, script: Script = {}, more: { mode?: 'beside' | 'stop-then-start' } = {}): Promise<void> {
  expect(bench.controller.request({ slotId: llm, to: choice('new', script), by, ...more })).toMatchObject({ accepted: true });
  await bench.clock.advance(1000);
}

const fail = (bench: SwapBench, choiceId: string, times: number): void => {
  for (let time = 0; time < times; time += 1)
    bench.controller.observe({ instanceId: bench.instanceOf(choiceId).id, outcome: 'failed', askedAtMs: 0 });
};
const serve = (bench: SwapBench, choiceId: string, times: number, firstOutputMs: number): void => {
  for (let time = 0; time < times; time += 1)
    bench.controller.observe({ instanceId: bench.instanceOf(choiceId).id, outcome: 'served', askedAtMs: 0, firstOutputMs });
};

describe('a swap', () => {
  it('is rolled back at once when what the new one gives unasked stays away', async () => {
    const bench = swapBench();
    await swapTo(bench);
    bench.controller.observe({ instanceId: bench.instanceOf('new').id, outcome: 'lost', askedAtMs: 0 });
    expect(bench.active()).toBe('old');
    await bench.clock.advance(watchMs);
    expect(bench.receipts).toMatchObject([{ outcome: 'rolled-back', code: 'breach-health' }]);
  });

  it('loads beside, tries, switches, watches, and lets the old one go', async () => {
    const bench = swapBench();
    await swapTo(bench, { bytes: 30 * mebibyte });
    expect(bench.active()).toBe('new');
    expect(bench.phase()).toBe('watching');
    expect(bench.living()).toContain('old');
    expect(bench.probes).toEqual([['new', 'llm']]);
    expect(bench.remembered.get('new')).toBe(30 * mebibyte);
    expect(bench.desired).toEqual([[llm, 'new', 'wanted']]);
    await bench.clock.advance(watchMs);
    expect(bench.phase()).toBe('idle');
    expect(bench.living()).not.toContain('old');
    expect(bench.receipts).toHaveLength(1);
    expect(bench.receipts[0]).toMatchObject({ outcome: 'switched', by, figures: { candidateBytes: 30 * mebibyte, probeFirstMs: 7 } });
    expect(bench.receipts[0]?.phases.map(({ phase }) => phase)).toEqual([
      'admitting',
      'spawning',
      'loading',
      'validating',
      'switching',
      'watching',
      'retiring',
    ]);
  });

  it.each([
    ['its load is refused', { load: 'refuses' }, 'load-failed'],
    ['its process dies while it loads', { load: 'dies' }, 'process-died'],
    ['its output is wrong', { probe: 'bad' }, 'probe-failed'],
    ['its process dies while it is tried', { probe: 'dies' }, 'process-died'],
    ['it does not reach the show', { air: 'bad' }, 'not-on-air'],
  ] as const)('is rejected when %s, and the active one is never touched', async (_name, script, code) => {
    const bench = swapBench();
    const before = bench.router.active(llm);
    await swapTo(bench, script);
    expect(bench.receipts).toMatchObject([{ outcome: 'rejected', code }]);
    expect(bench.receipts[0]?.words?.zh).toMatch(/未切换上线/);
    expect(bench.router.active(llm)).toBe(before);
    expect(bench.living()).toEqual(['old', 'old-voice']);
    expect(bench.desired).toEqual([]);
  });

  it.each([
    ['load', { load: 'never' }, 120_000, 'load-timeout'],
    ['probe', { probe: 'never' }, 20_000, 'probe-timeout'],
  ] as const)('gives up on a %s that never ends', async (_name, script, limitMs, code) => {
    const bench = swapBench();
    await swapTo(bench, script);
    expect(bench.receipts).toEqual([]);
    await bench.clock.advance(limitMs);
    expect(bench.receipts).toMatchObject([{ outcome: 'rejected', code }]);
    expect(bench.living()).toEqual(['old', 'old-voice']);
  });

  it('answers a second request at once with what is going on', async () => {
    const bench = swapBench();
    bench.controller.request({ slotId: llm, to: choice('new'), by });
    await settle();
    const second = bench.controller.request({ slotId: llm, to: choice('third'), by });
    expect(second).toMatchObject({ accepted: false, why: 'busy' });
    expect(second.accepted ? '' : second.words.en).toContain('new');
    await bench.clock.advance(1000);
    expect(bench.active()).toBe('new');
  });

  it('commits what is watched when the next one is asked for', async () => {
    const bench = swapBench();
    await swapTo(bench);
    expect(bench.controller.request({ slotId: llm, to: choice('third'), by })).toMatchObject({ accepted: true });
    await bench.clock.advance(1000);
    expect(bench.active()).toBe('third');
    expect(bench.receipts).toMatchObject([{ outcome: 'switched' }]);
    expect(bench.living()).toEqual(['old-voice', 'new', 'third']);
  });

  it.each([
    ['an unknown slot', { slotId: asInstanceId('x') as never, to: choice('new') }, 'no-slot'],
    ['another kind', { slotId: llm, to: choice('v', {}, 'fake-tts') }, 'wrong-kind'],
    ['the one that is there', { slotId: llm, to: choice('old') }, 'already-active'],
  ] as const)('is refused for %s', (_name, request, why) => {
    expect(swapBench().controller.request({ ...request, by })).toMatchObject({ accepted: false, why });
  });

  it('goes on in two slots at once', async () => {
    const bench = swapBench();
    bench.controller.request({ slotId: llm, to: choice('new'), by });
    bench.controller.request({ slotId: voice, to: choice('new-voice', {}, 'fake-tts'), by });
    await bench.clock.advance(1000);
    expect([bench.active(), bench.active(voice)]).toEqual(['new', 'new-voice']);
  });

  it('is given up when asked', async () => {
    const bench = swapBench();
    await swapTo(bench, { load: 'never' });
    expect(bench.controller.abandon(llm)).toBe(true);
    await settle();
    expect(bench.receipts).toMatchObject([{ outcome: 'rejected', code: 'abandoned' }]);
    expect(bench.controller.abandon(llm)).toBe(false);
  });

  it('waits for the leases of the old one, but not for ever', async () => {
    const bench = swapBench({ policy: { watchMs: 10 } });
    const lease = bench.router.lease({ kind: 'llm' });
    await swapTo(bench);
    expect(bench.phase()).toBe('retiring');
    expect(bench.living()).toContain('old');
    await bench.clock.advance(30_000);
    expect(bench.living()).not.toContain('old');
    lease?.release();
  });

  it('tells of a process that does not end', async () => {
    const bench = swapBench();
    await swapTo(bench, { probe: 'bad', end: 'quarantined' });
    expect(bench.notices[0]).toMatch(/did not end/);
    expect(bench.phase()).toBe('idle');
  });
});

describe('the watch', () => {
  it('rolls back when the new one fails, by flipping the pointer', async () => {
    const bench = swapBench();
    const old = bench.router.active(llm);
    await swapTo(bench);
    fail(bench, 'new', 1);
    expect(bench.active()).toBe('new');
    fail(bench, 'new', 1);
    expect(bench.router.active(llm)).toBe(old);
    await settle();
    expect(bench.receipts).toMatchObject([{ outcome: 'rolled-back', code: 'breach-failures', figures: { failures: 2, requests: 2 } }]);
    expect(bench.desired.at(-1)).toEqual([llm, 'old', 'pinned']);
    expect(bench.living()).not.toContain('new');
  });

  it('does not blame the new one for what the old one did as badly', async () => {
    const bench = swapBench();
    fail(bench, 'old', 4);
    await swapTo(bench);
    fail(bench, 'new', 4);
    expect(bench.active()).toBe('new');
  });

  it('rolls back when the new one is much slower', async () => {
    const bench = swapBench();
    serve(bench, 'old', 10, 50);
    await swapTo(bench);
    serve(bench, 'new', 4, 2700);
    expect(bench.active()).toBe('new');
    serve(bench, 'new', 1, 2700);
    expect(bench.active()).toBe('old');
    await settle();
    expect(bench.receipts[0]).toMatchObject({ code: 'breach-latency', figures: { medianMs: 2700, baselineMedianMs: 50 } });
  });

  it('rolls back at once when the new one dies', async () => {
    const bench = swapBench();
    await swapTo(bench);
    bench.instanceOf('new').set('restarting');
    expect(bench.active()).toBe('old');
    await settle();
    expect(bench.receipts).toMatchObject([{ outcome: 'rolled-back', code: 'breach-health' }]);
  });

  it('rolls back when asked, and only while it watches', async () => {
    const bench = swapBench();
    expect(bench.controller.rollBack(llm, by)).toMatchObject({ accepted: false, why: 'nothing-to-roll-back' });
    await swapTo(bench);
    expect(bench.controller.rollBack(llm, by)).toMatchObject({ accepted: true });
    expect(bench.active()).toBe('old');
    await settle();
    expect(bench.receipts).toMatchObject([{ outcome: 'rolled-back', code: 'asked' }]);
    expect(bench.receipts[0]?.figures.rollbackMs).toBeGreaterThanOrEqual(0);
    expect(bench.controller.rollBack(llm, by)).toMatchObject({ accepted: false });
  });

  it('commits by itself when the old one is lost', async () => {
    const bench = swapBench();
    await swapTo(bench);
    bench.instanceOf('old').set('failed');
    await settle();
    expect(bench.phase()).toBe('idle');
    expect(bench.active()).toBe('new');
  });
});

describe('off and on', () => {
  it('switches a slot off, and back while it is watched', async () => {
    const bench = swapBench();
    expect(bench.controller.request({ slotId: llm, to: null, by })).toMatchObject({ accepted: true });
    expect(bench.active()).toBeNull();
    expect(bench.controller.rollBack(llm, by)).toMatchObject({ accepted: true });
    expect(bench.active()).toBe('old');
  });

  it('switches on from off; it is tried against nothing', async () => {
    const bench = swapBench({ policy: { watchMs: 10 } });
    bench.controller.request({ slotId: llm, to: null, by });
    await bench.clock.advance(100);
    expect(bench.living()).toEqual(['old-voice']);
    await swapTo(bench);
    expect(bench.active()).toBe('new');
    expect(bench.probes).toEqual([['new', undefined]]);
  });
});

describe('room', () => {
  it('refuses with the numbers what does not fit', async () => {
    const bench = swapBench({ totalBytes: 100 * mebibyte });
    bench.remembered.set('new', 200 * mebibyte);
    await swapTo(bench);
    expect(bench.receipts).toMatchObject([{ outcome: 'rejected', code: 'no-memory' }]);
    expect(bench.receipts[0]?.words?.en).toContain('200 MiB');
    expect(bench.spawned).toHaveLength(2);
  });

  it('ends what grows over the budget while it loads', async () => {
    const bench = swapBench({ totalBytes: 100 * mebibyte });
    await swapTo(bench, { load: 'never', bytes: 500 * mebibyte });
    expect(bench.receipts).toMatchObject([{ outcome: 'rejected', code: 'over-budget' }]);
    expect(bench.active()).toBe('old');
  });

  it('stops first and starts then when it is asked for by name', async () => {
    const bench = swapBench();
    await swapTo(bench, {}, { mode: 'stop-then-start' });
    expect(bench.active()).toBe('new');
    expect(bench.receipts).toMatchObject([{ outcome: 'stop-then-started' }]);
    expect(bench.living()).toEqual(['old-voice', 'new']);
  });

  it('loads the old one again when its successor fails', async () => {
    const bench = swapBench();
    await swapTo(bench, { probe: 'bad' }, { mode: 'stop-then-start' });
    await bench.clock.advance(1000);
    expect(bench.active()).toBe('old');
    expect(bench.receipts).toMatchObject([{ outcome: 'rolled-back', code: 'probe-failed' }]);
    expect(bench.living()).toEqual(['old-voice', 'old']);
  });
});

describe('prepared ones', () => {
  it('are loaded and tried, and put on air without loading', async () => {
    const bench = swapBench();
    const prepared = bench.controller.prepare(llm, choice('new'));
    await bench.clock.advance(1000);
    const instance = await prepared;
    expect(bench.active()).toBe('old');
    expect(bench.controller.views()[0]?.warm).toMatchObject([{ instanceId: instance.id }]);
    bench.controller.request({ slotId: llm, to: choice('new'), by });
    await settle();
    expect(bench.router.active(llm)).toBe(instance);
    expect(bench.probes).toHaveLength(1);
  });

  it('are evicted, the longest unused one first, when more are prepared or room is needed', async () => {
    const bench = swapBench({ totalBytes: 100 * mebibyte });
    for (const name of ['a', 'b', 'c']) {
      const prepared = bench.controller.prepare(llm, choice(name));
      await bench.clock.advance(1000);
      await prepared;
    }
    expect(bench.living()).toEqual(['old', 'old-voice', 'b', 'c']);
    bench.remembered.set('new', 65 * mebibyte);
    await swapTo(bench);
    expect(bench.active()).toBe('new');
    expect(bench.living()).toEqual(['old', 'old-voice', 'c', 'new']);
  });

  it('are not kept when they are not fit', async () => {
    const bench = swapBench();
    const prepared = bench.controller.prepare(llm, choice('new', { probe: 'bad' }));
    const outcome = expect(prepared).rejects.toMatchObject({ code: 'probe-failed' });
    await bench.clock.advance(1000);
    await outcome;
    expect(bench.living()).toEqual(['old', 'old-voice']);
  });

  it('are ended when asked, and when they die', async () => {
    const bench = swapBench();
    const prepared = bench.controller.prepare(llm, choice('a'));
    const other = bench.controller.prepare(llm, choice('b'));
    await bench.clock.advance(1000);
    expect(await bench.controller.unload((await prepared).id)).toBe(true);
    expect(await bench.controller.unload(bench.instanceOf('old').id)).toBe(false);
    await other;
    bench.instanceOf('b').set('restarting');
    await settle();
    expect(bench.living()).toEqual(['old', 'old-voice']);
  });
});

describe('the end', () => {
  it.each([
    ['a load', { load: 'never' }, { outcome: 'rejected', code: 'shutdown' }],
    ['a watch', {}, { outcome: 'switched' }],
  ] as const)('ends %s with its receipt and leaves the active ones to their owner', async (_name, script, receipt) => {
    const bench = swapBench();
    await swapTo(bench, script);
    const prepared = bench.controller.prepare(voice, choice('warm-voice', {}, 'fake-tts'));
    await bench.clock.advance(1000);
    await prepared;
    const active = [bench.active(), bench.active(voice)];
    await bench.controller.dispose();
    expect(bench.receipts).toMatchObject([receipt]);
    expect(new Set(bench.living())).toEqual(new Set(active));
    expect(bench.controller.request({ slotId: llm, to: choice('x'), by })).toMatchObject({ accepted: false });
  });
});
