import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lease } from '../../../main/routing/types.ts';
import { choice, llm, settle, swapBench, voice, type Script } from './swap-bench.ts';

const script: fc.Arbitrary<Script> = fc.record({
  load: fc.constantFrom('ready', 'ready', 'ready', 'refuses', 'dies', 'never'),
  probe: fc.constantFrom('good', 'good', 'good', 'bad', 'never', 'dies'),
  air: fc.constantFrom('good', 'good', 'bad'),
  end: fc.constantFrom('observed', 'quarantined'),
  loadMs: fc.nat(2000),
} as const);
const slot = fc.constantFrom(llm, voice);
const act = fc.oneof(
  fc.record({
    do: fc.constant('swap' as const),
    slot,
    name: fc.constantFrom('a', 'b', 'c'),
    script,
    mode: fc.constantFrom('beside' as const, 'stop-then-start' as const),
  }),
  fc.record({
    do: fc.constantFrom('off' as const, 'back' as const, 'commit' as const, 'abandon' as const, 'crash' as const, 'fail' as const),
    slot,
  }),
  fc.record({ do: fc.constantFrom('lease' as const, 'release' as const), slot }),
  fc.record({ do: fc.constant('prepare' as const), slot, name: fc.constantFrom('a', 'b', 'c'), script }),
  fc.record({ do: fc.constant('wait' as const), slot, ms: fc.constantFrom(1, 50, 500, 5000, 40_000, 130_000) }),
);

describe('any order of swaps, crashes, leases and time', () => {
  it('keeps one engine per slot at most, one receipt per swap, and leaves nothing behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
        const bench = swapBench();
        const accepted: string[] = [];
        const leases: Lease[] = [];
        const known = ['old', 'old-voice'];
        const untried: string[] = [];
        bench.controller.onChange(() => {
          for (const id of [llm, voice]) {
            const name = bench.router.active(id)?.id.split('#')[0];
            if (name !== undefined && !known.includes(name) && !bench.probes.some(([probed]) => probed === name)) untried.push(name);
          }
        });
        for (const one of acts) {
          const engine = one.slot === voice ? 'fake-tts' : 'fake-llm';
          if (one.do === 'swap') {
            const said = bench.controller.request({
              slotId: one.slot,
              to: choice(`${one.slot}-${one.name}`, one.script, engine),
              by: 'x',
              mode: one.mode,
            });
            if (said.accepted) accepted.push(said.swapId);
          } else if (one.do === 'off') {
            const said = bench.controller.request({ slotId: one.slot, to: null, by: 'x' });
            if (said.accepted) accepted.push(said.swapId);
          } else if (one.do === 'back') bench.controller.rollBack(one.slot, 'x');
          else if (one.do === 'commit') bench.controller.commit(one.slot);
          else if (one.do === 'abandon') bench.controller.abandon(one.slot);
          else if (one.do === 'crash') {
            const active = bench.spawned.find(({ id }) => id === bench.router.active(one.slot)?.id);
            if (active?.state === 'ready') active.set('restarting');
          } else if (one.do === 'fail') {
            const active = bench.router.active(one.slot);
            if (active) bench.controller.observe({ instanceId: active.id, outcome: 'failed', askedAtMs: 0 });
          } else if (one.do === 'lease') {
            const lease = bench.router.lease({ kind: one.slot === voice ? 'tts' : 'llm' });
            if (lease) leases.push(lease);
          } else if (one.do === 'release') leases.shift()?.release();
          else if (one.do === 'prepare')
            bench.controller.prepare(one.slot, choice(`${one.slot}-${one.name}`, one.script, engine)).catch(() => {});
          else if (one.do === 'wait') await bench.clock.advance(one.ms);
          await settle(1);
        }
        for (const lease of leases) lease.release();
        // longer than every limit after each other
        for (let round = 0; round < 4; round += 1) await bench.clock.advance(300_000);
        expect(untried).toEqual([]);
        expect([bench.phase(llm), bench.phase(voice)]).toEqual(['idle', 'idle']);
        expect(bench.receipts.map(({ swapId }) => swapId).sort()).toEqual([...accepted].sort());
        const kept = new Set([bench.router.active(llm)?.id, bench.router.active(voice)?.id]);
        const warm = bench.controller.views().flatMap((view) => view.warm.map(({ instanceId }) => instanceId));
        expect(warm.length).toBeLessThanOrEqual(2);
        const alive = bench.controller.instances().map(({ instance }) => instance.id);
        expect(alive.filter((id) => !kept.has(id) && !warm.includes(id))).toEqual([]);
        expect(bench.living()).toHaveLength([...kept].filter((id) => id !== undefined).length + warm.length);
        await bench.controller.dispose();
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
