/** Words of the swap machine: what a slot can be in, what can happen to it, and what is then to be done. Data only. */
import type { UserMessage } from '../contract/failure.ts';
import type { InstanceId } from '../contract/ids.ts';
import type { SwapCode, SwapMode, SwapOutcome, SwapPhase } from '../contract/swap.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';

/** What one swap is about; fixed when it is asked for. */
export interface SwapFacts {
  readonly swapId: string;
  readonly from: EngineChoice | null;
  readonly to: EngineChoice | null;
  /** `stop-then-start` only where there is something to stop and something to start. */
  readonly mode: SwapMode;
}

/** How a swap ends. `code` and `words` are there unless it simply worked. */
export interface Verdict {
  readonly outcome: SwapOutcome;
  readonly code?: SwapCode;
  readonly words?: UserMessage;
  /** Only after stop-then-start went wrong: is the engine from before back in the slot? */
  readonly slot?: 'restored' | 'empty';
}

export interface Failure {
  readonly code: SwapCode;
  readonly words?: UserMessage;
}

/**
 * `beside`: the active one is untouched until the switch. `stopped`: the slot was emptied for it.
 * `restoring`: what was stopped is being loaded again, because its successor failed.
 */
export type Route = { readonly kind: 'beside' } | { readonly kind: 'stopped' } | { readonly kind: 'restoring'; readonly failure: Failure };

/** What follows when the instance that is being retired is gone. */
export type AfterRetiring =
  | { readonly kind: 'finish'; readonly verdict: Verdict }
  | { readonly kind: 'start' }
  | { readonly kind: 'restore'; readonly failure: Failure };

export type SwapState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'admitting'; readonly swap: SwapFacts }
  | { readonly phase: 'spawning'; readonly swap: SwapFacts; readonly route: Route }
  | { readonly phase: 'loading'; readonly swap: SwapFacts; readonly route: Route; readonly candidate: InstanceId }
  | { readonly phase: 'validating'; readonly swap: SwapFacts; readonly route: Route; readonly candidate: InstanceId }
  | {
      readonly phase: 'switching';
      readonly swap: SwapFacts;
      readonly route: Route;
      /** null: the slot is being switched off. */
      readonly candidate: InstanceId | null;
      readonly step: 'bringing' | 'flipping';
    }
  | { readonly phase: 'watching'; readonly swap: SwapFacts; readonly candidate: InstanceId | null; readonly previous: InstanceId | null }
  | {
      readonly phase: 'retiring';
      readonly swap: SwapFacts;
      readonly step: 'draining' | 'ending';
      readonly instance: InstanceId;
      readonly after: AfterRetiring;
      /** Accepted already; begins when this one has ended. */
      readonly next: SwapFacts | null;
    };

export type StateOf<P extends SwapPhase> = Extract<SwapState, { readonly phase: P }>;

/** A candidate that need not be spawned, and how far it is. */
export interface FoundCandidate {
  readonly instanceId: InstanceId;
  readonly readiness: 'loading' | 'loaded' | 'validated';
}

export type SwapEvent =
  | { readonly type: 'asked'; readonly swap: SwapFacts }
  /** `active`: what fills the slot now. */
  | { readonly type: 'admitted'; readonly active: InstanceId | null; readonly found: FoundCandidate | null }
  | { readonly type: 'refused'; readonly failure: Failure }
  | { readonly type: 'spawned'; readonly instanceId: InstanceId }
  | { readonly type: 'loaded' }
  | { readonly type: 'load-failed'; readonly failure: Failure }
  /** The candidate's process ended: before the switch, or while it is watched. */
  | { readonly type: 'died'; readonly words?: UserMessage }
  | { readonly type: 'over-budget'; readonly words?: UserMessage }
  | { readonly type: 'validated' }
  | { readonly type: 'invalid'; readonly failure: Failure }
  | { readonly type: 'on-air' }
  | { readonly type: 'not-on-air'; readonly words?: UserMessage }
  | { readonly type: 'switched'; readonly previous: InstanceId | null }
  | { readonly type: 'breach'; readonly failure: Failure }
  /** The old one ended by itself while its successor is watched: there is nothing to go back to. */
  | { readonly type: 'previous-lost' }
  | { readonly type: 'roll-back-asked'; readonly words?: UserMessage }
  | { readonly type: 'commit-asked' }
  | { readonly type: 'watch-over' }
  | { readonly type: 'drained' }
  | { readonly type: 'drain-deadline' }
  | { readonly type: 'retired' }
  | { readonly type: 'quarantined' }
  | { readonly type: 'abandon-asked'; readonly words?: UserMessage }
  | { readonly type: 'shutdown' };

export type SwapEventType = SwapEvent['type'];
export type EventOf<T extends SwapEventType> = Extract<SwapEvent, { readonly type: T }>;

/** Carried out in their order, right after the new state is in force. */
export type SwapEffect =
  /** Is there room? Answered by admitted | refused. */
  | { readonly kind: 'admit'; readonly choice: EngineChoice }
  /** Answered at once by spawned | load-failed. */
  | { readonly kind: 'spawn'; readonly choice: EngineChoice }
  /** Answered by loaded | load-failed | died | over-budget. */
  | { readonly kind: 'load'; readonly instance: InstanceId }
  /** Answered by validated | invalid | died | over-budget. */
  | { readonly kind: 'probe'; readonly instance: InstanceId }
  /** Answered by on-air | not-on-air | died. */
  | { readonly kind: 'bring-on-air'; readonly instance: InstanceId }
  /** The synchronous switch; answered at once by switched | not-on-air. */
  | { readonly kind: 'flip'; readonly to: InstanceId | null; readonly choice: EngineChoice | null }
  /** The synchronous way back. */
  | { readonly kind: 'flip-back'; readonly to: InstanceId | null; readonly choice: EngineChoice | null }
  /** stop-then-start: nobody leases from this slot any more. */
  | { readonly kind: 'empty-slot' }
  /** Answered by breach | died | previous-lost | watch-over. */
  | { readonly kind: 'watch'; readonly candidate: InstanceId | null; readonly previous: InstanceId | null }
  /** Answered by drained | drain-deadline. */
  | { readonly kind: 'drain'; readonly instance: InstanceId }
  /** Answered by retired | quarantined. */
  | { readonly kind: 'retire'; readonly instance: InstanceId }
  | { readonly kind: 'desired'; readonly choice: EngineChoice | null; readonly state: 'wanted' | 'pinned' }
  /** The receipt; exactly one for each swap that was asked for. */
  | { readonly kind: 'finish'; readonly swapId: string; readonly verdict: Verdict };

export interface Step {
  readonly state: SwapState;
  readonly effects: readonly SwapEffect[];
}
