/** Words of hot swap: what may be asked, what is going on in a slot, what a finished swap leaves behind; and the ports that the controller needs. */
import type { UserMessage } from '../contract/failure.ts';
import type { InstanceId, SlotId } from '../contract/ids.ts';
import type { PhaseTiming, SwapCode, SwapFigures, SwapMode, SwapOutcome, SwapPhase } from '../contract/swap.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { EngineKind } from '../engines/contract/manifest.ts';
import type { EngineSignature } from '../engines/contract/signature.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';

export { swapCodes, swapOutcomes, swapPhases } from '../contract/swap.ts';
export type { PhaseTiming, SwapCode, SwapFigures, SwapMode, SwapOutcome, SwapPhase } from '../contract/swap.ts';

export interface SwapRequest {
  readonly slotId: SlotId;
  /** null = switch the slot off. */
  readonly to: EngineChoice | null;
  readonly mode?: SwapMode;
  /** Principal's id: who asked. */
  readonly by: string;
  readonly reason?: string;
}

/** Answered at once; what comes of it is told by onChange and the receipt. */
export type SwapAnswer =
  | { readonly accepted: true; readonly swapId: string }
  /** `busy`: a swap of this slot is loading; the view says how far. */
  | {
      readonly accepted: false;
      readonly why: 'busy' | 'no-slot' | 'wrong-kind' | 'already-active' | 'nothing-to-roll-back';
      readonly words: UserMessage;
    };

/** What one swap leaves for ever (SQLite). */
export interface SwapReceipt {
  readonly swapId: string;
  readonly slotId: SlotId;
  readonly kind: EngineKind;
  readonly from: EngineChoice | null;
  readonly to: EngineChoice | null;
  readonly mode: SwapMode;
  readonly by: string;
  readonly reason: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly phases: readonly PhaseTiming[];
  readonly outcome: SwapOutcome;
  /** Present when rejected or rolled back. */
  readonly code?: SwapCode;
  readonly words?: UserMessage;
  readonly figures: SwapFigures;
}

/** What is going on in one slot, for panels and doors. */
export interface SlotSwapView {
  readonly slotId: SlotId;
  readonly kind: EngineKind;
  readonly phase: SwapPhase;
  readonly swapId: string | null;
  readonly active: { readonly instanceId: InstanceId; readonly choice: EngineChoice } | null;
  /** Being loaded or validated. */
  readonly candidate: { readonly instanceId: InstanceId | null; readonly choice: EngineChoice } | null;
  /** While watching: what a rollback returns to (choice null = off). */
  readonly previous: { readonly instanceId: InstanceId | null; readonly choice: EngineChoice | null } | null;
  /** Loaded and validated, serving nobody: prepared ones (for shadow or an instant swap). */
  readonly warm: ReadonlyArray<{ readonly instanceId: InstanceId; readonly choice: EngineChoice; readonly bytes: number | null }>;
  readonly phases: readonly PhaseTiming[];
  readonly watchEndsAtMs: number | null;
  /** A rollback keeps the slot where it is until someone edits it. */
  readonly pinned: boolean;
}

/** One request that an instance served (or failed to): the app's engine ports tell of every one. */
export interface Observation {
  readonly instanceId: InstanceId;
  /** On the monotonic clock. */
  readonly askedAtMs: number;
  /** `lost`: no request failed, but what it was to give without being asked (a face's pictures) stays away: it is of no use on air any more. */
  readonly outcome: 'served' | 'failed' | 'lost';
  /** Request -> first output; absent when nothing came. */
  readonly firstOutputMs?: number;
}

/** What a probe found; a failing one throws SwapError with 'signature', 'probe-failed' or 'probe-timeout' and words. */
export interface ProbeReport {
  readonly firstOutputMs: number;
  readonly totalMs: number;
}

export interface SlotTable {
  readonly ids: readonly SlotId[];
  kind(id: SlotId): EngineKind | undefined;
  active(id: SlotId): EngineInstance | undefined;
  choice(id: SlotId): EngineChoice | null;
  /** Synchronous: the next lease sees it. The instance before it is returned; its leases run on. */
  setActive(id: SlotId, instance: EngineInstance | undefined, choice: EngineChoice | null): EngineInstance | undefined;
  leases(id: InstanceId): number;
  whenDrained(id: InstanceId, signal?: AbortSignal): Promise<void>;
}

export interface MemoryLedger {
  /** Largest measured memory of this choice; else the engine's own estimate (a model file's size …); undefined = nothing known. */
  expectedBytes(choice: EngineChoice): number | undefined;
  /** The same of the graphics cards' memory; undefined = nothing known (it is admitted). */
  expectedGraphicsBytes?(choice: EngineChoice): number | undefined;
  /** `graphicsBytes`: null where no card tells. */
  remember(choice: EngineChoice, bytes: number, graphicsBytes: number | null): void;
}

export interface MemoryBudget {
  /** What all engines together may hold. */
  readonly totalBytes: number;
  /** What the machine still has to give now. */
  readonly availableBytes: number;
  /** Of the graphics cards: all they have, and what is left on the one that has most left. Absent: there is none, or it does not tell. */
  readonly graphics?: { readonly totalBytes: number; readonly availableBytes: number };
}

export interface SwapPorts {
  readonly slots: SlotTable;
  /** undefined: the engine is not part of this build. */
  kindOf(choice: EngineChoice): EngineKind | undefined;
  /** A new process that begins to load at low priority. Throws when the engine is not part of this build. */
  spawn(slotId: SlotId, choice: EngineChoice): EngineInstance;
  /** Signature against the active one (undefined: the slot was off) and one golden inference. */
  probe(candidate: EngineInstance, choice: EngineChoice, against: EngineSignature | undefined, signal: AbortSignal): Promise<ProbeReport>;
  /** Brings a validated candidate to where it will be needed (a face to the programme); before the flip. */
  bringOnAir(slotId: SlotId, candidate: EngineInstance, signal: AbortSignal): Promise<void>;
  /** Resolves when a start of a process would disturb nobody on air; soon in any case. Rejects with `signal.reason`. */
  calm?(signal: AbortSignal): Promise<void>;
  readonly memory: MemoryLedger;
  budget(): MemoryBudget;
  /** Graphics memory by process; null: no card, or it does not tell. Read before each decision. */
  readonly graphics?: () => Promise<ReadonlyMap<number, number> | null>;
  readonly receipts: { append(receipt: SwapReceipt): void };
  /** What the slot shall be filled with at the next start. */
  readonly desired: { set(slotId: SlotId, choice: EngineChoice | null, state: 'wanted' | 'pinned'): void };
}

export interface SwapPolicy {
  /** Default 120 000. */
  readonly watchMs: number;
  /** Leases of the old one are waited for this long, then they are cut. Default 30 000. */
  readonly drainMs: number;
  /** Default 120 000. */
  readonly loadTimeoutMs: number;
  /** Default 20 000. */
  readonly probeTimeoutMs: number;
  /** Candidate + active (+ draining) per kind; default 2, counted per slot of that kind beyond its active one. */
  readonly instancesPerKind: Readonly<Partial<Record<EngineKind, number>>>;
  /** Prepared ones over all slots that nobody uses; the least recently used goes first. Default 2. */
  readonly warmLimit: number;
  readonly breach: BreachPolicy;
}

export type InstanceRole = 'active' | 'candidate' | 'previous' | 'warm' | 'going';

export interface BreachPolicy {
  /** Failures among the candidate's last `window` requests that count as a breach, unless the old one was as bad. Default 2 of 20. */
  readonly failures: number;
  readonly window: number;
  /** After this many served requests, its median first output must not exceed max(factor x baseline, baseline + slackMs). Defaults 5, 3, 400. */
  readonly minRequests: number;
  readonly latencyFactor: number;
  readonly latencySlackMs: number;
  /** Instead of `latencySlackMs`: a language model that thinks is slower than a lookup by nature, not by fault. */
  readonly latencySlackMsPerKind?: Readonly<Partial<Record<EngineKind, number>>>;
}
