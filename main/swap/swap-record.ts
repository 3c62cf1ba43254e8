/** What one swap leaves behind: phases with their times, figures, and at its end the receipt. */
import type { SlotId } from '../contract/ids.ts';
import type { Clock } from '../kernel/clock.ts';
import type { EngineKind } from '../engines/contract/manifest.ts';
import type { SwapFacts, Verdict } from './machine-types.ts';
import type { PhaseTiming, SwapFigures, SwapPhase, SwapReceipt } from './types.ts';
import { verdictWords } from './user-messages.ts';

export interface SwapRecord {
  readonly facts: SwapFacts;
  enter(phase: SwapPhase): void;
  note(figures: SwapFigures): void;
  /** The one that is going on is there with its time so far. */
  phases(): readonly PhaseTiming[];
  receipt(verdict: Verdict): SwapReceipt;
}

export interface SwapRecordOptions {
  readonly facts: SwapFacts;
  readonly slotId: SlotId;
  readonly kind: EngineKind;
  readonly by: string;
  readonly reason: string;
  readonly clock: Clock;
}

export function createSwapRecord({ facts, slotId, kind, by, reason, clock }: SwapRecordOptions): SwapRecord {
  const startedAtMs = clock.wallNow();
  const closed: PhaseTiming[] = [];
  let open: { readonly phase: SwapPhase; readonly atMs: number; readonly sinceMs: number } | undefined;
  let figures: SwapFigures = {};

  function phases(): readonly PhaseTiming[] {
    return open ? [...closed, { phase: open.phase, atMs: open.atMs, durationMs: clock.now() - open.sinceMs }] : closed.slice();
  }

  return {
    facts,
    enter(phase) {
      if (open?.phase === phase) return;
      closed.splice(0, closed.length, ...phases());
      open = phase === 'idle' ? undefined : { phase, atMs: clock.wallNow(), sinceMs: clock.now() };
    },
    note(more) {
      figures = { ...figures, ...more };
    },
    phases,
    receipt(verdict) {
      const words = verdictWords(verdict, facts);
      return {
        swapId: facts.swapId,
        slotId,
        kind,
        from: facts.from,
        to: facts.to,
        mode: facts.mode,
        by,
        reason,
        startedAtMs,
        endedAtMs: clock.wallNow(),
        phases: phases(),
        outcome: verdict.outcome,
        ...(verdict.code === undefined ? {} : { code: verdict.code }),
        ...(words ? { words } : {}),
        figures,
      };
    },
  };
}
