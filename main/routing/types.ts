/** Words of routing: a slot is a place for an engine, a lease is one turn's hold on the instance that fills it. */
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { EngineKind } from '../engines/contract/manifest.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import type { InstanceId, SlotId } from '../contract/ids.ts';
import type { Lang } from '../contract/speech.ts';
import type { Event } from '../kernel/emitter.ts';

/** How this slot's engine is asked; each kind reads its own. */
export interface SlotOptions {
  /** tts: the voice's id; absent: the engine's own choice. */
  readonly voice?: string;
  /** tts: 1 = normal */
  readonly speed?: number;
  /** tts: semitones */
  readonly pitch?: number;
  /** tts: linear, 1 = the voice's own */
  readonly volume?: number;
  /** llm: longest answer */
  readonly maxTokens?: number;
}

export interface Slot {
  readonly id: SlotId;
  readonly kind: EngineKind;
  /** undefined = off */
  readonly active: EngineInstance | undefined;
  /** What `active` was made of; null = off, or never told. */
  readonly choice: EngineChoice | null;
  readonly options: SlotOptions;
}

export interface Lease {
  readonly slotId: SlotId;
  readonly instance: EngineInstance;
  readonly options: SlotOptions;
  /** Idempotent. */
  release(): void;
}

export interface Need {
  readonly kind: EngineKind;
  /** Absent or 'und': any. */
  readonly lang?: Lang;
  /** Slots that were tried already. */
  readonly except?: readonly SlotId[];
  /** Asked before the others, where it can do it. */
  readonly prefer?: SlotId;
}

export interface Router {
  /** In the order in which they are asked. */
  readonly slots: readonly Slot[];
  /** A slot was added, filled, emptied or given other options. */
  readonly onChange: Event<SlotId>;
  readonly ids: readonly SlotId[];
  kind(id: SlotId): EngineKind | undefined;
  active(id: SlotId): EngineInstance | undefined;
  choice(id: SlotId): EngineChoice | null;
  /**
   * Adds a slot at the end, or fills and sets an existing one in its place. `options` (else the choice's) may hold the engine's own settings
   * too: only those of SlotOptions are read.
   */
  setSlot(slot: {
    readonly id: SlotId;
    readonly kind: EngineKind;
    readonly instance?: EngineInstance;
    readonly choice?: EngineChoice;
    readonly options?: Readonly<Record<string, unknown>>;
  }): void;
  /** Synchronous: the next lease sees it, with the options of `choice`. The instance before it is returned; its leases run on. */
  setActive(id: SlotId, instance: EngineInstance | undefined, choice?: EngineChoice | null): EngineInstance | undefined;
  /** The first slot whose engine is ready and can do it; undefined when there is none. */
  lease(need: Need): Lease | undefined;
  /** Could it be done, now or as soon as a restart is over? */
  canServe(need: Need): boolean;
  leases(id: InstanceId): number;
  /** Resolves when nobody holds the instance. */
  whenDrained(id: InstanceId, signal?: AbortSignal): Promise<void>;
}
