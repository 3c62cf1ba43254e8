/** The slow steps of one slot's swap: being let in, loaded, tried out, brought to the show. Each ends by telling the machine, or rejects with a SwapError. */
import type { InstanceId, SlotId } from '../contract/ids.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { EngineSignature } from '../engines/contract/signature.ts';
import { swapError } from './candidate-steps.ts';
import type { OwnedInstance } from './instance-pool.ts';
import type { SwapEvent } from './machine-types.ts';
import type { SwapContext } from './swap-context.ts';
import type { SwapRecord } from './swap-record.ts';
import { causes } from './user-messages.ts';

export type Tell = (event: SwapEvent) => void;

export interface SlotWork {
  admit(choice: EngineChoice, record: SwapRecord | undefined, signal: AbortSignal, tell: Tell): Promise<void>;
  load(id: InstanceId, signal: AbortSignal, tell: Tell): Promise<void>;
  probe(id: InstanceId, record: SwapRecord | undefined, signal: AbortSignal, tell: Tell): Promise<void>;
  bringOnAir(id: InstanceId, signal: AbortSignal, tell: Tell): Promise<void>;
}

export function createSlotWork({ ports, pool, desk, shelf, steps }: SwapContext, slotId: SlotId): SlotWork {
  /** What the active one could do when the swap was admitted: after a stop there is no active one to compare with. */
  let against: EngineSignature | undefined;

  function owned(id: InstanceId): OwnedInstance {
    const one = pool.get(id);
    if (!one) throw swapError('process-died', { en: 'The engine is not loaded any more.', zh: '该引擎已经卸载。' });
    return one;
  }

  return {
    async admit(choice, record, signal, tell) {
      const stops = record?.facts.mode === 'stop-then-start';
      const found = (): OwnedInstance | undefined => shelf.find(slotId, choice);
      const answer = await desk.ask(
        { slotId, purpose: 'candidate', choice },
        () => ({ already: found()?.instance.id ?? null, leaving: stops && !found() ? (ports.slots.active(slotId)?.id ?? null) : null }),
        () => {
          const active = ports.slots.active(slotId);
          const warm = found();
          against = active?.signature;
          if (!warm) return tell({ type: 'admitted', active: active?.id ?? null, found: null });
          warm.role = 'candidate';
          if (warm.bytes !== null) record?.note({ candidateBytes: warm.bytes });
          const validated = warm.validatedBeside === (active?.id ?? null);
          const readiness = warm.readiness === 'loading' ? 'loading' : validated ? 'validated' : 'loaded';
          tell({ type: 'admitted', active: active?.id ?? null, found: { instanceId: warm.instance.id, readiness } });
        },
        signal,
      );
      if ('entered' in answer) return;
      tell({ type: 'refused', failure: { code: answer.refusal.code, words: causes.refused(choice, answer.refusal) } });
    },
    async load(id, signal, tell) {
      const one = owned(id);
      if (one.preparing) await one.preparing;
      else await steps.load(one.instance, one.choice, slotId, signal);
      one.readiness = 'ready';
      tell({ type: 'loaded' });
    },
    async probe(id, record, signal, tell) {
      const one = owned(id);
      const beside = ports.slots.active(slotId)?.id ?? null;
      if (one.validatedBeside !== beside) {
        const { report, size } = await steps.probe(one.instance, one.choice, against, signal);
        one.bytes = size.bytes;
        one.graphicsBytes = size.graphicsBytes;
        one.validatedBeside = beside;
        record?.note({ probeFirstMs: report.firstOutputMs });
      }
      if (one.bytes !== null) record?.note({ candidateBytes: one.bytes });
      if (one.graphicsBytes) record?.note({ candidateGraphicsBytes: one.graphicsBytes });
      tell({ type: 'validated' });
    },
    async bringOnAir(id, signal, tell) {
      const { instance, choice } = owned(id);
      await steps.bringOnAir(instance, choice, slotId, signal);
      tell({ type: 'on-air' });
    },
  };
}
