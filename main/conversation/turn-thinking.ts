/** Reads one answer from the brain into the turn's clause feed. Ends by itself: answer, failure, time-out, length limit or abort. */
import { wordsIn, type UserMessage } from '../contract/failure.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import { linkedController, patiently } from '../kernel/abortable.ts';
import { createClauseSplitter } from './clause-splitter.ts';
import { ConversationError } from './failure.ts';
import type { ConversationLimits } from './limits.ts';
import type { Brain } from './ports.ts';
import type { Turn } from './turn.ts';
import { turnMessages } from './user-messages.ts';

export type Thought = { readonly state: 'answered' } | { readonly state: 'failed'; readonly reason: UserMessage };

interface ThinkingParts {
  readonly brain: Brain;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: ConversationLimits;
}

/** Never rejects; closes the feed in every case. What was complete before a failure is still spoken, the torn clause is not. */
export async function thinkTurn(turn: Turn, { brain, clock, logger, limits }: ThinkingParts): Promise<Thought> {
  const splitter = createClauseSplitter();
  const own = linkedController(turn.controller.signal);
  let characters = 0;
  let made = 0;
  const give = (clauses: readonly string[]): void => {
    made += clauses.length;
    turn.feed.push(clauses);
  };
  try {
    const tokens = patiently(textOf(turn, brain, own.signal), clock, own.signal, {
      firstMs: limits.brainFirstTokenMs,
      gapMs: limits.brainTokenGapMs,
      timeoutError: (which) =>
        new ConversationError('brain-timeout', which === 'first' ? 'no first token in time' : 'the answer stopped in the middle'),
    });
    for await (const token of tokens) {
      const room = limits.answerCharacters - characters;
      give(splitter.push(token.slice(0, room)));
      characters += token.length;
      if (characters >= limits.answerCharacters) {
        logger.warn('answer cut at its length limit', { turnId: turn.turnId, limit: limits.answerCharacters });
        break;
      }
    }
    give(splitter.end());
    if (made > 0) return { state: 'answered' };
    throw new ConversationError('brain-silent', 'the answer holds no text');
  } catch (error) {
    // the brain is told why: a model that let us wait too long was not merely cancelled
    own.abort(error);
    if (!turn.controller.signal.aborted) logger.warn('brain failed', { turnId: turn.turnId, error });
    return { state: 'failed', reason: reasonFor(error) };
  } finally {
    own.abort(new ConversationError('cancelled', 'the answer is over'));
    own.unlink();
    turn.feed.close();
  }
}

/** A script is not thought about. */
function textOf({ idle, ...turn }: Turn, brain: Brain, signal: AbortSignal): AsyncIterable<string> {
  if (idle?.from === 'script') return once(idle.text);
  return brain.answer(
    turn,
    idle ? { author: '', text: idle.prompt, idleRound: idle.round } : { author: turn.author, text: turn.text },
    signal,
  );
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

function reasonFor(error: unknown): UserMessage {
  if (error instanceof ConversationError && error.code === 'brain-timeout') return turnMessages.brainTimedOut;
  if (error instanceof ConversationError && error.code === 'brain-silent') return turnMessages.brainSilent;
  // what the engine itself says is what can be acted on: a key that is refused, an account without credit, a server that is gone
  return wordsIn(error) ?? turnMessages.brainFailed;
}
