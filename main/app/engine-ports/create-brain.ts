/** The conversation's Brain over the router: persona, a short history of the show, the viewer's line; the answer as it streams. */
import { ConversationError } from '../../conversation/failure.ts';
import type { Brain, TurnContext } from '../../conversation/ports.ts';
import type { InstanceId, ShowId, TurnId } from '../../contract/ids.ts';
import { EngineError } from '../../engines/contract/engine-error.ts';
import type { ChatMessage } from '../../engines/contract/requests.ts';
import { systemClock, type Clock } from '../../kernel/clock.ts';
import type { Lease, Router } from '../../routing/types.ts';
import { leaseSoon } from './lease-soon.ts';
import type { Observe } from './observe.ts';
import { observeRequest } from './observe.ts';
import type { ShadowDesk } from '../shadow-desk.ts';

export interface BrainOptions {
  readonly router: Router;
  readonly showId: ShowId;
  /** The system message; '' = none. Asked anew for each turn. */
  readonly persona: () => string;
  readonly history?: HistoryLimits;
  readonly clock?: Clock;
  /** Told how every request went. */
  readonly observe?: Observe;
  /** Auditions that hear every question, too. */
  readonly shadow?: Pick<ShadowDesk, 'mirror'>;
  /** Default 20 000: a language model that gives nothing for this long has hung; a show cannot wait for it any longer. */
  readonly itemTimeoutMs?: number;
}

export interface HistoryLimits {
  readonly exchanges: number;
  readonly chars: number;
}

interface Exchange {
  readonly turnId: TurnId;
  readonly author: string;
  readonly line: string;
  readonly reply: string;
}

const maxAttempts = 2;
const usualItemTimeoutMs = 20_000;
/** Later than this a second answer of the same model would come after the viewer's patience; and what the first one says of its failure would be lost. */
const asksAgainWithinMs = 10_000;
/** So long a turn waits for a model that is being started again. */
const readyWithinMs = 5000;
const defaultHistory: HistoryLimits = { exchanges: 6, chars: 4000 };

export function createBrain(options: BrainOptions): Brain {
  const { router, showId } = options;
  const limits = options.history ?? defaultHistory;
  const clock = options.clock ?? systemClock;
  const past: Exchange[] = [];

  /** What a turn said before it began anew was heard by nobody. */
  const isOfBefore = ({ turnId, insteadOf }: TurnContext, exchange: Exchange): boolean =>
    exchange.turnId === turnId || exchange.turnId === insteadOf;

  function remember(turn: TurnContext, exchange: Exchange): void {
    past.splice(0, past.length, ...past.filter((one) => !isOfBefore(turn, one)));
    if (exchange.reply.trim() === '') return;
    past.push(exchange);
    const length = (): number => past.reduce((sum, { line, reply }) => sum + line.length + reply.length, 0);
    while (past.length > limits.exchanges || (past.length > 0 && length() > limits.chars)) past.shift();
  }

  return {
    async *answer(turn, line, signal) {
      const askedAtMs = clock.now();
      let blamed: InstanceId | undefined;
      for (let round = 1; ; round += 1) {
        signal.throwIfAborted();
        const need = { kind: 'llm' } as const;
        const lease = await leaseSoon(need, { router, clock, withinMs: readyWithinMs, pick: () => router.lease(need) }, signal);
        if (!lease) throw new EngineError('not-loaded', 'No language model is ready');
        let state: 'silent' | 'answering' = 'silent';
        try {
          for await (const text of attempt(lease, turn, line, signal, lease.instance.id !== blamed)) {
            state = 'answering';
            yield text;
          }
          return;
        } catch (error) {
          // What was heard is never said twice: only a model that failed before its first word is asked again.
          if (signal.aborted || state === 'answering' || round >= maxAttempts || !isFault(error)) throw error;
          // a rollback may have put a quick one in its place
          if (clock.now() - askedAtMs > asksAgainWithinMs && router.active(lease.slotId) === lease.instance) throw error;
          blamed = lease.instance.id;
        } finally {
          lease.release();
        }
      }
    },
  };

  async function* attempt(
    lease: Lease,
    turn: TurnContext,
    line: { readonly author: string; readonly text: string; readonly idleRound?: number },
    signal: AbortSignal,
    /** One line is one failure of one engine, however often it was asked. */
    tellsFailure: boolean,
  ): AsyncGenerator<string> {
    const { maxTokens } = lease.options;
    const request = {
      showId,
      turnId: turn.turnId,
      epoch: turn.epoch,
      messages: buildMessages(
        options.persona(),
        past.filter((one) => !isOfBefore(turn, one)),
        line,
      ),
      ...(maxTokens === undefined ? {} : { maxTokens }),
      ...(line.idleRound === undefined ? {} : { idleRound: line.idleRound }),
    };
    let reply = '';
    let refused = false;
    const observed = observeRequest(clock, options.observe, lease.instance.id);
    const heard = line.idleRound === undefined ? options.shadow?.mirror(lease.slotId, line.text, request) : undefined;
    try {
      for await (const item of lease.instance.infer('llm', request, { signal, timeoutMs: options.itemTimeoutMs ?? usualItemTimeoutMs })) {
        if (item.type === 'end') refused = item.finishReason === 'refused';
        if (item.type !== 'text' || item.text === '') continue;
        observed.output();
        heard?.text(item.text);
        if (reply.length < limits.chars) reply += item.text;
        yield item.text;
      }
      if (reply !== '') observed.end('served');
      // what a model will not talk about is no fault of it
      else if (!refused && tellsFailure) observed.end('failed');
      heard?.end('answered');
    } catch (error) {
      // What was cancelled says nothing about the engine.
      if (tellsFailure && isFault(error) && (!signal.aborted || isGivenUp(signal.reason))) observed.end('failed');
      heard?.end('failed');
      throw error;
    } finally {
      // An answer that was cut short was heard as far as it went.
      // nobody asked for its own talk: it is no part of what was asked and answered
      if (line.idleRound === undefined)
        remember(turn, { turnId: turn.turnId, author: line.author, line: line.text.slice(0, limits.chars), reply });
    }
  }
}

/** The line was not cancelled: the model let it wait too long. */
const isGivenUp = (reason: unknown): boolean => reason instanceof ConversationError && reason.code === 'brain-timeout';

/** What a server will not talk about is no fault of it, and it will not talk about it the second time either. */
const isFault = (error: unknown): boolean => !(error instanceof EngineError && error.detail?.['reason'] === 'content-refused');

export function buildMessages(
  persona: string,
  past: readonly Exchange[],
  line: { readonly author: string; readonly text: string },
): ChatMessage[] {
  const name = (author: string): { readonly name?: string } => (author === '' ? {} : { name: author });
  return [
    ...(persona === '' ? [] : [{ role: 'system', content: persona } as const]),
    ...past.flatMap(({ author, line: asked, reply }): ChatMessage[] => [
      { role: 'user', content: asked, ...name(author) },
      { role: 'assistant', content: reply },
    ]),
    { role: 'user', content: line.text, ...name(line.author) },
  ];
}
