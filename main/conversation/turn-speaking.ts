/** Takes one turn's clauses through moderation, expression and voice to the stage, strictly in order. Never touches another turn. */
import type { ClauseId } from '../contract/ids.ts';
import { asClauseId } from '../contract/ids.ts';
import { type Expression, type Lang, neutralExpression } from '../contract/speech.ts';
import { linkedController, settleWithin } from '../kernel/abortable.ts';
import { ConversationError } from './failure.ts';
import { pickLanguage, pickVoiceLanguage } from './pick-language.ts';
import { showOnly, speakClause } from './speak-clause.ts';
import type { NumberedClause, SpeakingParts } from './speaking-parts.ts';
import { untilStageHere } from './stage-presence.ts';
import { joinText, type Turn } from './turn.ts';

export type { ClauseNews, SpeakingParts } from './speaking-parts.ts';

/** So much of what was said before is looked at again, for a listed phrase that a clause border cuts in two. */
const moderatedTailCharacters = 48;

/** Returns when the last clause is on the stage. Rejects with the abort reason, or when the stage itself fails. */
export async function speakTurn(turn: Turn, parts: SpeakingParts): Promise<void> {
  const { signal } = turn.controller;
  let tail = '';
  /** What of the turn has been put on the stage so far. */
  let shown: 'no-words' | 'words' = 'no-words';
  for (;;) {
    const text = await turn.feed.next();
    if (signal.aborted) throw signal.reason;
    if (text === null) return;
    const index = turn.clausesMade;
    turn.clausesMade += 1;
    const clauseId = asClauseId(`${turn.turnId}.${index}`);
    const lang = pickVoiceLanguage(text, turn.lang, (asked) => parts.voice.canSpeak(asked));
    if (!parts.moderator.check('out', joinText(tail, text)).allowed) {
      tail = '';
      parts.logger.info('clause held back by moderation', { turnId: turn.turnId, index });
      parts.onClause(turn, { clauseId, index, text, lang, expression: neutralExpression, voiced: false, reason: 'moderated' });
      continue;
    }
    tail = endOf(joinText(tail, text));
    // Emoji that close a spoken answer would take its caption's place and hold up the next answer, in silence.
    if (lang === 'und' && shown === 'words') {
      parts.onClause(turn, { clauseId, index, text, lang, expression: neutralExpression, voiced: false, reason: 'nothing-to-say' });
      continue;
    }
    if (turn.lang === 'und') turn.lang = pickLanguage(text, turn.lang);
    const expression = await express(turn, { clauseId, text, lang }, parts);
    const clause: NumberedClause = { clauseId, text, lang, expression, index };
    await untilStageHere(turn, parts);
    if (lang === 'und') showOnly(turn, clause, 'nothing-to-say', parts);
    else if (!parts.voice.canSpeak(lang)) showOnly(turn, clause, 'no-voice-for-language', parts);
    else await speakClause(turn, clause, parts);
    if (lang !== 'und') shown = 'words';
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

/** The last few words; never starts inside a word. */
function endOf(text: string): string {
  return text.length <= moderatedTailCharacters ? text : text.slice(-moderatedTailCharacters).replace(/^[\p{Script=Latin}\p{N}]+/u, '');
}
