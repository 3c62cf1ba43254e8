/** What is done to a candidate, swap or not: loaded, tried out, brought to the show; each with its time, its memory watched. Failures are SwapErrors with words. */
import type { SlotId } from '../contract/ids.ts';
import { wordsIn, type UserMessage } from '../contract/failure.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { EngineSignature } from '../engines/contract/signature.ts';
import type { EngineInstance, EngineInstanceChange } from '../engines/hosting/engine-instance.ts';
import { onAirTimeoutMs } from './default-policy.ts';
import { runGuarded } from './guard.ts';
import type { Guard } from './guard.ts';
import type { InstancePool, Size } from './instance-pool.ts';
import { SwapError } from './swap-error.ts';
import type { ProbeReport, SwapCode, SwapPolicy, SwapPorts } from './types.ts';
import { causes } from './user-messages.ts';

export interface CandidateSteps {
  load(candidate: EngineInstance, choice: EngineChoice, slotId: SlotId, signal: AbortSignal): Promise<void>;
  /** `size`: what it holds after the probe; remembered for the next time. */
  probe(
    candidate: EngineInstance,
    choice: EngineChoice,
    against: EngineSignature | undefined,
    signal: AbortSignal,
  ): Promise<{ readonly report: ProbeReport; readonly size: Size }>;
  bringOnAir(candidate: EngineInstance, choice: EngineChoice, slotId: SlotId, signal: AbortSignal): Promise<void>;
}

export interface CandidateStepsOptions {
  readonly ports: SwapPorts;
  readonly policy: SwapPolicy;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly pool: InstancePool;
}

export function swapError(code: SwapCode, words: UserMessage, cause?: unknown): SwapError {
  return new SwapError(code, words.en, { detail: { words }, ...(cause === undefined ? {} : { cause }) });
}

/** What an error says to a person: its own words, else its text. */
export function reasonIn(error: unknown): UserMessage {
  const text = error instanceof Error ? error.message : String(error);
  return wordsIn(error) ?? { en: text, zh: text };
}

export function createCandidateSteps({ ports, policy, clock, logger, pool }: CandidateStepsOptions): CandidateSteps {
  const died = (choice: EngineChoice): SwapError => swapError('process-died', causes.processDied(choice));

  function leftWhileLoading(choice: EngineChoice, { state, error, message }: EngineInstanceChange): SwapError {
    if (state !== 'failed') return died(choice);
    const reason = wordsIn(error) ?? message ?? (error ? reasonIn(error) : undefined);
    return swapError('load-failed', causes.loadFailed(choice, reason), error);
  }

  async function overBudget(choice: EngineChoice): Promise<SwapError | undefined> {
    const sizes = await pool.measure();
    const heldBytes = pool.loaded(sizes).reduce((total, one) => total + one.heldBytes, 0);
    const { totalBytes } = ports.budget();
    return heldBytes > totalBytes ? swapError('over-budget', causes.overBudget(choice, heldBytes, totalBytes)) : undefined;
  }

  function remember(choice: EngineChoice, { bytes, graphicsBytes }: Size): void {
    if (bytes === null) return;
    try {
      ports.memory.remember(choice, bytes, graphicsBytes);
    } catch (error) {
      logger.error('the memory of an engine could not be written down', { choice: choice.choiceId, error: String(error) });
    }
  }

  function guardFor(
    instance: EngineInstance,
    choice: EngineChoice,
    signal: AbortSignal,
  ): Pick<Guard, 'instance' | 'clock' | 'signal' | 'left'> {
    return { instance, clock, signal, left: () => died(choice) };
  }

  return {
    async load(candidate, choice, slotId, signal) {
      const wanted = ports.slots.kind(slotId);
      const { kind } = candidate.manifest;
      if (kind !== wanted) throw swapError('signature', causes.wrongKind(choice, kind, wanted ?? '?'));
      await runGuarded(
        async (inner) => {
          try {
            return await candidate.whenReady(inner);
          } catch (error) {
            throw inner.aborted ? inner.reason : swapError('load-failed', causes.loadFailed(choice, reasonIn(error)), error);
          }
        },
        {
          ...guardFor(candidate, choice, signal),
          timeoutMs: policy.loadTimeoutMs,
          timedOut: () => swapError('load-timeout', causes.loadTimeout(choice, policy.loadTimeoutMs)),
          left: (change) => leftWhileLoading(choice, change),
          overBudget: () => overBudget(choice),
        },
      );
    },
    async probe(candidate, choice, against, signal) {
      if (candidate.state !== 'ready') throw died(choice);
      return runGuarded(
        async (inner) => {
          const report = await ports.probe(candidate, choice, against, inner).catch((error: unknown) => {
            throw inner.aborted ? inner.reason : asProbeFailure(choice, error);
          });
          const sizes = await pool.measure();
          const size = sizes.get(candidate.id) ?? { bytes: null, graphicsBytes: null };
          remember(choice, size);
          return { report, size };
        },
        {
          ...guardFor(candidate, choice, signal),
          timeoutMs: policy.probeTimeoutMs,
          timedOut: () => swapError('probe-timeout', causes.probeTimeout(choice, policy.probeTimeoutMs)),
          overBudget: () => overBudget(choice),
        },
      );
    },
    async bringOnAir(candidate, choice, slotId, signal) {
      if (candidate.state !== 'ready') throw died(choice);
      await runGuarded(
        async (inner) => {
          try {
            await ports.bringOnAir(slotId, candidate, inner);
          } catch (error) {
            throw inner.aborted ? inner.reason : swapError('not-on-air', causes.notOnAir(choice, reasonIn(error)), error);
          }
        },
        {
          ...guardFor(candidate, choice, signal),
          timeoutMs: onAirTimeoutMs,
          timedOut: () => swapError('not-on-air', causes.notOnAir(choice)),
        },
      );
    },
  };
}

/** Whatever a probe throws is a verdict on the candidate; what is no SwapError of a probe is a probe that failed. */
function asProbeFailure(choice: EngineChoice, error: unknown): SwapError {
  const code = error instanceof SwapError && (error.code === 'signature' || error.code === 'probe-timeout') ? error.code : 'probe-failed';
  return swapError(code, causes.notTaken(choice, reasonIn(error)), error);
}
