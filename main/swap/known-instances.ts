/**
 * Owns what swap knows of every instance that it has met: its slot and choice, what it is there for, how far it is, its memory and its last
 * requests. It starts and ends nothing.
 */
import type { InstanceId, SlotId } from '../contract/ids.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import type { InstanceRole, Observation } from './types.ts';
import { RequestHistory, type RequestRecord } from './watch.ts';

export interface KnownInstance {
  readonly instance: EngineInstance;
  readonly slotId: SlotId;
  readonly choice: EngineChoice;
  role: InstanceRole;
  readiness: 'loading' | 'loaded' | 'validated';
  bytes: number | null;
  lastUsedMs: number;
  history: RequestHistory;
  /** Ends what listens to it. */
  readonly forget: Array<() => void>;
}

export class KnownInstances {
  readonly #all = new Map<InstanceId, KnownInstance>();
  readonly #window: number;

  constructor(window: number) {
    this.#window = window;
  }

  get all(): readonly KnownInstance[] {
    return Array.from(this.#all.values());
  }

  get(id: InstanceId | null): KnownInstance | undefined {
    return id === null ? undefined : this.#all.get(id);
  }

  add(instance: EngineInstance, slotId: SlotId, choice: EngineChoice, role: InstanceRole, nowMs: number): KnownInstance {
    const known: KnownInstance = {
      instance,
      slotId,
      choice,
      role,
      readiness: role === 'active' ? 'validated' : 'loading',
      bytes: null,
      lastUsedMs: nowMs,
      history: new RequestHistory(this.#window),
      forget: [],
    };
    this.#all.set(instance.id, known);
    return known;
  }

  /** Nobody listens to it any more. */
  remove(id: InstanceId): void {
    const known = this.#all.get(id);
    this.#all.delete(id);
    for (const forget of known?.forget.splice(0) ?? []) forget();
  }

  warmOf(slotId: SlotId, choiceId: string): KnownInstance | undefined {
    return this.all.find((known) => known.role === 'warm' && known.slotId === slotId && known.choice.choiceId === choiceId);
  }

  observe(observation: Observation): KnownInstance | undefined {
    const known = this.#all.get(observation.instanceId);
    known?.history.add(observation);
    return known;
  }

  record(id: InstanceId | null): RequestRecord {
    return this.get(id)?.history.record ?? { requests: 0, failures: 0, medianMs: null };
  }

  /** The next requests are judged by themselves. */
  startAnew(id: InstanceId | null): void {
    const known = this.get(id);
    if (known) known.history = new RequestHistory(this.#window);
  }
}
