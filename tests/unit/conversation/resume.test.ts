/** A voice that fails in mid-clause: what was sent is finished at a word, the rest is said by another attempt, and nothing twice. */
import { afterEach, describe, expect, it } from 'vitest';
import { asShowId } from '../../../main/contract/ids.ts';
import type { Mark } from '../../../main/contract/speech.ts';
import { type ConversationEvent, createConversation } from '../../../main/conversation/create-conversation.ts';
import type { ClauseCut } from '../../../main/conversation/ports.ts';
import { createWordListModerator } from '../../../main/conversation/word-list-moderator.ts';
import { EngineError } from '../../../main/engines/contract/engine-error.ts';
import type { Logger } from '../../../main/kernel/logger.ts';
import {
  createFakeBrain,
  createFakeFeeling,
  createFakeStage,
  createFakeVoice,
  createManualClock,
  settled,
  speakAll,
  type VoiceCall,
} from '../../fakes/conversation-fakes.ts';

const opened: { dispose(): Promise<void> }[] = [];
afterEach(async () => {
  for (const conversation of opened.splice(0)) await conversation.dispose();
});

function open(reply: string) {
  const clock = createManualClock();
  const voice = createFakeVoice();
  const stage = createFakeStage();
  const warned: Record<string, unknown>[] = [];
  const logger: Logger = {
    debug() {},
    info() {},
    warn: (message, fields) => void warned.push({ message, ...fields }),
    error() {},
    child: () => logger,
  };
  const conversation = createConversation({
    showId: asShowId('show'),
    brain: createFakeBrain({ reply: () => reply }),
    feeling: createFakeFeeling({ emotion: 'happy', intensity: 1, gestures: ['nod'] }),
    voice,
    stage,
    moderator: createWordListModerator({ both: [] }),
    limits: { calmStartMs: 0 },
    clock,
    logger,
  });
  const events: ConversationEvent[] = [];
  conversation.onEvent((event) => events.push(event));
  opened.push(conversation);
  const clauses = () => events.flatMap((event) => (event.type === 'clause' ? [event] : []));
  const states = () => events.flatMap((event) => (event.type === 'turn' ? [event.state] : []));
  conversation.say({ author: 'mei', text: 'hi' });
  return { clock, voice, stage, conversation, clauses, states, warned };
}

const markWords = (count: number): Mark[] =>
  Array.from({ length: count }, (_, word) => ({ atMs: word * 100, durationMs: 90, phoneme: 'x', viseme: 'aa', wordIndex: word }));

/** So many words of sound, with the marks of all `marked` of them, then the end. */
function tear(call: VoiceCall | undefined, marked: number, sentMs: number, error?: unknown): void {
  call?.give({ type: 'started', streamId: 's', marks: [] }, { type: 'marks', marks: markWords(marked) }, { type: 'audio', sentMs });
  call?.fail(error);
}
/** The programme takes this one of the boundaries that it is offered. */
const takes =
  (boundary: number) =>
  (_clauseId: string, boundariesMs: readonly number[]): ClauseCut => ({ keptMs: boundariesMs[boundary] ?? 0, boundary });

describe('a voice that fails in mid-clause', () => {
  it('is followed by another attempt from the first word that was not said', async () => {
    const { voice, stage, clauses, states, conversation, warned } = open('We have fresh green tea today.');
    await settled();
    stage.cutAs = takes(3);
    tear(voice.calls[0], 6, 350);
    await settled();
    expect(stage.cuts).toEqual([{ clauseId: 'turn-1.0', boundariesMs: [0, 90, 190, 290, 390, 490, 590] }]);
    expect(voice.calls.map(({ clause }) => [clause.clauseId, clause.text])).toEqual([
      ['turn-1.0', 'We have fresh green tea today.'],
      ['turn-1.0~1', 'green tea today.'],
    ]);
    expect(voice.calls[1]?.turn).toEqual(voice.calls[0]?.turn);
    if (voice.calls[1]) speakAll(voice.calls[1]);
    await settled();
    expect(stage.enqueued.map(({ clauseId, index, text, streamId }) => [clauseId, index, text, streamId !== null])).toEqual([
      ['turn-1.0', 0, 'We have fresh green tea today.', true],
      ['turn-1.0~1', 0, 'green tea today.', true],
    ]);
    // The nod was made with the beginning.
    expect(stage.enqueued.map(({ expression }) => [expression.emotion, expression.gestures.length])).toEqual([
      ['happy', 1],
      ['happy', 0],
    ]);
    stage.playAll();
    await settled();
    expect(states().at(-1)).toBe('ended');
    expect(clauses().map(({ clauseId, voiced, continues }) => [clauseId, voiced, continues])).toEqual([
      ['turn-1.0', true, undefined],
      ['turn-1.0~1', true, 'turn-1.0'],
    ]);
    expect(conversation.turns()[0]?.reply).toBe('We have fresh green tea today.');
    expect(stage.ended).toEqual([{ clauseId: 'turn-1.0~1', failed: false }]);
    expect(warned.at(-1)).toMatchObject({ sentMs: 350, keptMs: 290, nextWord: 3, rest: 'green tea today.' });
  });

  it('comes before what follows it, and holds no more than its place', async () => {
    const { voice, stage } = open('One two three. Four five.');
    await settled();
    stage.cutAs = takes(1);
    tear(voice.calls[0], 3, 200);
    await settled();
    expect(voice.calls.map(({ clause }) => clause.text)).toEqual(['One two three.', 'two three.']);
    if (voice.calls[1]) speakAll(voice.calls[1]);
    await settled();
    expect(voice.calls[2]?.clause.text).toBe('Four five.');
  });

  it('keeps what has begun, where the programme was too late to cut: that word counts as said', async () => {
    const { voice, stage } = open('We have fresh green tea.');
    await settled();
    stage.cutAs = () => ({ keptMs: 240, boundary: null });
    tear(voice.calls[0], 5, 240);
    await settled();
    expect(voice.calls[1]?.clause.text).toBe('green tea.');
  });

  it('is asked for all of it where none of it was heard', async () => {
    const { voice, stage } = open('We have tea.');
    await settled();
    stage.cutAs = () => ({ keptMs: 0, boundary: null });
    tear(voice.calls[0], 3, 0);
    await settled();
    expect(voice.calls[1]?.clause).toMatchObject({ clauseId: 'turn-1.0~1', text: 'We have tea.' });
  });

  it('is at its end where the last word was said', async () => {
    const { voice, stage, states } = open('We have tea.');
    await settled();
    stage.cutAs = takes(3);
    tear(voice.calls[0], 3, 300);
    await settled();
    expect(voice.calls).toHaveLength(1);
    stage.playAll();
    await settled();
    expect(states().at(-1)).toBe('ended');
  });

  it('is resumed twice at most; then the rest is shown, with the reason', async () => {
    const { voice, stage, clauses, states } = open('One two three four five six.');
    await settled();
    stage.cutAs = takes(1);
    for (const words of [6, 5, 4]) {
      tear(voice.calls.at(-1), words, 100);
      await settled();
    }
    expect(voice.calls.map(({ clause }) => clause.text)).toEqual([
      'One two three four five six.',
      'two three four five six.',
      'three four five six.',
    ]);
    expect(clauses().map(({ clauseId, text, voiced, reason, continues }) => [clauseId, text, voiced, reason, continues])).toEqual([
      ['turn-1.0', 'One two three four five six.', true, undefined, undefined],
      ['turn-1.0~1', 'two three four five six.', true, undefined, 'turn-1.0'],
      ['turn-1.0~2', 'three four five six.', true, undefined, 'turn-1.0'],
      ['turn-1.0~3', 'four five six.', false, 'voice-failed', 'turn-1.0'],
    ]);
    expect(stage.enqueued.at(-1)).toMatchObject({ clauseId: 'turn-1.0~3', streamId: null });
    stage.playAll();
    await settled();
    expect(states().at(-1)).toBe('ended');
  });

  it('whose other attempts give no sound at all is shown to its end', async () => {
    const { voice, stage, clauses } = open('One two three four.');
    await settled();
    stage.cutAs = takes(2);
    tear(voice.calls[0], 4, 200);
    await settled();
    voice.calls[1]?.fail();
    await settled();
    voice.calls[2]?.fail();
    await settled();
    expect(voice.calls.map(({ clause }) => clause.text)).toEqual(['One two three four.', 'three four.', 'three four.']);
    expect(clauses().at(-1)).toMatchObject({ text: 'three four.', voiced: false, reason: 'voice-failed', continues: 'turn-1.0' });
    expect(stage.enqueued.at(-1)).toMatchObject({ text: 'three four.', streamId: null });
  });

  it('without words in its marks ends where it is; the rest is left out, told and logged', async () => {
    const { voice, stage, clauses, warned } = open('One two three four.');
    await settled();
    const nameless: Mark = { atMs: 0, durationMs: 100, phoneme: 'x', viseme: 'aa' };
    voice.calls[0]?.give(
      { type: 'started', streamId: 's', marks: [] },
      { type: 'marks', marks: [nameless] },
      { type: 'audio', sentMs: 100 },
    );
    voice.calls[0]?.fail(new EngineError('engine-failed', 'gone'));
    await settled();
    expect(stage.cuts).toEqual([]);
    expect(voice.calls).toHaveLength(1);
    expect(stage.ended).toEqual([{ clauseId: 'turn-1.0', failed: true }]);
    expect(clauses().at(-1)).toMatchObject({ voiced: false, reason: 'cut-short', continues: 'turn-1.0' });
    expect(warned.at(-1)).toMatchObject({ clauseId: 'turn-1.0', sentMs: 100, why: expect.stringContaining('words') });
  });

  it.each(['rejects', 'never answers'])('is not said again when the programme %s: nobody knows what was heard', async (how) => {
    const { voice, stage, clock, clauses } = open('One two three four.');
    await settled();
    if (how === 'rejects')
      stage.cutAs = () => {
        throw new Error('unknown clause');
      };
    else stage.cutClause = () => new Promise(() => {});
    tear(voice.calls[0], 4, 200);
    await settled();
    clock.advance(2_000);
    await settled();
    expect(voice.calls).toHaveLength(1);
    expect(stage.ended).toEqual([{ clauseId: 'turn-1.0', failed: true }]);
    expect(clauses().at(-1)?.reason).toBe('cut-short');
  });

  it('says nothing more after a cancel that came while the programme was asked', async () => {
    const { voice, stage, conversation } = open('One two three four.');
    await settled();
    let answer: (cut: ClauseCut) => void = () => {};
    stage.cutClause = () => new Promise((resolve) => (answer = resolve));
    tear(voice.calls[0], 4, 200);
    await settled();
    await conversation.cancel();
    answer({ keptMs: 90, boundary: 1 });
    await settled();
    expect(voice.calls).toHaveLength(1);
    expect(stage.enqueued).toHaveLength(1);
  });

  it('that hangs in the middle is given up and resumed', async () => {
    const { voice, stage, clock } = open('One two three four.');
    await settled();
    stage.cutAs = takes(2);
    voice.calls[0]?.give(
      { type: 'started', streamId: 's', marks: [] },
      { type: 'marks', marks: markWords(4) },
      { type: 'audio', sentMs: 200 },
    );
    await settled();
    clock.advance(10_000);
    await settled();
    expect(voice.calls[1]?.clause.text).toBe('three four.');
  });
});
