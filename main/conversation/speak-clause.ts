/**
 * Owns how one clause comes on the stage: spoken whole, or, where its voice fails in the middle, finished at a word and spoken on from the next one.
 * Nothing is ever said twice: what may have been heard counts as said.
 */
import { asClauseId, type ClauseId } from '../contract/ids.ts';
import type { UnvoicedReason } from '../contract/show-events.ts';
import { settleWithin } from '../kernel/abortable.ts';
import { ConversationError } from './failure.ts';
import type { ClauseCut, StagedClause } from './ports.ts';
import { restOfClause } from './rest-of-clause.ts';
import type { ClauseNews, NumberedClause, SpeakingParts } from './speaking-parts.ts';
import { countSpeechUnits } from './speech-units.ts';
import { spokenWords } from './spoken-words.ts';
import { untilStageHere } from './stage-presence.ts';
import { joinText, type Turn } from './turn.ts';
import { attemptVoice, onStage, type VoiceOutcome } from './voice-attempt.ts';

/** So often the rest of a clause is spoken by another attempt; after that it is shown. */
const mostResumes = 2;
/** The programme answers within a frame or not at all. */
const cutPatienceMs = 2_000;

/** Rejects with the abort reason, or when the stage itself fails. */
export async function speakClause(turn: Turn, whole: NumberedClause, parts: SpeakingParts): Promise<void> {
  let clause = whole;
  for (let resumes = 0; ; resumes += 1) {
    await parts.window.admit(turn.turnId, clause.clauseId, turn.controller.signal);
    const outcome = await voiceWithRetry(turn, clause, parts);
    if (outcome.state === 'spoken') {
      const words = spokenWords(clause.text, clause.lang, outcome.words);
      if (words.length > 0) parts.onWords(turn, clause.clauseId, words);
      return parts.window.complete(clause.clauseId, outcome.durationMs);
    }
    if (outcome.state === 'unsent') {
      parts.window.release(clause.clauseId);
      return showOnly(turn, clause, reasonOf(outcome.error), parts);
    }
    const rest = await finishAtWord(turn, clause, outcome, parts);
    const next: NumberedClause = {
      ...clause,
      clauseId: asClauseId(`${whole.clauseId}~${resumes + 1}`),
      text: rest ?? '',
      // Its gestures were made with the beginning.
      expression: { ...clause.expression, gestures: [] },
      continues: whole.clauseId,
    };
    if (rest === '') return;
    if (rest === null) return parts.onClause(turn, { ...newsOf(next), voiced: false, reason: 'cut-short' });
    if (resumes === mostResumes) return showOnly(turn, next, 'voice-failed', parts);
    clause = next;
  }
}

/** A clause that is read, not heard. */
export function showOnly(turn: Turn, clause: NumberedClause, reason: UnvoicedReason, parts: SpeakingParts): void {
  if (turn.controller.signal.aborted) throw turn.controller.signal.reason;
  enter(turn, clause, { streamId: null, marks: [] }, parts);
  parts.window.caption(turn.turnId, readingMs(clause.text));
  parts.onClause(turn, { ...newsOf(clause), voiced: false, reason });
}

/** Before the stage knows of the clause a failing voice is asked once more, for all of it. */
async function voiceWithRetry(turn: Turn, clause: NumberedClause, parts: SpeakingParts): Promise<VoiceOutcome> {
  const attempt = async (): Promise<VoiceOutcome> =>
    attemptVoice(turn, clause, parts, (streamId, marks) => {
      enter(turn, clause, { streamId, marks }, parts);
      parts.onClause(turn, { ...newsOf(clause), voiced: true });
    });
  // a stage that went away is not the voice's doing
  const attemptHere = async (): Promise<VoiceOutcome> => {
    let one = await attempt();
    while (one.state === 'unsent' && (isStageLost(one.error) || parts.stage.presence() !== 'here')) {
      await untilStageHere(turn, parts);
      one = await attempt();
    }
    return one;
  };
  const first = await attemptHere();
  if (first.state !== 'unsent') return first;
  parts.logger.warn('voice failed before its first sound', { turnId: turn.turnId, clauseId: clause.clauseId, error: first.error });
  if (reasonOf(first.error) !== 'voice-failed') return first;
  return attemptHere();
}

/**
 * Ends a torn clause on the stage with a whole word. The text that is still to be said, '' when there is none, null when nobody knows which words
 * were heard: then what was sent is played and the rest is left out.
 */
async function finishAtWord(
  turn: Turn,
  clause: NumberedClause,
  torn: Extract<VoiceOutcome, { state: 'torn' }>,
  parts: SpeakingParts,
): Promise<string | null> {
  const { stage, window, logger } = parts;
  const { clauseId } = clause;
  const boundaries = torn.words.boundaries();
  const about = { turnId: turn.turnId, clauseId, sentMs: Math.round(torn.sentMs), error: torn.error };
  const cut = torn.words.hasWords
    ? await askForCut(
        turn,
        clauseId,
        boundaries.map(({ atMs }) => atMs),
        parts,
      )
    : null;
  if (cut === null) {
    const why = torn.words.hasWords ? 'the programme cannot tell what was heard' : 'the voice does not tell its words';
    logger.warn('voice failed in mid-clause; the rest is left out', { ...about, why });
    onStage(() => stage.clauseEnd(clauseId, true));
    window.complete(clauseId, readingMs(clause.text));
    return null;
  }
  window.complete(clauseId, cut.keptMs);
  const taken = cut.boundary === null ? undefined : boundaries[cut.boundary];
  const nextWord = taken?.nextWord ?? torn.words.nextWordAfter(cut.keptMs);
  const rest = restOfClause(clause.text, clause.lang, nextWord);
  logger.warn('voice failed in mid-clause; the rest is spoken anew', { ...about, keptMs: Math.round(cut.keptMs), nextWord, rest });
  return rest;
}

async function askForCut(turn: Turn, clauseId: ClauseId, boundariesMs: readonly number[], parts: SpeakingParts): Promise<ClauseCut | null> {
  const { signal } = turn.controller;
  try {
    const asked = (async () => parts.stage.cutClause(clauseId, boundariesMs))();
    return await settleWithin(
      asked,
      parts.clock,
      signal,
      cutPatienceMs,
      () => new ConversationError('stage-timeout', 'the programme did not say what was heard'),
    );
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    parts.logger.warn('the clause could not be cut', { turnId: turn.turnId, clauseId, error });
    return null;
  }
}

const isStageLost = (error: unknown): boolean => error instanceof ConversationError && error.code === 'stage-lost';

function reasonOf(error: unknown): UnvoicedReason {
  const code = (error as { code?: unknown } | null)?.code;
  return code === 'nothing-to-say' ? 'nothing-to-say' : code === 'unsupported-language' ? 'no-voice-for-language' : 'voice-failed';
}

type Sound = Pick<StagedClause, 'streamId' | 'marks'>;

function enter(turn: Turn, clause: NumberedClause, sound: Sound, { stage }: SpeakingParts): void {
  const { continues, ...spoken } = clause;
  turn.clausesOnStage += 1;
  // The rest of a clause is in the reply already.
  if (continues === undefined) turn.reply = joinText(turn.reply, clause.text);
  onStage(() => stage.enqueue(turn, { ...spoken, ...sound }));
}

function newsOf({ clauseId, index, text, lang, expression, continues }: NumberedClause): Omit<ClauseNews, 'voiced'> {
  return { clauseId, index, text, lang, expression, ...(continues === undefined ? {} : { continues }) };
}

/** A generous guess, used only for patience with the stage. */
function readingMs(text: string): number {
  return 3_000 + 300 * countSpeechUnits(text).total;
}
