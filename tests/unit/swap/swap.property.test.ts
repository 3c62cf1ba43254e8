/** Random interleavings of everything that can happen to swaps in two slots; what is promised holds in each of them. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { asSlotId } from '../../../main/contract/ids.ts';
import type { InstanceId, SlotId } from '../../../main/contract/ids.ts';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import type { Deferred } from '../../../main/kernel/deferred.ts';
import type { ProbeReport } from '../../../main/swap/types.ts';
import { settle } from '../../fakes/fake-clock.ts';
import { choice, createHarness, mib } from './swap-harness.ts';
import type { Harness } from './swap-harness.ts';
import type { ScriptedEngine } from './scripted-engine.ts';

const slotIds = ['brain', 'voice'] as const;
const slot = fc.constantFrom(...slotIds);
const pick = fc.nat({ max: 9 });
const name = fc.constantFrom('b', 'c', 'd');

const event = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('swap' as const),
      slot,
      to: fc.option(name, { freq: 6 }),
      stop: fc.constantFrom(false, false, true),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('roll-back' as const, 'commit' as const, 'abandon' as const), slot }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('prepare' as const), slot, name }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unload' as const), pick }) },
  // the younger the engine, the likelier
  { weight: 9, arbitrary: fc.record({ do: fc.constant('ready' as const), pick: fc.nat({ max: 2 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('restarting' as const, 'failed' as const, 'grows' as const), pick }) },
  { weight: 7, arbitrary: fc.record({ do: fc.constant('probed' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('probe-failed' as const, 'not-on-air' as const), pick }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('lease' as const), slot }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('release' as const), pick }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('served' as const, 'request-failed' as const), slot, ms: fc.nat({ max: 5000 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('time' as const), ms: fc.constantFrom(1, 250, 3000, 20_000, 130_000) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('settle' as const, 'come-up' as const) }) },
);
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

const drainMs = 30_000;
const warmLimit = 2;

interface World {
  readonly h: Harness;
  readonly probes: Array<{ readonly id: InstanceId; readonly answer: Deferred<ProbeReport> }>;
  readonly leases: Array<{ readonly id: InstanceId; release(): void }>;
  readonly accepted: Set<string>;
  readonly broken: string[];
  /** The next one does not reach the show. */
  spoilAir(): void;
  /** From now on nobody's lease is waited for. */
  close(): void;
}

function createWorld(deaf: readonly number[]): World {
  const probes: World['probes'] = [];
  const broken: string[] = [];
  const leftAtMs = new Map<InstanceId, number>();
  const able = new Set<InstanceId>();
  const before = new Map<SlotId, Set<string | undefined>>();
  let air: 'good' | 'bad' = 'good';
  let closing: 'no' | 'yes' = 'no';

  const h: Harness = createHarness({
    kinds: { brain: 'llm', voice: 'tts' },
    policy: { drainMs, warmLimit },
    totalBytes: 500 * mib,
    script: (_choice, nth) => ({
      ...(deaf.includes(nth) ? { disposes: 'ignores' as const } : {}),
      onDispose() {
        const engine = h.spawned[nth - 1];
        if (!engine) return;
        for (const id of h.slots.ids) if (h.slots.active(id) === engine) broken.push(`${engine.id} was ended while it filled ${id}`);
        const left = leftAtMs.get(engine.id);
        const waited = left === undefined ? drainMs : h.clock.now() - left;
        if (closing === 'no' && h.slots.leases(engine.id) > 0 && waited < drainMs) broken.push(`${engine.id} was cut after ${waited} ms`);
      },
    }),
    probe(candidate) {
      const answer = createDeferred<ProbeReport>();
      probes.push({ id: candidate.id, answer });
      void answer.promise.then(
        () => able.add(candidate.id),
        () => {},
      );
      return answer.promise;
    },
    async bringOnAir() {
      const now = air;
      air = 'good';
      if (now === 'bad') throw new Error('no way to the show');
    },
  });
  for (const id of slotIds) able.add(h.fill(id, `first-${id}`).id);

  const setActive = h.slots.setActive.bind(h.slots);
  for (const id of h.slots.ids) before.set(id, new Set([`first-${id}`]));
  h.slots.setActive = (id, instance, what) => {
    if (instance && !able.has(instance.id) && !before.get(id)?.has(what?.choiceId)) broken.push(`${instance.id} was not tried out`);
    if (instance?.manifest.kind !== undefined && instance.manifest.kind !== h.slots.kind(id))
      broken.push(`${instance.id} is of another kind`);
    if (instance && h.slots.ids.some((other) => other !== id && h.slots.active(other) === instance))
      broken.push(`${instance.id} fills two slots`);
    before.get(id)?.add(what?.choiceId);
    const out = setActive(id, instance, what);
    if (out) leftAtMs.set(out.id, h.clock.now());
    return out;
  };
  return {
    h,
    probes,
    leases: [],
    accepted: new Set(),
    broken,
    spoilAir: () => (air = 'bad'),
    close: () => (closing = 'yes'),
  };
}

const alive = (h: Harness): readonly ScriptedEngine[] => h.spawned.filter((engine) => engine.alive && engine.disposals === 0);
const at = <T>(list: readonly T[], index: number): T | undefined => (list.length === 0 ? undefined : list[index % list.length]);

async function play(world: World, step: Event): Promise<void> {
  const { h, probes, leases, accepted } = world;
  const { controller } = h;
  switch (step.do) {
    case 'swap': {
      const answer = h.swap(step.slot, step.to, step.stop ? { mode: 'stop-then-start' } : {});
      if (answer.accepted) accepted.add(answer.swapId);
      else if (!answer.words.zh) world.broken.push('refused without words');
      return;
    }
    case 'roll-back':
      controller.rollBack(asSlotId(step.slot), 'ann');
      return;
    case 'commit':
      controller.commit(asSlotId(step.slot));
      return;
    case 'abandon':
      controller.abandon(asSlotId(step.slot), 'ann');
      return;
    case 'prepare':
      controller.prepare(asSlotId(step.slot), choice(step.name)).catch(() => {});
      return;
    case 'unload': {
      const known = at(controller.instances(), step.pick);
      if (known) await Promise.race([controller.unload(known.instance.id), settle()]);
      return;
    }
    case 'ready':
    case 'restarting':
    case 'failed': {
      const engine = step.do === 'ready' ? alive(h).toReversed()[step.pick] : at(alive(h), step.pick);
      if (engine && (step.do !== 'ready' || engine.state !== 'failed')) engine.become(step.do);
      return;
    }
    case 'grows': {
      const engine = at(alive(h), step.pick);
      if (engine) engine.rss = 300 * mib;
      return;
    }
    case 'probed':
    case 'probe-failed': {
      const probe = at(probes, step.pick);
      if (!probe) return;
      probes.splice(probes.indexOf(probe), 1);
      if (step.do === 'probed') probe.answer.resolve({ firstOutputMs: 5, totalMs: 9 });
      else probe.answer.reject(new Error('garbage'));
      return;
    }
    case 'not-on-air':
      world.spoilAir();
      return;
    case 'lease': {
      const lease = h.slots.lease(asSlotId(step.slot));
      if (lease) leases.push({ id: lease.instance.id, release: () => lease.release() });
      return;
    }
    case 'release': {
      const lease = at(leases, step.pick);
      if (!lease) return;
      leases.splice(leases.indexOf(lease), 1);
      lease.release();
      return;
    }
    case 'served':
    case 'request-failed': {
      const active = h.slots.active(asSlotId(step.slot));
      if (!active) return;
      if (step.do === 'served') controller.observe({ instanceId: active.id, outcome: 'served', askedAtMs: 0, firstOutputMs: step.ms });
      else controller.observe({ instanceId: active.id, outcome: 'failed', askedAtMs: 0 });
      return;
    }
    case 'time':
      return h.clock.advance(step.ms);
    case 'settle':
      return settle();
    case 'come-up':
      // Whatever loads is ready, and whatever is tried out is good: else few swaps would get as far as a watch.
      await settle();
      for (const engine of alive(h)) if (engine.state === 'loading') engine.become('ready');
      await settle();
      for (const { answer } of probes.splice(0)) answer.resolve({ firstOutputMs: 5, totalMs: 9 });
      return settle();
    default:
      return step satisfies never;
  }
}

/** A request on an engine that was ended has failed, and lets go. */
function cutLeases({ h, leases }: World): void {
  for (const lease of leases.slice()) {
    if (h.spawned.find(({ id }) => id === lease.id)?.state !== 'unloaded') continue;
    leases.splice(leases.indexOf(lease), 1);
    lease.release();
  }
}

function check({ h, accepted, broken }: World): void {
  expect(broken).toEqual([]);
  const ids = h.receipts.map(({ swapId }) => swapId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(accepted.has(id)).toBe(true);
  for (const id of h.slots.ids) {
    const active = h.slots.active(id);
    expect(
      h.controller
        .instances()
        .filter((one) => one.slotId === id && one.role === 'active')
        .map((one) => one.instance.id),
    ).toEqual(active ? [active.id] : []);
  }
  const all = h.controller.instances().map(({ instance }) => instance.id);
  expect(new Set(all).size).toBe(all.length);
}

it('one active, tried out; every request one receipt; every lease ends; nothing is left but what fills a slot or is kept ready', async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 10, maxLength: 80 }),
      fc.uniqueArray(fc.integer({ min: 3, max: 12 }), { maxLength: 2 }),
      fc.boolean(),
      async (steps, deaf, abrupt) => {
        const world = createWorld(deaf);
        const { h } = world;
        for (const step of steps) {
          await play(world, step);
          cutLeases(world);
          check(world);
        }
        if (abrupt) world.close();
        else {
          // What is open comes to its end by itself: time-outs, watches, drain deadlines.
          for (let round = 0; round < 4; round += 1) {
            await h.clock.advance(130_000);
            cutLeases(world);
          }
          await Promise.all(h.slots.ids.map((id) => h.controller.settled(id)));
          check(world);
          expect(h.slots.ids.map((id) => h.controller.view(id)?.phase)).toEqual(['idle', 'idle']);
          expect(h.receipts.length).toBe(world.accepted.size);
          const active = new Set(h.slots.ids.map((id) => h.slots.active(id)));
          const idleOnes = alive(h).filter((engine) => !active.has(engine));
          const warm = h.controller.instances().filter(({ role }) => role === 'warm');
          expect(idleOnes.map(({ id }) => id).toSorted()).toEqual(warm.map(({ instance }) => instance.id).toSorted());
          expect(warm.length).toBeLessThanOrEqual(warmLimit);
          expect(h.clock.waiting).toBe(0);
        }
        const closed = h.controller.dispose();
        await h.clock.advance(30_000);
        await closed;
        cutLeases(world);
        for (const lease of world.leases.splice(0)) lease.release();
        expect(world.broken).toEqual([]);
        expect(h.receipts.map(({ swapId }) => swapId).toSorted()).toEqual(Array.from(world.accepted).toSorted());
        const active = new Set(h.slots.ids.map((id) => h.slots.active(id)));
        expect(alive(h).filter((engine) => !active.has(engine))).toEqual([]);
        for (const engine of active) expect(engine === undefined || (engine as ScriptedEngine).disposals === 0).toBe(true);
        for (const engine of h.spawned) expect(engine.listeners).toBe(0);
        expect([h.slots.held, h.clock.waiting]).toEqual([0, 0]);
        for (const { outcome, code, words } of h.receipts) {
          const what = `${outcome} ${code ?? ''}`.trim();
          seen.set(what, (seen.get(what) ?? 0) + 1);
          expect(words === undefined).toBe(code === undefined);
        }
      },
    ),
    { numRuns: 150 },
  );
  // The interleavings reach what they are for.
  for (const outcome of ['switched', 'stop-then-started', 'rejected', 'rolled-back'])
    expect(Array.from(seen.keys()).some((what) => what.startsWith(outcome))).toBe(true);
});
