/** Engines that are kept ready: prepared, taken by a swap, put out for others, lost. */
import { describe, expect, it } from 'vitest';
import { asInstanceId, asSlotId } from '../../../main/contract/ids.ts';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import type { EngineInstance } from '../../../main/engines/hosting/engine-instance.ts';
import { settle } from '../../fakes/fake-clock.ts';
import { choice, createHarness, mib } from './swap-harness.ts';
import type { Harness } from './swap-harness.ts';

const brain = asSlotId('brain');

async function prepared(h: Harness, name: string): Promise<EngineInstance> {
  const promise = h.controller.prepare(brain, choice(name));
  await settle();
  h.engine(name).become('ready');
  return promise;
}

describe('preparing', () => {
  it('loads and tries out beside, and serves nobody', async () => {
    const h = createHarness();
    const old = h.fill('brain', 'a');
    const warm = await prepared(h, 'b');
    expect(warm).toBe(h.engine('b'));
    expect(h.slots.active(brain)).toBe(old);
    expect(h.controller.view(brain)?.warm).toEqual([{ instanceId: 'b-2', choice: choice('b'), bytes: 50 * mib }]);
    expect(h.controller.instances().map(({ role }) => role)).toEqual(['active', 'warm']);
    expect(h.receipts).toEqual([]);
    // once is enough, also at the same time
    expect(await h.controller.prepare(brain, choice('b'))).toBe(warm);
    const [one, two] = [h.controller.prepare(brain, choice('c')), h.controller.prepare(brain, choice('c'))];
    await settle();
    h.engine('c').become('ready');
    expect(await one).toBe(await two);
    expect(h.spawned).toHaveLength(3);
  });

  it('makes the swap instant: nothing is spawned, loaded or tried again', async () => {
    const h = createHarness();
    h.fill('brain', 'a');
    const warm = await prepared(h, 'b');
    h.swap('brain', 'b');
    await settle();
    expect([h.phase('brain'), h.slots.active(brain), h.probes.length]).toEqual(['watching', warm, 1]);
    expect(h.controller.view(brain)?.warm).toEqual([]);
    h.controller.commit(brain);
    await settle();
    expect(h.receipts[0]?.phases.map(({ phase }) => phase)).toEqual(['admitting', 'switching', 'watching', 'retiring']);
    expect(h.receipts[0]?.figures.candidateBytes).toBe(50 * mib);
  });

  it('is tried again when another engine is active by then', async () => {
    const h = createHarness();
    h.fill('brain', 'a');
    await prepared(h, 'b');
    const other = await h.swapIn('brain', 'c');
    h.swap('brain', 'b');
    await settle();
    expect(h.slots.active(brain)).toBe(h.engine('b'));
    expect(h.probes.at(-1)).toEqual({ id: 'b-2', against: other.signature });
    expect(h.probes).toHaveLength(3);
  });

  it('is joined by a swap that wants the same', async () => {
    const h = createHarness();
    h.fill('brain', 'a');
    const preparing = h.controller.prepare(brain, choice('b'));
    await settle();
    h.swap('brain', 'b');
    await settle();
    expect([h.phase('brain'), h.spawned.length]).toEqual(['loading', 2]);
    // it is the swap's now: not to be unloaded or put out for another
    expect(h.controller.instances().map(({ role }) => role)).toEqual(['active', 'candidate']);
    expect(await h.controller.unload(h.engine('b').id)).toBe(false);
    h.engine('b').become('ready');
    await settle();
    expect([h.phase('brain'), h.probes.length]).toEqual(['watching', 1]);
    expect(await preparing).toBe(h.slots.active(brain));
  });

  it('that a swap has joined ends with it', async () => {
    const h = createHarness();
    h.fill('brain', 'a');
    const preparing = h.controller.prepare(brain, choice('b')).catch((error: unknown) => error);
    await settle();
    h.swap('brain', 'b');
    await settle();
    h.controller.abandon(brain, 'bob');
    await settle();
    expect(await preparing).toMatchObject({ code: 'abandoned' });
    expect([h.engine('b').alive, h.engine('b').disposals, h.receipts[0]?.code, h.clock.waiting]).toEqual([false, 1, 'abandoned', 0]);
  });

  it('that fails says why and leaves nothing behind, with a swap behind it or not', async () => {
    const h = createHarness({ probe: () => Promise.reject(new Error('boom')), missing: ['x'] });
    h.fill('brain', 'a');
    const alone = prepared(h, 'b').catch((error: unknown) => error);
    expect(await alone).toMatchObject({ code: 'probe-failed', detail: { words: { en: expect.stringContaining('boom') } } });
    expect(h.engine('b').alive).toBe(false);
    const joined = h.controller.prepare(brain, choice('c')).catch((error: unknown) => error);
    await settle();
    h.swap('brain', 'c');
    await settle();
    h.engine('c').become('ready');
    await settle();
    expect(await joined).toBeInstanceOf(Error);
    expect(h.receipts).toMatchObject([{ outcome: 'rejected', code: 'probe-failed' }]);
    expect(h.engine('c').alive).toBe(false);
    await expect(h.controller.prepare(brain, choice('x'))).rejects.toMatchObject({ code: 'load-failed' });
    await expect(h.controller.prepare(asSlotId('nowhere'), choice('b'))).rejects.toMatchObject({ code: 'load-failed' });
    expect(h.controller.instances().map(({ role }) => role)).toEqual(['active']);
    expect(h.clock.waiting).toBe(0);
  });
});

describe('an engine that is being prepared', () => {
  it('keeps no swap out of its slot, and no watch keeps it out', async () => {
    const h = createHarness();
    h.fill('brain', 'a');
    h.controller.prepare(brain, choice('c')).catch(() => {});
    await settle();
    await h.swapIn('brain', 'b');
    h.controller.prepare(brain, choice('d')).catch(() => {});
    await settle();
    expect(h.controller.instances().map(({ role }) => role)).toEqual(['active', 'warm', 'previous', 'warm']);
  });
});

describe('the allowance', () => {
  it('puts out the least recently used', async () => {
    const h = createHarness();
    h.fill('brain', 'a');
    await prepared(h, 'b');
    await h.clock.advance(10);
    await prepared(h, 'c');
    await h.clock.advance(10);
    await h.controller.prepare(brain, choice('b'));
    await prepared(h, 'd');
    expect([h.engine('b').alive, h.engine('c').alive, h.engine('d').alive]).toEqual([true, false, true]);
    expect(h.notices).toEqual([expect.stringContaining('Engine c was kept ready and has been unloaded')]);
  });

  it('gives way to a swap that needs the memory, which waits until it is gone', async () => {
    const gone = createDeferred<void>();
    const h = createHarness({ totalBytes: 1000 * mib, expected: { c: 920 * mib } });
    h.fill('brain', 'a');
    const warm = await prepared(h, 'b');
    const dispose = warm.dispose.bind(warm);
    warm.dispose = () => gone.promise.then(dispose);
    h.swap('brain', 'c');
    await settle();
    expect([h.phase('brain'), h.spawned.length]).toEqual(['admitting', 2]);
    expect(h.controller.view(brain)?.warm).toEqual([]);
    gone.resolve();
    await settle();
    expect([h.phase('brain'), h.spawned.length, h.engine('b').alive]).toEqual(['loading', 3, false]);
  });

  it('is refused when all of it is being prepared', async () => {
    const h = createHarness({ policy: { warmLimit: 1 } });
    h.fill('brain', 'a');
    const first = h.controller.prepare(brain, choice('b')).catch((error: unknown) => error);
    await settle();
    await expect(h.controller.prepare(brain, choice('c'))).rejects.toMatchObject({ code: 'too-many' });
    expect(h.engine('b').alive).toBe(true);
    await h.controller.dispose();
    await first;
  });
});

describe('a warm one', () => {
  it('that dies is ended and told of, not started again', async () => {
    const h = createHarness();
    h.fill('brain', 'a');
    await prepared(h, 'b');
    h.engine('b').become('restarting');
    await settle();
    expect([h.engine('b').alive, h.controller.view(brain)?.warm]).toEqual([false, []]);
    expect(h.notices).toEqual([expect.stringContaining('its process ended')]);
    h.swap('brain', 'b');
    await settle();
    expect(h.spawned).toHaveLength(3);
  });

  it('can be unloaded, also while it is being prepared; others cannot', async () => {
    const h = createHarness();
    const old = h.fill('brain', 'a');
    const warm = await prepared(h, 'b');
    expect(await h.controller.unload(warm.id)).toBe(true);
    expect(h.engine('b').alive).toBe(false);
    const preparing = h.controller.prepare(brain, choice('c')).catch((error: unknown) => error);
    await settle();
    expect(await h.controller.unload(h.engine('c').id)).toBe(true);
    expect(await preparing).toMatchObject({ code: 'abandoned' });

    expect(await h.controller.unload(asInstanceId('ghost'))).toBe(false);
    h.swap('brain', 'd');
    await settle();
    expect(await h.controller.unload(h.engine('d').id)).toBe(false);
    h.engine('d').become('ready');
    await settle();
    // neither what is on air nor what a rollback would need
    expect([await h.controller.unload(old.id), await h.controller.unload(h.engine('d').id)]).toEqual([false, false]);
    expect([old.alive, h.engine('d').alive]).toEqual([true, true]);
  });
});
