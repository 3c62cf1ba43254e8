/** Owns what one swap will leave behind: who asked, how long each phase took, what was measured. Becomes the receipt. */
import type { UserMessage } from '../contract/failure.ts';
import type { PhaseTiming, SwapCode, SwapFigures, SwapPhase } from '../contract/swap.ts';
import type { SlotId } from '../contract/ids.ts';
import type { EngineKind } from '../engines/contract/manifest.ts';
import type { Clock } from '../kernel/clock.ts';
import type { SwapFacts, Verdict } from './machine-types.ts';
import type { SwapReceipt } from './types.ts';
import { swapMessages } from './user-messages.ts';

export interface SwapOrigin {
  readonly slotId: SlotId;
  readonly kind: EngineKind;
  readonly by: string;
  readonly reason: string;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export class SwapJournal {
  readonly facts: SwapFacts;
  readonly figures: Mutable<SwapFigures> = {};
  readonly #origin: SwapOrigin;
  readonly #clock: Clock;
  readonly #startedAtMs: number;
  readonly #phases: PhaseTiming[] = [];
  #phase: SwapPhase | null = null;
  #phaseAtMs = 0;
  #phaseFrom = 0;

  constructor(facts: SwapFacts, origin: SwapOrigin, clock: Clock) {
    this.facts = facts;
    this.#origin = origin;
    this.#clock = clock;
    this.#startedAtMs = clock.wallNow();
  }

  /** The phases that are over, and the present one as long as it has been. */
  get phases(): readonly PhaseTiming[] {
    return this.#phase === null || this.#phase === 'idle' ? this.#phases : [...this.#phases, this.#present(this.#phase)];
  }

  enter(phase: SwapPhase): void {
    if (phase === this.#phase) return;
    if (this.#phase !== null && this.#phase !== 'idle') this.#phases.push(this.#present(this.#phase));
    this.#phase = phase;
    this.#phaseAtMs = this.#clock.wallNow();
    this.#phaseFrom = this.#clock.now();
  }

  receipt(verdict: Verdict): SwapReceipt {
    const { from, to, mode, swapId } = this.facts;
    const words = wordsFor(this.facts, verdict);
    return {
      swapId,
      ...this.#origin,
      from,
      to,
      mode,
      startedAtMs: this.#startedAtMs,
      endedAtMs: this.#clock.wallNow(),
      phases: this.phases,
      outcome: verdict.outcome,
      ...(verdict.code ? { code: verdict.code } : {}),
      ...(words ? { words } : {}),
      figures: { ...this.figures },
    };
  }

  #present(phase: SwapPhase): PhaseTiming {
    return { phase, atMs: this.#phaseAtMs, durationMs: this.#clock.now() - this.#phaseFrom };
  }
}

function wordsFor({ from, to }: SwapFacts, verdict: Verdict): UserMessage | undefined {
  const code: SwapCode | undefined = verdict.code;
  if (!code || verdict.outcome === 'switched') return undefined;
  if (verdict.outcome === 'rejected') return swapMessages.rejected(to?.title ?? { en: 'Off', zh: '关闭' }, code, verdict.words);
  if (verdict.slot === 'empty') return swapMessages.leftEmpty(to?.title ?? null, code, verdict.words);
  return swapMessages.rolledBack(from?.title ?? null, to?.title ?? null, code, verdict.words);
}
