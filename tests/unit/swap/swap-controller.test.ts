/** The controller against scripted engines: the good way, and every way in which a candidate, a switch or an end can go wrong. */
import { describe, expect, it } from 'vitest';
import { asInstanceId, asSlotId } from '../../../main/contract/ids.ts';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import { SwapError } from '../../../main/swap/swap-error.ts';
import type { SwapCode, SwapReceipt } from '../../../main/swap/types.ts';
import { settle } from '../../fakes/fake-clock.ts';
import { choice, createHarness, mib } from './swap-harness.ts';
import type { Harness } from './swap-harness.ts';

const brain = asSlotId('brain');

function onlyReceipt({ receipts }: Harness): SwapReceipt {
  expect(receipts).toHaveLength(1);
  return receipts[0] as SwapReceipt;
}

/** Both languages, and what it means on air. */
function expectWords(receipt: SwapReceipt, ...parts: readonly string[]): void {
  for (const part of parts) expect(receipt.words?.en).toContain(part);
  expect(receipt.words?.zh).toMatch(/[\u4e00-\u9fff]/u);
}

describe('a swap that works', () => {
  it('loads beside, tries out, switches in one go, watches, and ends the old one', async () => {
    const h = createHarness();
    const old = h.fill('brain', 'a');
    expect(h.swap('brain', 'b')).toEqual({ accepted: true, swapId: 'swap-1' });
    await settle();
    expect(h.phase('brain')).toBe('loading');
    expect(h.slots.active(brain)).toBe(old);
    h.controller.hush(300);
    h.controller.unhush();
    expect(h.engine('b').holds).toEqual([300, 'released']);
    expect(old.holds).toEqual([]);
    h.engine('b').holds.splice(0);
    await h.clock.advance(700);
    h.engine('b').become('ready');
    await settle();
    expect(h.phase('brain')).toBe('watching');
    expect(h.slots.active(brain)).toBe(h.engine('b'));
    expect(h.slots.choice(brain)?.choiceId).toBe('b');
    expect(h.engine('b').priorities).toEqual([0]);
    h.controller.hush(300);
    h.controller.unhush();
    // on air, and under watch: it is not to stand still, nor is the one before
    expect(h.engine('b').holds).toEqual(['released']);
    expect(old.holds).not.toContain(300);
    expect(h.probes).toEqual([{ id: h.engine('b').id, against: old.signature }]);
    expect(h.desired).toEqual([[brain, 'b', 'wanted']]);
    expect(old.alive).toBe(true);
    await h.clock.advance(119_999);
    expect(old.alive).toBe(true);
    await h.clock.advance(1);
    expect(old.alive).toBe(false);
    const receipt = onlyReceipt(h);
    expect(receipt).toMatchObject({
      swapId: 'swap-1',
      slotId: 'brain',
      kind: 'llm',
      from: { choiceId: 'a' },
      to: { choiceId: 'b' },
      mode: 'beside',
      by: 'ann',
      reason: 'test',
      outcome: 'switched',
      figures: { candidateBytes: 50 * mib, flipMs: 0, probeFirstMs: 12, requests: 0, failures: 0 },
    });
    expect(receipt.code).toBeUndefined();
    expect(receipt.phases.map(({ phase }) => phase)).toEqual([
      'admitting',
      'spawning',
      'loading',
      'validating',
      'switching',
      'watching',
      'retiring',
    ]);
    const durations = Object.fromEntries(receipt.phases.map(({ phase, durationMs }) => [phase, durationMs]));
    expect([durations['loading'], durations['watching']]).toEqual([700, 120_000]);
    expect(receipt.phases.find(({ phase }) => phase === 'watching')?.atMs).toBe(receipt.startedAtMs + 700);
    expect(h.remembered.get('b')).toBe(50 * mib);
    expect(h.engine('b').listeners).toBe(0);
    expect(h.clock.waiting).toBe(0);
    expect(h.controller.instances()).toEqual([expect.objectContaining({ role: 'active', slotId: brain })]);
  });

  it('tells each phase in its order', async () => {
    const h = createHarness();
    h.fill('brain', 'a');
    await h.swapIn('brain', 'b');
    h.controller.commit(brain);
    await settle();
    expect(h.views.map(({ phase }) => phase).filter((phase, at, all) => phase !== all[at - 1])).toEqual([
      'admitting',
      'spawning',
      'loading',
      'validating',
      'switching',
      'watching',
      'retiring',
      'idle',
    ]);
    const watching = h.views.find(({ phase }) => phase === 'watching');
    expect(watching).toMatchObject({
      swapId: 'swap-1',
      active: { instanceId: 'b-2', choice: { choiceId: 'b' } },
      previous: { instanceId: 'a-0', choice: { choiceId: 'a' } },
      candidate: null,
      watchEndsAtMs: h.clock.wallNow() + 120_000,
    });
  });

  it('lets running requests end on the old one, and cuts them only when it is retired', async () => {
    const h = createHarness({ policy: { watchMs: 10_000, drainMs: 30_000 } });
    const old = h.fill('brain', 'a');
    const lease = h.slots.lease(brain);
    await h.swapIn('brain', 'b');
    expect(h.slots.lease(brain)?.instance).toBe(h.engine('b'));
    await h.clock.advance(10_000);
    expect([h.phase('brain'), old.alive]).toEqual(['retiring', true]);
    // waited for since the switch, not since the end of the watch
    await h.clock.advance(19_999);
    expect(old.alive).toBe(true);
    await h.clock.advance(1);
    expect([h.phase('brain'), old.alive]).toEqual(['idle', false]);
    lease?.release();
    expect(h.clock.waiting).toBe(0);
  });

  it('ends the old one as soon as its last request has ended', async () => {
    const h = createHarness();
    const old = h.fill('brain', 'a');
    const lease = h.slots.lease(brain);
    await h.swapIn('brain', 'b');
    h.controller.commit(brain);
    await settle();
    expect([h.phase('brain'), old.alive]).toEqual(['retiring', true]);
    lease?.release();
    await settle();
    expect([h.phase('brain'), old.alive]).toEqual(['idle', false]);
    expect(onlyReceipt(h).outcome).toBe('switched');
  });

  it('goes on while the active one dies and is started again', async () => {
    const h = createHarness();
    const old = h.fill('brain', 'a');
    h.swap('brain', 'b');
    await settle();
    old.become('restarting');
    h.engine('b').become('ready');
    await settle();
    expect(h.phase('brain')).toBe('watching');
  });
});

describe('a request', () => {
  it('is answered at once with what is going on', async () => {
    const h = createHarness();
    h.fill('brain', 'a');
    h.swap('brain', 'b');
    await settle();
    const answer = h.swap('brain', 'c');
    expect(answer).toMatchObject({ accepted: false, why: 'busy', words: { en: expect.stringContaining('Engine b is being loaded') } });
    expect(h.spawned).toHaveLength(2);
  });

  it('while watching commits the watch, ends the old one first, and begins', async () => {
    const h = createHarness();
    const first = h.fill('brain', 'a');
    const second = await h.swapIn('brain', 'b');
    expect(h.swap('brain', 'c')).toEqual({ accepted: true, swapId: 'swap-2' });
    expect(h.swap('brain', 'd')).toMatchObject({ accepted: false, why: 'busy' });
    await settle();
    expect(first.alive).toBe(false);
    expect(h.receipts.map(({ swapId, outcome }) => [swapId, outcome])).toEqual([['swap-1', 'switched']]);
    h.engine('c').become('ready');
    await settle();
    expect(h.slots.active(brain)).toBe(h.engine('c'));
    h.controller.rollBack(brain, 'ann');
    expect(h.slots.active(brain)).toBe(second);
  });

  it('that waits behind a retirement can be given up', async () => {
    const h = createHarness();
    h.fill('brain', 'a');
    const lease = h.slots.lease(brain);
    await h.swapIn('brain', 'b');
    h.swap('brain', 'c');
    expect(h.controller.abandon(brain, 'bob')).toBe(true);
    expect(onlyReceipt(h)).toMatchObject({ swapId: 'swap-2', outcome: 'rejected', code: 'abandoned', to: { choiceId: 'c' } });
    lease?.release();
    await settle();
    expect(h.receipts.map(({ swapId }) => swapId)).toEqual(['swap-2', 'swap-1']);
    expect(h.phase('brain')).toBe('idle');
  });

  it('is refused where it makes no sense', async () => {
    const h = createHarness({ kindOf: ({ engineId }) => (engineId === 'b' ? 'tts' : 'llm') });
    h.fill('brain', 'a');
    const why = (answer: ReturnType<typeof h.swap>): string => (answer.accepted ? 'accepted' : answer.why);
    expect(why(h.swap('nowhere', 'b'))).toBe('no-slot');
    expect(why(h.swap('brain', 'b'))).toBe('wrong-kind');
    expect(why(h.swap('brain', 'a'))).toBe('already-active');
    expect(why(h.controller.rollBack(brain, 'ann'))).toBe('nothing-to-roll-back');
    expect(why(h.controller.rollBack(asSlotId('nowhere'), 'ann'))).toBe('no-slot');
    for (const id of [brain, asSlotId('nowhere')]) expect([h.controller.commit(id), h.controller.abandon(id)]).toEqual([false, false]);
    h.slots.setActive(brain, undefined, null);
    expect(why(h.swap('brain', null))).toBe('already-active');
    expect(h.receipts).toEqual([]);
  });

  it('for the same choice with other settings, or in place of a failed one, is a swap', async () => {
    const h = createHarness();
    const old = h.fill('brain', 'a');
    const again = { slotId: brain, to: choice('a', { speed: 2 }), by: 'ann' };
    expect(h.controller.request(again).accepted).toBe(true);
    h.controller.abandon(brain, 'ann');
    await settle();
    old.become('failed');
    expect(h.swap('brain', 'a').accepted).toBe(true);
    await settle();
    h.engine('a').become('ready');
    await settle();
    // there is nothing to go back to: no watch
    expect([h.phase('brain'), h.receipts.at(-1)?.outcome, old.alive]).toEqual(['idle', 'switched', false]);
  });

  it('may be made from within what a swap tells', async () => {
    const h = createHarness();
    h.fill('brain', 'a');
    const seen: string[] = [];
    h.controller.onChange(({ phase }) => {
      seen.push(phase);
      if (phase === 'watching') h.controller.commit(brain);
    });
    await h.swapIn('brain', 'b').catch(() => undefined);
    await settle();
    expect([h.phase('brain'), onlyReceipt(h).outcome]).toEqual(['idle', 'switched']);
    // a second listener hears all of it, in the same order
    expect(h.views.map(({ phase }) => phase)).toEqual(seen);
  });
});

describe('a candidate that is no good', () => {
  const load = (h: Harness): Promise<void> => {
    h.engine('b').become('ready');
    return settle();
  };
  const bad: ReadonlyArray<
    readonly [
      title: string,
      code: SwapCode,
      make: () => Harness,
      play: (h: Harness) => Promise<unknown> | undefined,
      words: readonly string[],
    ]
  > = [
    ['is not part of the build', 'load-failed', () => createHarness({ missing: ['b'] }), () => undefined, ['not part of this build']],
    ['is of another kind', 'signature', () => createHarness({ script: () => ({ kind: 'tts' }) }), () => undefined, ['“tts”', '“llm”']],
    [
      'refuses to load',
      'load-failed',
      createHarness,
      (h) => Promise.resolve(h.engine('b').refuse({ en: 'The file is cut short.', zh: '文件不完整。' })),
      ['The file is cut short.'],
    ],
    ['is never ready', 'load-timeout', createHarness, (h) => h.clock.advance(120_000), ['120 s']],
    ['dies while it loads', 'process-died', createHarness, (h) => Promise.resolve(h.engine('b').become('loading')), ['ended before']],
    [
      'dies while it is tried out',
      'process-died',
      () => createHarness({ probe: () => new Promise(() => {}) }),
      async (h) => {
        await load(h);
        h.engine('b').become('restarting');
      },
      ['ended before'],
    ],
    [
      'answers garbage',
      'probe-failed',
      () =>
        createHarness({
          probe: () =>
            Promise.reject(
              new SwapError('probe-failed', 'silent', { detail: { words: { en: 'Its sound is silent.', zh: '声音是静音。' } } }),
            ),
        }),
      load,
      ['did not pass: Its sound is silent.'],
    ],
    [
      'cannot stand in',
      'signature',
      () => createHarness({ probe: () => Promise.reject(new SwapError('signature', 'no English')) }),
      load,
      ['no English.'],
    ],
    [
      'fails in its probe with anything',
      'probe-failed',
      () => createHarness({ probe: () => Promise.reject(new Error('boom')) }),
      load,
      ['boom'],
    ],
    [
      'never ends its probe, deaf to the abort',
      'probe-timeout',
      () => createHarness({ probe: () => new Promise(() => {}) }),
      async (h) => {
        await load(h);
        await h.clock.advance(20_000);
      },
      ['20 s'],
    ],
    [
      'does not reach the show',
      'not-on-air',
      () => createHarness({ bringOnAir: () => Promise.reject(new Error('no socket')) }),
      load,
      ['no socket'],
    ],
    [
      'never reaches the show',
      'not-on-air',
      () => createHarness({ bringOnAir: () => new Promise(() => {}) }),
      async (h) => {
        await load(h);
        await h.clock.advance(15_000);
      },
      ['could not be brought'],
    ],
    [
      'dies on its way to the show',
      'process-died',
      () => createHarness({ bringOnAir: () => new Promise(() => {}) }),
      async (h) => {
        await load(h);
        h.engine('b').become('restarting');
      },
      ['ended before'],
    ],
    [
      'dies at the very moment of the switch',
      'process-died',
      () =>
        createHarness({
          // already gone when the switch comes, but its end was not told yet
          bringOnAir: async (candidate) => void Object.defineProperty(candidate, 'state', { get: () => 'restarting' }),
        }),
      load,
      ['ended before'],
    ],
    [
      'is refused by the slot',
      'not-on-air',
      createHarness,
      (h) => {
        h.slots.refuseNext();
        return load(h);
      },
      ['the slot refuses'],
    ],
    [
      'grows over the budget while it loads',
      'over-budget',
      () => createHarness({ totalBytes: 1000 * mib }),
      async (h) => {
        await h.clock.advance(1000);
        expect(h.phase('brain')).toBe('loading');
        h.engine('b').rss = 951 * mib;
        await h.clock.advance(250);
      },
      ['1001 MiB', '1000 MiB'],
    ],
    [
      'grows over the budget in its probe',
      'over-budget',
      () => createHarness({ totalBytes: 1000 * mib, probe: () => new Promise(() => {}) }),
      async (h) => {
        await load(h);
        h.engine('b').rss = 2000 * mib;
        await h.clock.advance(250);
      },
      ['2050 MiB'],
    ],
    [
      'does not fit',
      'no-memory',
      () => createHarness({ totalBytes: 1000 * mib, expected: { b: 951 * mib } }),
      () => undefined,
      ['951 MiB', '1000 MiB'],
    ],
    [
      'is one too many',
      'too-many',
      () => createHarness({ policy: { instancesPerKind: { llm: 1 } } }),
      () => undefined,
      ['stop-then-start'],
    ],
    [
      'is given up while it loads',
      'abandoned',
      createHarness,
      (h) => {
        h.controller.abandon(brain, 'bob');
        return undefined;
      },
      ['bob'],
    ],
    [
      'is given up in its probe',
      'abandoned',
      () => createHarness({ probe: () => new Promise(() => {}) }),
      async (h) => {
        await load(h);
        h.controller.abandon(brain, 'bob');
      },
      ['bob'],
    ],
  ];

  it.each(bad)('%s: rejected with %s, the active one untouched', async (_title, code, make, play, words) => {
    const h = make();
    const old = h.fill('brain', 'a');
    const flips = h.slots.flips.length;
    h.swap('brain', 'b');
    await settle();
    await play(h);
    await settle();
    const receipt = onlyReceipt(h);
    expect([receipt.outcome, receipt.code]).toEqual(['rejected', code]);
    expectWords(receipt, 'Engine b', 'Engine a stays in place', ...words.filter((part) => part !== ''));
    expect(h.slots.flips.length).toBe(flips);
    expect([h.phase('brain'), h.slots.active(brain), old.alive, old.disposals]).toEqual(['idle', old, true, 0]);
    for (const engine of h.spawned) expect([engine.alive, engine.listeners]).toEqual([engine === old, 0]);
    expect([h.clock.waiting, h.desired.length, h.notices.length]).toEqual([0, 0, 0]);
    // and the slot is free for the next one
    expect(h.swap('brain', 'c').accepted).toBe(true);
  });

  it('is told to stop when its time is over', async () => {
    const aborted: string[] = [];
    const h = createHarness({
      probe: (_candidate, _choice, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted.push('probe');
            reject(signal.reason);
          });
        }),
    });
    h.fill('brain', 'a');
    h.swap('brain', 'b');
    await settle();
    h.engine('b').become('ready');
    await settle();
    await h.clock.advance(20_000);
    expect(aborted).toEqual(['probe']);
    expect(onlyReceipt(h).code).toBe('probe-timeout');
  });

  it('that answers after it was given up changes nothing any more', async () => {
    const late = createDeferred<{ firstOutputMs: number; totalMs: number }>();
    const h = createHarness({ probe: () => late.promise });
    const old = h.fill('brain', 'a');
    h.swap('brain', 'b');
    await settle();
    h.engine('b').become('ready');
    await settle();
    h.controller.abandon(brain, 'bob');
    await settle();
    late.resolve({ firstOutputMs: 1, totalMs: 2 });
    await settle();
    expect([h.slots.active(brain), onlyReceipt(h).code]).toEqual([old, 'abandoned']);
  });
});

describe('an engine that does not end', () => {
  it.each(['ignores', 'throws', 'quarantined'] as const)('(%s) is reported, and the swap ends all the same', async (disposes) => {
    const h = createHarness({ script: () => ({ disposes }) });
    h.fill('brain', 'a');
    h.swap('brain', 'b');
    await settle();
    h.engine('b').become('restarting');
    await settle();
    await h.clock.advance(10_000);
    expect(onlyReceipt(h)).toMatchObject({ outcome: 'rejected', code: 'process-died' });
    expect(h.notices).toEqual([expect.stringContaining('(4711) was told to end')]);
    expect([h.phase('brain'), h.engine('b').disposals, h.clock.waiting]).toEqual(['idle', 1, 0]);
  });
});

describe('the watch', () => {
  const served = (h: Harness, id: string, ms: number, times = 1): void => {
    for (let n = 0; n < times; n += 1)
      h.controller.observe({ instanceId: asInstanceId(id), outcome: 'served', askedAtMs: 0, firstOutputMs: ms });
  };
  const failed = (h: Harness, id: string): void => h.controller.observe({ instanceId: asInstanceId(id), outcome: 'failed', askedAtMs: 0 });

  it('rolls back synchronously when the new one fails more than the old one did', async () => {
    const h = createHarness();
    const old = h.fill('brain', 'a');
    served(h, 'a-0', 40, 8);
    const fresh = await h.swapIn('brain', 'b');
    served(h, 'b-2', 60);
    failed(h, 'b-2');
    expect(h.slots.active(brain)).toBe(fresh);
    failed(h, 'b-2');
    // no tick in between: the next lease gets the old one
    expect(h.slots.lease(brain)?.instance).toBe(old);
    await settle();
    const receipt = onlyReceipt(h);
    expect(receipt).toMatchObject({
      outcome: 'rolled-back',
      code: 'breach-failures',
      figures: { requests: 3, failures: 2, medianMs: 60, baselineMedianMs: 40, rollbackMs: 0 },
    });
    expectWords(receipt, '2 of its last 3', 'Engine a serves again');
    expect(h.desired.at(-1)).toEqual([brain, 'a', 'pinned']);
    expect(h.controller.view(brain)?.pinned).toBe(true);
    expect([fresh.alive, old.alive, old.disposals]).toEqual([false, true, 0]);
    expect(h.clock.waiting).toBe(0);
  });

  it('rolls back when the new one answers too late', async () => {
    const h = createHarness();
    const old = h.fill('brain', 'a');
    served(h, 'a-0', 100, 3);
    await h.swapIn('brain', 'b');
    served(h, 'b-2', 3000, 4);
    expect(h.slots.active(brain)).not.toBe(old);
    served(h, 'b-2', 3000);
    expect(h.slots.active(brain)).toBe(old);
    await settle();
    expect(onlyReceipt(h)).toMatchObject({ code: 'breach-latency', figures: { medianMs: 3000, baselineMedianMs: 100 } });
  });

  it('judges the new one by what it does after the switch only, and not by requests that end late on the old one', async () => {
    const h = createHarness();
    h.fill('brain', 'a');
    const preparing = h.controller.prepare(brain, choice('b'));
    await settle();
    h.engine('b').become('ready');
    await preparing;
    for (let n = 0; n < 5; n += 1) failed(h, 'b-2');
    h.swap('brain', 'b');
    await settle();
    for (let n = 0; n < 5; n += 1) failed(h, 'a-0');
    served(h, 'b-2', 10);
    failed(h, 'b-2');
    expect([h.phase('brain'), h.slots.active(brain)]).toEqual(['watching', h.engine('b')]);
  });

  it.each(['restarting', 'failed'] as const)('rolls back when the new one is %s', async (state) => {
    const h = createHarness();
    const old = h.fill('brain', 'a');
    const fresh = await h.swapIn('brain', 'b');
    fresh.become(state);
    expect(h.slots.active(brain)).toBe(old);
    await settle();
    expect(onlyReceipt(h)).toMatchObject({ outcome: 'rolled-back', code: 'breach-health' });
  });

  it('rolls back when asked, with who it was', async () => {
    const h = createHarness();
    const old = h.fill('brain', 'a');
    const lease = h.slots.lease(brain);
    const fresh = await h.swapIn('brain', 'b');
    const onNew = h.slots.lease(brain);
    expect(h.controller.rollBack(brain, 'bob')).toEqual({ accepted: true, swapId: 'swap-1' });
    expect(h.slots.active(brain)).toBe(old);
    expect(h.controller.rollBack(brain, 'bob').accepted).toBe(false);
    await settle();
    // its own requests are waited for as well
    expect([h.phase('brain'), fresh.alive]).toEqual(['retiring', true]);
    onNew?.release();
    await settle();
    expectWords(onlyReceipt(h), 'bob', 'Engine a');
    expect([fresh.alive, old.alive]).toEqual([false, true]);
    lease?.release();
    // a new wish lifts the pin
    h.swap('brain', 'c');
    expect(h.controller.view(brain)?.pinned).toBe(false);
  });

  it('has nothing to go back to when the old one is gone: the new one stays', async () => {
    const h = createHarness();
    const old = h.fill('brain', 'a');
    const fresh = await h.swapIn('brain', 'b');
    old.become('restarting');
    expect(h.phase('brain')).toBe('watching');
    old.become('failed');
    await settle();
    expect([h.phase('brain'), h.slots.active(brain), onlyReceipt(h).outcome]).toEqual(['idle', fresh, 'switched']);
    expect(h.notices).toEqual([expect.stringContaining('kept for a rollback')]);
  });

  it('forgets engines that are gone', async () => {
    const h = createHarness();
    h.fill('brain', 'a');
    served(h, 'ghost', 1);
    await h.swapIn('brain', 'b');
    served(h, 'a-0', 1);
    h.controller.commit(brain);
    await settle();
    failed(h, 'a-0');
    failed(h, 'a-0');
    expect([h.phase('brain'), onlyReceipt(h).figures.baselineMedianMs]).toEqual(['idle', undefined]);
  });
});

describe('off and on', () => {
  it('switches off, keeps the old one for the watch, and rolls back', async () => {
    const h = createHarness();
    const old = h.fill('brain', 'a');
    expect(h.swap('brain', null).accepted).toBe(true);
    expect([h.slots.active(brain), old.alive, h.phase('brain')]).toEqual([undefined, true, 'watching']);
    expect(h.controller.view(brain)).toMatchObject({ active: null, previous: { instanceId: 'a-0', choice: { choiceId: 'a' } } });
    h.controller.rollBack(brain, 'ann');
    expect(h.slots.active(brain)).toBe(old);
    await settle();
    expect(onlyReceipt(h)).toMatchObject({ outcome: 'rolled-back', code: 'asked', to: null, figures: { rollbackMs: 0 } });
    expect(h.desired).toEqual([
      [brain, null, 'wanted'],
      [brain, 'a', 'pinned'],
    ]);
  });

  it('stays off after the watch', async () => {
    const h = createHarness();
    const old = h.fill('brain', 'a');
    h.swap('brain', null);
    await h.clock.advance(120_000);
    expect([h.slots.active(brain), old.alive, onlyReceipt(h).outcome]).toEqual([undefined, false, 'switched']);
  });

  it('goes on from off without a baseline, and off again when it fails', async () => {
    const h = createHarness();
    const fresh = await h.swapIn('brain', 'b');
    expect(h.probes).toEqual([{ id: fresh.id, against: undefined }]);
    expect(h.controller.view(brain)?.previous).toEqual({ instanceId: null, choice: null });
    for (let n = 0; n < 2; n += 1) h.controller.observe({ instanceId: fresh.id, outcome: 'failed', askedAtMs: 0 });
    expect(h.slots.active(brain)).toBeUndefined();
    await settle();
    const receipt = onlyReceipt(h);
    expect(receipt).toMatchObject({ outcome: 'rolled-back', code: 'breach-failures', from: null });
    expectWords(receipt, 'off again');
    expect(fresh.alive).toBe(false);
  });
});

describe('stop, then start', () => {
  const stop = { mode: 'stop-then-start' } as const;

  it('empties the slot, waits for its requests, ends the old one, and only then loads', async () => {
    const h = createHarness({ totalBytes: 1000 * mib, expected: { b: 990 * mib } });
    const old = h.fill('brain', 'a');
    const lease = h.slots.lease(brain);
    h.swap('brain', 'b', stop);
    await settle();
    expect([h.slots.active(brain), old.alive, h.spawned.length]).toEqual([undefined, true, 1]);
    lease?.release();
    await settle();
    expect([old.alive, h.spawned.length, h.phase('brain')]).toEqual([false, 2, 'loading']);
    h.engine('b').become('ready');
    await settle();
    expect(h.slots.active(brain)).toBe(h.engine('b'));
    const receipt = onlyReceipt(h);
    expect(receipt).toMatchObject({ outcome: 'stop-then-started', mode: 'stop-then-start' });
    expect(receipt.phases.map(({ phase }) => phase)).toEqual(['admitting', 'retiring', 'spawning', 'loading', 'validating', 'switching']);
    // it was compared with what stood there before
    expect(h.probes[0]?.against).toBe(old.signature);
    expect(h.desired).toEqual([[brain, 'b', 'wanted']]);
  });

  it('is refused before anything is touched when even that is not enough', async () => {
    const h = createHarness({ totalBytes: 1000 * mib, expected: { b: 1001 * mib } });
    const old = h.fill('brain', 'a');
    h.swap('brain', 'b', stop);
    await settle();
    expect([onlyReceipt(h).code, h.slots.active(brain)]).toEqual(['no-memory', old]);
  });

  it('loads the old one again when the new one fails, without a probe', async () => {
    const h = createHarness();
    h.fill('brain', 'a');
    h.swap('brain', 'b', stop);
    await settle();
    h.engine('b').refuse({ en: 'Bad file.', zh: '文件损坏。' });
    await settle();
    expect(h.controller.view(brain)).toMatchObject({ phase: 'loading', candidate: { choice: { choiceId: 'a' } } });
    expect(h.controller.abandon(brain, 'ann')).toBe(false);
    h.engine('a').become('ready');
    await settle();
    expect(h.slots.active(brain)).toBe(h.engine('a'));
    expect(h.probes).toEqual([]);
    const receipt = onlyReceipt(h);
    expect(receipt).toMatchObject({ outcome: 'rolled-back', code: 'load-failed' });
    expectWords(receipt, 'Bad file.', 'Engine a is back');
    expect(h.desired).toEqual([[brain, 'a', 'pinned']]);
  });

  it('says that the slot is empty when the old one does not come back either', async () => {
    const h = createHarness();
    h.fill('brain', 'a');
    h.swap('brain', 'b', stop);
    await settle();
    h.engine('b').become('loading');
    await settle();
    h.engine('a').become('loading');
    await settle();
    expect(h.slots.active(brain)).toBeUndefined();
    const receipt = onlyReceipt(h);
    expect(receipt).toMatchObject({ outcome: 'rolled-back', code: 'process-died' });
    expectWords(receipt, 'slot is empty');
    expect(h.spawned.filter(({ alive }) => alive)).toEqual([]);
  });

  it('puts the old one back when it is given up before that has ended', async () => {
    const h = createHarness();
    const old = h.fill('brain', 'a');
    const lease = h.slots.lease(brain);
    h.swap('brain', 'b', stop);
    await settle();
    h.controller.abandon(brain, 'bob');
    expect([h.slots.active(brain), h.slots.choice(brain)?.choiceId]).toEqual([old, 'a']);
    lease?.release();
    await settle();
    expect([old.alive, onlyReceipt(h).outcome, h.phase('brain')]).toEqual([true, 'rolled-back', 'idle']);
  });
});

describe('when somebody else changes a slot meanwhile', () => {
  it('does not end what fills a slot again', async () => {
    const h = createHarness();
    const old = h.fill('brain', 'a');
    const fresh = await h.swapIn('brain', 'b');
    h.slots.setActive(brain, old, choice('a'));
    await h.clock.advance(120_000);
    expect([h.phase('brain'), old.alive, h.slots.active(brain)]).toEqual(['idle', true, old]);
    expect(fresh.alive).toBe(true);
  });

  it('ends what was put into a slot that it had emptied', async () => {
    const h = createHarness();
    h.fill('brain', 'a');
    h.swap('brain', 'b', { mode: 'stop-then-start' });
    await settle();
    const intruder = h.fill('brain', 'x');
    h.engine('b').become('ready');
    await settle();
    expect([h.slots.active(brain), intruder.alive, h.phase('brain')]).toEqual([h.engine('b'), false, 'idle']);
  });

  it('ends in good order when the app is closed from within the switch', async () => {
    const h = createHarness();
    const old = h.fill('brain', 'a');
    const setActive = h.slots.setActive.bind(h.slots);
    let closed: Promise<void> | undefined;
    h.slots.setActive = (...what) => {
      const before = setActive(...what);
      closed ??= h.controller.dispose();
      return before;
    };
    h.swap('brain', 'b');
    await settle();
    h.engine('b').become('ready');
    await settle();
    await closed;
    expect([h.slots.active(brain), old.alive, h.engine('b').alive]).toEqual([h.engine('b'), false, true]);
    expect(onlyReceipt(h)).toMatchObject({ outcome: 'switched', code: 'shutdown' });
  });

  it('comes to its end when the slot cannot be given back', async () => {
    const h = createHarness();
    h.fill('brain', 'a');
    const fresh = await h.swapIn('brain', 'b');
    h.slots.refuseNext();
    h.controller.rollBack(brain, 'ann');
    await settle();
    expect([h.phase('brain'), h.slots.active(brain), fresh.alive]).toEqual(['idle', fresh, true]);
    expect(h.controller.instances()).toHaveLength(1);
    expect(h.swap('brain', 'c').accepted).toBe(true);
  });
});

describe('several slots', () => {
  it('swap at the same time', async () => {
    const h = createHarness({ kinds: { brain: 'llm', voice: 'tts' } });
    h.fill('brain', 'a');
    h.fill('voice', 'v');
    h.swap('brain', 'b');
    h.swap('voice', 'w');
    await settle();
    h.engine('w').become('ready');
    h.engine('b').become('ready');
    await settle();
    expect([h.phase('brain'), h.phase('voice')]).toEqual(['watching', 'watching']);
    h.controller.rollBack(brain, 'ann');
    expect(h.slots.active(asSlotId('voice'))).toBe(h.engine('w'));
  });

  it('counts on what one that loads will still take', async () => {
    const h = createHarness({ kinds: { brain: 'llm', voice: 'tts' }, totalBytes: 1000 * mib, expected: { b: 600 * mib, w: 600 * mib } });
    h.swap('brain', 'b');
    await settle();
    h.swap('voice', 'w');
    await settle();
    expect(onlyReceipt(h)).toMatchObject({ slotId: 'voice', code: 'no-memory' });
  });

  it('never both count on the same room', async () => {
    const h = createHarness({
      kinds: { brain: 'llm', voice: 'tts' },
      totalBytes: 1000 * mib,
      expected: { b: 600 * mib, w: 600 * mib },
    });
    h.swap('brain', 'b');
    h.swap('voice', 'w');
    await settle();
    expect(h.spawned).toHaveLength(1);
    expect(onlyReceipt(h)).toMatchObject({ slotId: 'voice', code: 'no-memory' });
  });
});

describe('the end of the app', () => {
  it.each([
    ['admitting', 'rejected', (): undefined => undefined],
    ['loading', 'rejected', () => settle()],
    [
      'watching',
      'switched',
      async (h: Harness) => {
        await settle();
        h.engine('b').become('ready');
        await settle();
      },
    ],
  ] as const)('while %s leaves a receipt, and ends what is ours but not what is on air', async (phase, outcome, play) => {
    const h = createHarness();
    const old = h.fill('brain', 'a');
    h.swap('brain', 'b');
    await play(h);
    expect(h.phase('brain')).toBe(phase);
    await h.controller.dispose();
    expect(onlyReceipt(h)).toMatchObject({ outcome, code: 'shutdown' });
    const active = h.slots.active(brain);
    expect(active).toBe(outcome === 'switched' ? h.engine('b') : old);
    for (const engine of h.spawned) expect([engine.alive, engine.listeners]).toEqual([engine === active, 0]);
    expect(h.clock.waiting).toBe(0);
    expect(h.swap('brain', 'c')).toMatchObject({ accepted: false, why: 'busy' });
    expect(h.receipts).toHaveLength(1);
  });

  it('waits for nobody who holds a lease, and ends what is kept ready or being prepared', async () => {
    const h = createHarness();
    const old = h.fill('brain', 'a');
    h.slots.lease(brain);
    await h.swapIn('brain', 'b');
    const prepared = h.controller.prepare(brain, choice('c')).catch((error: unknown) => error);
    await settle();
    h.engine('c').become('ready');
    await prepared;
    const unfinished = h.controller.prepare(brain, choice('d')).catch((error: unknown) => error);
    await settle();
    h.controller.commit(brain);
    h.swap('brain', 'e');
    await Promise.all([h.controller.dispose(), h.controller.dispose()]);
    expect(await unfinished).toMatchObject({ code: 'shutdown' });
    expect([old.alive, h.engine('c').alive, h.engine('d').alive, h.engine('b').alive]).toEqual([false, false, false, true]);
    expect(h.receipts.map(({ swapId, code }) => [swapId, code])).toEqual([
      ['swap-2', 'shutdown'],
      ['swap-1', undefined],
    ]);
    await expect(h.controller.prepare(brain, choice('f'))).rejects.toMatchObject({ code: 'shutdown' });
  });
});

it('settled resolves when nothing goes on any more', async () => {
  const h = createHarness();
  h.fill('brain', 'a');
  await h.controller.settled(brain);
  h.swap('brain', 'b');
  let done = 'no';
  const waiting = h.controller.settled(brain).then(() => (done = 'yes'));
  await settle();
  h.engine('b').become('ready');
  await settle();
  expect(done).toBe('no');
  h.controller.commit(brain);
  await waiting;
  expect(h.phase('brain')).toBe('idle');
});

it('goes on when nothing can be written down', async () => {
  const h = createHarness();
  h.fill('brain', 'a');
  const full = (): never => {
    throw new Error('disk full');
  };
  h.receipts.push = full;
  h.desired.push = full;
  const told: SwapReceipt[] = [];
  h.controller.onReceipt((receipt) => told.push(receipt));
  await h.swapIn('brain', 'b');
  h.controller.rollBack(brain, 'ann');
  await settle();
  expect([told.map(({ outcome }) => outcome), h.phase('brain')]).toEqual([['rolled-back'], 'idle']);
});
