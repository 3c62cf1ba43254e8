/**
 * Owns the auditions: a prepared language model answers real turns beside the active one; nobody hears it. Keeps the last answers of both side
 * by side. One turn at a time per audition: a slow candidate is shown to be slow, it does not pile up work.
 */
import type { SlotId } from '../contract/ids.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/disposable.ts';
import { Emitter, type Event } from '../kernel/emitter.ts';
import type { Logger } from '../kernel/logger.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { LlmRequest } from '../engines/contract/requests.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import type { ShadowView } from '../api/contract/engines.ts';

export interface HeardAnswer {
  text(piece: string): void;
  end(outcome: 'answered' | 'failed'): void;
}

export interface ShadowDesk extends Disposable {
  /** From now on `instance` answers each turn of the slot, too. Takes the place of an audition before it. */
  open(slotId: SlotId, instance: EngineInstance, choice: EngineChoice): void;
  close(slotId: SlotId): void;
  /** The instance that listens to this slot, if any. */
  instance(slotId: SlotId): EngineInstance | undefined;
  /** A turn has been asked of the active engine; the same question goes to the audition. undefined: there is none. */
  mirror(slotId: SlotId, asked: string, request: LlmRequest): HeardAnswer | undefined;
  views(): readonly ShadowView[];
  readonly onChange: Event<void>;
}

type Turn = ShadowView['turns'][number];
type Answer = Turn['active'];

interface Audition {
  readonly instance: EngineInstance;
  readonly choice: EngineChoice;
  readonly ended: AbortController;
  turns: Turn[];
  state: 'free' | 'answering';
}

const keptTurns = 20;
const maxAnswerLength = 4000;
const itemTimeoutMs = 60_000;

export function createShadowDesk({ clock, logger }: { readonly clock: Clock; readonly logger: Logger }): ShadowDesk {
  const auditions = new Map<SlotId, Audition>();
  const onChange = new Emitter<void>((error) => logger.error('a shadow listener threw', { error }));

  function patch(audition: Audition, turnId: string, side: 'active' | 'shadow', change: (before: Answer) => Partial<Answer>): void {
    audition.turns = audition.turns.map((turn) =>
      turn.turnId === turnId ? { ...turn, [side]: { ...turn[side], ...change(turn[side]) } } : turn,
    );
    onChange.emit();
  }

  function recorder(audition: Audition, turnId: string, side: 'active' | 'shadow'): HeardAnswer {
    const askedAtMs = clock.now();
    const sinceAskedMs = (): number => Math.round(clock.now() - askedAtMs);
    return {
      text(piece) {
        patch(audition, turnId, side, (before) => ({
          text: `${before.text}${piece}`.slice(0, maxAnswerLength),
          firstOutputMs: before.firstOutputMs ?? sinceAskedMs(),
        }));
      },
      end: (outcome) => patch(audition, turnId, side, () => ({ state: outcome, totalMs: sinceAskedMs() })),
    };
  }

  async function audit(audition: Audition, turnId: string, request: LlmRequest): Promise<void> {
    const unheard = recorder(audition, turnId, 'shadow');
    audition.state = 'answering';
    try {
      for await (const item of audition.instance.infer('llm', request, { signal: audition.ended.signal, timeoutMs: itemTimeoutMs })) {
        if (item.type === 'text') unheard.text(item.text);
      }
      unheard.end('answered');
    } catch (error) {
      if (!audition.ended.signal.aborted) logger.info('an audition did not answer', { turnId, error: String(error) });
      unheard.end('failed');
    } finally {
      audition.state = 'free';
    }
  }

  function close(slotId: SlotId): void {
    const audition = auditions.get(slotId);
    if (!audition) return;
    auditions.delete(slotId);
    audition.ended.abort(new Error('the audition is over'));
    onChange.emit();
  }

  return {
    open(slotId, instance, choice) {
      close(slotId);
      auditions.set(slotId, { instance, choice, ended: new AbortController(), turns: [], state: 'free' });
      onChange.emit();
    },
    close,
    instance: (slotId) => auditions.get(slotId)?.instance,
    mirror(slotId, asked, request) {
      const audition = auditions.get(slotId);
      if (!audition) return undefined;
      const blank: Answer = { text: '', firstOutputMs: null, totalMs: null, state: 'answering' };
      const free = audition.state === 'free' && audition.instance.state === 'ready';
      const turn: Turn = {
        turnId: request.turnId,
        atMs: clock.wallNow(),
        asked,
        active: blank,
        shadow: free ? blank : { ...blank, state: 'left-out' },
      };
      // one that begins anew takes its own place
      audition.turns = [turn, ...audition.turns.filter(({ turnId }) => turnId !== request.turnId)].slice(0, keptTurns);
      const heard = recorder(audition, request.turnId, 'active');
      if (free) void audit(audition, request.turnId, request);
      onChange.emit();
      return heard;
    },
    views: () =>
      Array.from(auditions, ([slotId, { choice, turns }]) => ({
        slotId,
        choice: { choiceId: choice.choiceId, title: choice.title },
        turns,
      })),
    onChange: onChange.event,
    dispose() {
      for (const slotId of Array.from(auditions.keys())) close(slotId);
      onChange.clear();
      return Promise.resolve();
    },
  };
}
