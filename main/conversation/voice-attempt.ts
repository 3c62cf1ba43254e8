/** One attempt of a voice at one clause: tells the stage of it as its sound comes, and says how far it got. It decides nothing about what comes next. */
import { linkedController, patiently } from '../kernel/abortable.ts';
import { ConversationError } from './failure.ts';
import type { NumberedClause, SpeakingParts } from './speaking-parts.ts';
import type { Turn } from './turn.ts';
import type { Mark } from '../contract/speech.ts';
import { createWordTrack, type WordTrack } from './word-track.ts';

export type VoiceOutcome =
  | { readonly state: 'spoken'; readonly durationMs: number; readonly words: WordTrack }
  /** Nothing was sent: the clause may be asked for again. */
  | { readonly state: 'unsent'; readonly error: unknown }
  /** A part was sent, and is on the stage. */
  | { readonly state: 'torn'; readonly error: unknown; readonly sentMs: number; readonly words: WordTrack };

/**
 * `onStarted`: the stage is to be told of the clause, with this stream and what is known of its sounds. Sound that a stage got which has died since is sound of
 * nobody's: 'unsent', with 'stage-lost'. Rejects with the abort reason, or when the stage itself fails.
 */
export async function attemptVoice(
  turn: Turn,
  clause: NumberedClause,
  parts: SpeakingParts,
  onStarted: (streamId: string, marks: readonly Mark[]) => void,
): Promise<VoiceOutcome> {
  const { voice, stage, clock, limits } = parts;
  const { signal } = turn.controller;
  const own = linkedController(signal);
  const words = createWordTrack();
  let state: 'silent' | 'started' = 'silent';
  let sentMs = 0;
  let stageLost = false;
  const unwatch = stage.onPresence((presence) => {
    if (presence !== 'here') stageLost = true;
  });
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
        if (stageLost) throw new ConversationError('stage-lost', 'the programme died before it knew of the clause');
        if (state === 'silent') onStarted(item.streamId, item.marks);
        words.add(item.marks);
        state = 'started';
      }
      if (state === 'silent') continue;
      if (item.type === 'marks') {
        words.add(item.marks);
        onStage(() => stage.marks(clause.clauseId, item.marks));
      } else if (item.type === 'audio') sentMs = item.sentMs;
      else if (item.type === 'done') {
        onStage(() => stage.clauseEnd(clause.clauseId, false));
        return { state: 'spoken', durationMs: item.durationMs, words };
      }
    }
    throw new ConversationError('voice-silent', state === 'started' ? 'the voice ended without saying so' : 'the voice made no sound');
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof ConversationError && error.code === 'stage-failed') throw error;
    return state === 'started' ? { state: 'torn', error, sentMs, words } : { state: 'unsent', error };
  } finally {
    unwatch();
    own.abort(new ConversationError('cancelled', 'the clause is over'));
    own.unlink();
  }
}

/** A stage that throws must not pass for a voice that failed. */
export function onStage(act: () => void): void {
  try {
    act();
  } catch (error) {
    throw new ConversationError('stage-failed', 'the programme did not take the clause', { cause: error });
  }
}
