/** Engines kept ready: loaded and tried out beside what is on air, serving nobody, for an instant swap or for answering silently. A swap may take one. */
import { isDeepStrictEqual } from 'node:util';
import type { InstanceId, SlotId } from '../contract/ids.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import type { AdmissionDesk } from './admission-desk.ts';
import { answers, notices } from './answers.ts';
import { reasonIn, swapError } from './candidate-steps.ts';
import type { CandidateSteps } from './candidate-steps.ts';
import type { InstancePool, OwnedInstance } from './instance-pool.ts';
import { SwapError } from './swap-error.ts';
import type { SwapPorts } from './types.ts';
import { causes } from './user-messages.ts';

export interface WarmShelf {
  prepare(slotId: SlotId, choice: EngineChoice): Promise<EngineInstance>;
  /** A prepared one of this choice, or one that is being prepared. */
  find(slotId: SlotId, choice: EngineChoice): OwnedInstance | undefined;
  /** Resolves when it has ended; false: it is no warm one. */
  unload(id: InstanceId): Promise<boolean>;
  dispose(): void;
}

export interface WarmShelfOptions {
  readonly ports: SwapPorts;
  readonly clock: { now(): number };
  readonly pool: InstancePool;
  readonly desk: AdmissionDesk;
  readonly steps: CandidateSteps;
  readonly onChange: (slotId: SlotId) => void;
  readonly onLost: (owned: OwnedInstance, words: UserMessage) => void;
}

export function isSameChoice(a: EngineChoice | null, b: EngineChoice | null): boolean {
  return a === b || (a !== null && b !== null && a.choiceId === b.choiceId && isDeepStrictEqual(a.options, b.options));
}

export function createWarmShelf({ ports, clock, pool, desk, steps, onChange, onLost }: WarmShelfOptions): WarmShelf {
  const closing = new AbortController();
  const asked = new Map<SlotId, Array<{ readonly choice: EngineChoice; readonly promise: Promise<EngineInstance> }>>();

  function find(slotId: SlotId, choice: EngineChoice): OwnedInstance | undefined {
    return pool
      .list()
      .find(
        (owned) =>
          owned.role === 'warm' &&
          owned.slotId === slotId &&
          isSameChoice(owned.choice, choice) &&
          (owned.readiness === 'loading' ? owned.preparing !== undefined : owned.instance.state === 'ready'),
      );
  }

  function spawn(slotId: SlotId, choice: EngineChoice): OwnedInstance {
    try {
      return pool.add({ instance: ports.spawn(slotId, choice), slotId, choice, role: 'warm', readiness: 'loading' });
    } catch (error) {
      throw swapError('load-failed', causes.loadFailed(choice, reasonIn(error)), error);
    }
  }

  async function makeReady(owned: OwnedInstance): Promise<void> {
    const { instance, slotId, choice } = owned;
    await steps.load(instance, choice, slotId, closing.signal);
    const active = ports.slots.active(slotId);
    const { size } = await steps.probe(instance, choice, active?.signature, closing.signal);
    owned.bytes = size.bytes;
    owned.graphicsBytes = size.graphicsBytes;
    owned.validatedBeside = active?.id ?? null;
    owned.readiness = 'ready';
    owned.lastUsedMs = clock.now();
  }

  /** A warm one that ends is not worth a second process: whoever wants it prepares it again. */
  function follow(owned: OwnedInstance): void {
    function look(): void {
      if (owned.role !== 'warm' || owned.instance.state === 'ready') return;
      void pool.end(owned.instance.id).then(() => onChange(owned.slotId));
      onLost(owned, notices.warmLost(owned.choice));
    }
    owned.unfollow = owned.instance.onState(look);
    look();
  }

  async function prepare(slotId: SlotId, choice: EngineChoice): Promise<EngineInstance> {
    const wanted = ports.slots.kind(slotId);
    if (wanted === undefined) throw swapError('load-failed', answers.noSlot(slotId));
    const kind = ports.kindOf(choice) ?? wanted;
    if (kind !== wanted) throw swapError('signature', causes.wrongKind(choice, kind, wanted));
    const admission = await desk.ask(
      { slotId, purpose: 'warm', choice },
      () => ({ already: null, leaving: null }),
      () => {
        const owned = spawn(slotId, choice);
        owned.preparing = makeReady(owned);
        owned.preparing.catch(() => {});
        return owned;
      },
      closing.signal,
    );
    if ('refusal' in admission) throw swapError(admission.refusal.code, causes.refused(choice, admission.refusal));
    const owned = admission.entered;
    const { instance } = owned;
    onChange(slotId);
    try {
      await owned.preparing;
    } catch (error) {
      // Ended by an unload or an eviction: that is what its caller is to hear, not how the process took it.
      const given = owned.role === 'going' && !closing.signal.aborted;
      if (owned.role === 'warm') await pool.end(instance.id);
      onChange(slotId);
      if (given) throw swapError('abandoned', causes.abandonedWarm(choice), error);
      throw error instanceof SwapError ? error : swapError('load-failed', causes.loadFailed(choice, reasonIn(error)), error);
    }
    // Unless a swap has taken it, or an unload ended it, at the last moment.
    if (owned.role === 'warm') follow(owned);
    onChange(slotId);
    return instance;
  }

  return {
    find,
    prepare(slotId, choice) {
      if (closing.signal.aborted) return Promise.reject(closing.signal.reason);
      const ready = find(slotId, choice);
      if (ready?.readiness === 'ready') {
        ready.lastUsedMs = clock.now();
        return Promise.resolve(ready.instance);
      }
      const running = asked.get(slotId) ?? [];
      const same = running.find((one) => isSameChoice(one.choice, choice));
      if (same) return same.promise;
      const promise = prepare(slotId, choice);
      const entry = { choice, promise };
      asked.set(slotId, [...running, entry]);
      const forget = (): void =>
        void asked.set(
          slotId,
          (asked.get(slotId) ?? []).filter((one) => one !== entry),
        );
      promise.then(forget, forget);
      return promise;
    },
    async unload(id) {
      const owned = pool.get(id);
      if (owned?.role !== 'warm') return false;
      const ended = pool.end(id);
      onChange(owned.slotId);
      await ended;
      return true;
    },
    dispose() {
      closing.abort(swapError('shutdown', causes.shutdown));
    },
  };
}
