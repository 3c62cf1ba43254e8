/** Takes one turn's clauses through moderation, expression and voice to the stage, strictly in order. Never touches another turn. */
import type { ClauseId } from '../contract/ids.ts';
import { asClauseId } from '../contract/ids.ts';
import type { UnvoicedReason } from '../contract/show-events.ts';
import { type Expression, type Lang, neutralExpression } from '../contract/speech.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import { linkedController, patiently, settleWithin } from './abortable.ts';
import { ConversationError } from './failure.ts';
import type { ConversationLimits } from './limits.ts';
import { pickLanguage } from './pick-language.ts';
import type { Feeling, Moderator, SpokenClause, Stage, Voice } from './ports.ts';
import { countSpeechUnits } from './speech-units.ts';
import type { StageWindow } from './stage-window.ts';
import { joinText, type Turn } from './turn.ts';

export interface ClauseNews {
  readonly clauseId: ClauseId;
  readonly index: number;
  readonly text: string;
  readonly lang: Lang;
  readonly expression: Expression;
  readonly voiced: boolean;
  readonly reason?: UnvoicedReason;
}

export interface SpeakingParts {
  readonly feeling: Feeling;
  readonly voice: Voice;
  readonly stage: Stage;
  readonly moderator: Moderator;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: ConversationLimits;
  readonly window: StageWindow;
  readonly onClause: (turn: Turn, news: ClauseNews) => void;
}

type NumberedClause = SpokenClause & { readonly index: number };

/** So much of what was said before is looked at again, for a listed phrase that a clause border cuts in two. */
const moderatedTailCharacters = 48;

/** Returns when the last clause is on the stage. Rejects with the abort reason, or when the stage itself fails. */
export async function speakTurn(turn: Turn, parts: SpeakingParts): Promise<void> {
  const { signal } = turn.controller;
  let tail = '';
  for (;;) {
    const text = await turn.feed.next();
    if (signal.aborted) throw signal.reason;
    if (text === null) return;
    const index = turn.clausesMade;
    turn.clausesMade += 1;
    const clauseId = asClauseId(`${turn.turnId}.${index}`);
    const lang = pickLanguage(text, turn.lang);
    if (!parts.moderator.check('out', joinText(tail, text)).allowed) {
      tail = '';
      parts.logger.info('clause held back by moderation', { turnId: turn.turnId, index });
      parts.onClause(turn, { clauseId, index, text, lang, expression: neutralExpression, voiced: false, reason: 'moderated' });
      continue;
    }
    tail = endOf(joinText(tail, text));
    if (turn.lang === 'und') turn.lang = lang;
    const expression = await express(turn, { clauseId, text, lang }, parts);
    const clause: NumberedClause = { clauseId, text, lang, expression, index };
    if (lang === 'und') showOnly(turn, clause, 'nothing-to-say', parts);
    else if (!parts.voice.canSpeak(lang)) showOnly(turn, clause, 'no-voice-for-language', parts);
    else await voiceClause(turn, clause, parts);
  }
}

async function express(turn: Turn, clause: { clauseId: ClauseId; text: string; lang: Lang }, parts: SpeakingParts): Promise<Expression> {
  const own = linkedController(turn.controller.signal);
  try {
    const asked = (async () => parts.feeling.express(turn, clause, own.signal))();
    return await settleWithin(
      asked,
      parts.clock,
      own.signal,
      parts.limits.feelingMs,
      () => new ConversationError('feeling-timeout', 'no expression in time'),
    );
  } catch (error) {
    if (turn.controller.signal.aborted) throw turn.controller.signal.reason;
    own.abort(error);
    parts.logger.warn('expression failed; the clause is spoken neutrally', { turnId: turn.turnId, error });
    return neutralExpression;
  } finally {
    own.unlink();
  }
}

/** Before the stage knows of the clause a failing voice is asked once more; after that the clause ends where it is: never said twice. */
async function voiceClause(turn: Turn, clause: NumberedClause, parts: SpeakingParts): Promise<void> {
  const { window, logger } = parts;
  await window.admit(turn.turnId, clause.clauseId, turn.controller.signal);
  let unvoiced: UnvoicedReason = 'voice-failed';
  for (const attempt of [1, 2]) {
    const outcome = await attemptVoice(turn, clause, parts);
    if (outcome.state === 'spoken') {
      window.complete(clause.clauseId, outcome.durationMs);
      return;
    }
    logger.warn('voice failed', {
      turnId: turn.turnId,
      clauseId: clause.clauseId,
      attempt,
      sent: outcome.state === 'torn',
      error: outcome.error,
    });
    if (outcome.state === 'torn') {
      onStage(() => parts.stage.clauseEnd(clause.clauseId, true));
      window.complete(clause.clauseId, readingMs(clause.text));
      return;
    }
    const code = (outcome.error as { code?: unknown } | null)?.code;
    if (code === 'nothing-to-say' || code === 'unsupported-language') {
      unvoiced = code === 'nothing-to-say' ? 'nothing-to-say' : 'no-voice-for-language';
      break;
    }
  }
  window.release(clause.clauseId);
  showOnly(turn, clause, unvoiced, parts);
}

type VoiceOutcome =
  | { readonly state: 'spoken'; readonly durationMs: number }
  /** Nothing was sent / a part was sent. */
  | { readonly state: 'unsent' | 'torn'; readonly error: unknown };

async function attemptVoice(turn: Turn, clause: NumberedClause, parts: SpeakingParts): Promise<VoiceOutcome> {
  const { voice, stage, clock, limits } = parts;
  const { signal } = turn.controller;
  const own = linkedController(signal);
  let sent = false;
  try {
    const items = patiently(voice.speak(turn, clause, own.signal), clock, own.signal, {
      firstMs: limits.voiceFirstItemMs,
      gapMs: limits.voiceItemGapMs,
      timeoutError: (which) =>
        new ConversationError('voice-timeout', which === 'first' ? 'no sound in time' : 'the sound stopped in the middle'),
    });
    for await (const item of items) {
      if (signal.aborted) throw signal.reason;
      if (item.type === 'started') {
        if (sent) continue;
        sent = true;
        enter(turn, clause, item.streamId, stage);
        parts.onClause(turn, { ...newsOf(clause), voiced: true });
      } else if (item.type === 'marks') {
        if (sent) onStage(() => stage.marks(clause.clauseId, item.marks));
      } else if (sent) {
        onStage(() => stage.clauseEnd(clause.clauseId, false));
        return { state: 'spoken', durationMs: item.durationMs };
      }
    }
    throw new ConversationError('voice-silent', sent ? 'the voice ended without saying so' : 'the voice made no sound');
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof ConversationError && error.code === 'stage-failed') throw error;
    return { state: sent ? 'torn' : 'unsent', error };
  } finally {
    own.abort(new ConversationError('cancelled', 'the clause is over'));
    own.unlink();
  }
}

/** A clause that is read, not heard. */
function showOnly(turn: Turn, clause: NumberedClause, reason: UnvoicedReason, parts: SpeakingParts): void {
  if (turn.controller.signal.aborted) throw turn.controller.signal.reason;
  enter(turn, clause, null, parts.stage);
  parts.window.caption(turn.turnId, readingMs(clause.text));
  parts.onClause(turn, { ...newsOf(clause), voiced: false, reason });
}

function enter(turn: Turn, clause: NumberedClause, streamId: string | null, stage: Stage): void {
  turn.clausesOnStage += 1;
  turn.reply = joinText(turn.reply, clause.text);
  onStage(() => stage.enqueue(turn, { ...clause, streamId }));
}

/** A stage that throws must not pass for a voice that failed. */
function onStage(act: () => void): void {
  try {
    act();
  } catch (error) {
    throw new ConversationError('stage-failed', 'the programme did not take the clause', { cause: error });
  }
}

function newsOf({ clauseId, index, text, lang, expression }: NumberedClause): Omit<ClauseNews, 'voiced'> {
  return { clauseId, index, text, lang, expression };
}

/** A generous guess, used only for patience with the stage. */
function readingMs(text: string): number {
  return 3_000 + 300 * countSpeechUnits(text).total;
}

/** The last few words; never starts inside a word. */
function endOf(text: string): string {
  return text.length <= moderatedTailCharacters ? text : text.slice(-moderatedTailCharacters).replace(/^[\p{Script=Latin}\p{N}]+/u, '');
}
