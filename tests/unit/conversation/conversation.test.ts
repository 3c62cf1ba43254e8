import { afterEach, describe, expect, it } from 'vitest';
import { asShowId } from '../../../main/contract/ids.ts';
import { EngineError } from '../../../main/engines/contract/engine-error.ts';
import { type ConversationEvent, type ConversationParts, createConversation } from '../../../main/conversation/create-conversation.ts';
import { createWordListModerator } from '../../../main/conversation/word-list-moderator.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import {
  createFakeBrain,
  createFakeFeeling,
  createFakeStage,
  createFakeVoice,
  createManualClock,
  settled,
  speakAll,
} from '../../fakes/conversation-fakes.ts';

const opened: { dispose(): Promise<void> }[] = [];
afterEach(async () => {
  for (const conversation of opened.splice(0)) await conversation.dispose();
});

function open(overrides: Partial<ConversationParts> = {}) {
  const clock = createManualClock();
  const brain = createFakeBrain();
  const voice = createFakeVoice();
  const stage = createFakeStage();
  const moderator = createWordListModerator({ both: ['badword'] });
  const parts = {
    showId: asShowId('show'),
    brain,
    feeling: createFakeFeeling(),
    voice,
    stage,
    moderator,
    clock,
    logger: silentLogger,
    ...overrides,
    // These tests own the clock; what waits for the first sound has its own.
    limits: { calmStartMs: 0, ...overrides.limits },
  };
  const conversation = createConversation(parts);
  const events: ConversationEvent[] = [];
  conversation.onEvent((event) => events.push(event));
  opened.push(conversation);
  const states = (turnId: string) => events.flatMap((event) => (event.type === 'turn' && event.turnId === turnId ? [event.state] : []));
  const clauses = () => events.flatMap((event) => (event.type === 'clause' ? [event] : []));
  const say = (text: string) => conversation.say({ author: 'mei', text });
  return { clock, brain, voice, stage, conversation, events, states, clauses, say };
}

describe('a line becomes a spoken turn', () => {
  it('hands the first clause to the voice before the answer is complete, and ends when it was played', async () => {
    const { say, brain, voice, stage, states, clauses, conversation } = open();
    expect(say('hello')).toEqual({ accepted: true, turnId: 'turn-1' });
    await settled();
    brain.calls[0]?.give('Hello and welcome,', ' nice to');
    await settled();
    expect(voice.calls.map((call) => call.clause.text)).toEqual(['Hello and welcome,']);
    expect(brain.calls[0]?.open).toBe(true);
    voice.calls[0]?.give({ type: 'started', streamId: 's0', marks: [] });
    await settled();
    expect(stage.enqueued).toMatchObject([{ clauseId: 'turn-1.0', index: 0, streamId: 's0', lang: 'en', text: 'Hello and welcome,' }]);
    expect(states('turn-1')).toEqual(['queued', 'thinking']);
    stage.speechStarted();
    expect(states('turn-1')).toEqual(['queued', 'thinking', 'speaking']);
    voice.calls[0]?.give({ type: 'marks', marks: [] }, { type: 'done', durationMs: 900 });
    brain.calls[0]?.give(' see you.');
    brain.calls[0]?.end();
    await settled();
    expect(stage.marked).toEqual(['turn-1.0']);
    expect(stage.ended).toEqual([{ clauseId: 'turn-1.0', failed: false }]);
    if (voice.calls[1]) speakAll(voice.calls[1]);
    await settled();
    expect(stage.endedTurns).toEqual(['turn-1']);
    expect(states('turn-1')).not.toContain('ended');
    stage.playAll();
    await settled();
    expect(states('turn-1')).toEqual(['queued', 'thinking', 'speaking', 'ended']);
    expect(clauses().map(({ index, voiced }) => [index, voiced])).toEqual([
      [0, true],
      [1, true],
    ]);
    expect(conversation.turns()).toMatchObject([{ turnId: 'turn-1', state: 'ended', reply: 'Hello and welcome, nice to see you.' }]);
  });

  it('thinks one turn ahead and keeps the turns in order', async () => {
    const { say, brain, voice, stage } = open();
    for (const text of ['one', 'two', 'three']) say(text);
    await settled();
    expect(brain.calls.map((call) => call.line.text)).toEqual(['one', 'two']);
    brain.calls[1]?.give('Second answer.');
    brain.calls[1]?.end();
    await settled();
    expect(voice.calls).toHaveLength(0);
    brain.calls[0]?.give('First answer.');
    brain.calls[0]?.end();
    await settled();
    for (const call of voice.calls) speakAll(call);
    await settled();
    // The first is still playing; the second one's sound is made meanwhile.
    expect(voice.calls.map((call) => call.clause.text)).toEqual(['First answer.', 'Second answer.']);
    for (const call of voice.calls.slice(1)) speakAll(call);
    await settled();
    expect(stage.enqueued.map((clause) => clause.turnId)).toEqual(['turn-1', 'turn-2']);
    expect(brain.calls).toHaveLength(2);
    stage.playAll();
    await settled();
    expect(brain.calls).toHaveLength(3);
  });

  it('makes at most two clauses ahead of the playing one', async () => {
    const { say, stage } = open({
      brain: createFakeBrain({ reply: () => 'One here. Two here. Three here. Four here. Five here.' }),
      voice: createFakeVoice({ instant: true }),
    });
    say('go');
    await settled();
    expect(stage.queue).toHaveLength(3);
    stage.speechStarted();
    await settled();
    expect(stage.queue).toHaveLength(3);
    stage.speechEnded();
    await settled();
    expect(stage.enqueued.map((clause) => clause.index)).toEqual([0, 1, 2, 3]);
    stage.playAll();
    await settled();
    stage.playAll();
    await settled();
    expect(stage.endedTurns).toEqual(['turn-1']);
  });

  it('accepts emoji, bidi and very long lines; refuses the rest in words', () => {
    const { say, brain, conversation, states } = open();
    expect(say('🎉🎉')).toMatchObject({ accepted: true });
    expect(say('\u202eabc שלום')).toMatchObject({ accepted: true });
    expect(say('tea '.repeat(4_000))).toMatchObject({ accepted: true, notice: { zh: expect.stringContaining('字符') } });
    for (const text of ['', '  \u0007 ', 'x'.repeat(20_001), 'a badword']) {
      expect(say(text)).toMatchObject({ accepted: false, reason: { en: expect.any(String), zh: expect.any(String) } });
    }
    expect(brain.calls.map((call) => call.line.text)).toEqual(['🎉🎉', 'abc שלום']);
    expect(conversation.turns().filter((turn) => turn.state === 'refused')).toHaveLength(2);
    expect(states('turn-4')).toEqual(['refused']);
  });

  it('bounds the queue and says so', () => {
    const { say } = open({ limits: { queuedTurns: 2 } });
    const outcomes = Array.from({ length: 6 }, (_, index) => say(`line ${index}`).accepted);
    expect(outcomes).toEqual([true, true, true, true, false, false]);
  });
});

describe('what cannot be spoken', () => {
  it('is shown: no voice for the language, nothing to pronounce', async () => {
    const { say, stage, clauses, states } = open({
      brain: createFakeBrain({ reply: () => 'Привет, друзья мои. Hello there! 😊' }),
      voice: createFakeVoice({ instant: true }),
    });
    say('hi');
    await settled();
    expect(clauses().map(({ lang, voiced, reason }) => [lang, voiced, reason])).toEqual([
      ['ru', false, 'no-voice-for-language'],
      ['en', true, undefined],
      ['und', false, 'nothing-to-say'],
    ]);
    // Closing emoji are told of, but take no caption's place.
    expect(stage.enqueued.map(({ text, streamId }) => [text, streamId === null])).toEqual([
      ['Привет, друзья мои.', true],
      ['Hello there!', false],
    ]);
    stage.playAll();
    await settled();
    expect(states('turn-1').at(-1)).toBe('ended');
  });

  it('an answer of emoji alone is shown, also behind one that was held back', async () => {
    const { say, stage, states } = open({
      brain: createFakeBrain({ reply: (text) => (text === 'hi' ? '🎉🎉' : 'A badword here. 🎉') }),
      voice: createFakeVoice({ instant: true }),
    });
    say('hi');
    await settled();
    stage.playAll();
    await settled();
    say('and now');
    await settled();
    stage.playAll();
    await settled();
    expect(stage.enqueued.map(({ text, streamId }) => [text, streamId])).toEqual([
      ['🎉🎉', null],
      ['🎉', null],
    ]);
    expect(['turn-1', 'turn-2'].map((turnId) => states(turnId).at(-1))).toEqual(['ended', 'ended']);
  });

  it('is held back: a listed word, also across a clause border; the rest is spoken', async () => {
    const moderator = createWordListModerator({ both: ['badword', 'one two'] });
    const { say, stage, clauses } = open({
      moderator,
      brain: createFakeBrain({ reply: () => 'Fine to say. A badword here. Number one\ntwo is it. All good again.' }),
      voice: createFakeVoice({ instant: true }),
    });
    say('hi');
    await settled();
    stage.playAll();
    await settled();
    expect(clauses().map(({ text, reason }) => [text, reason])).toEqual([
      ['Fine to say.', undefined],
      ['A badword here.', 'moderated'],
      ['Number one', undefined],
      ['two is it.', 'moderated'],
      ['All good again.', undefined],
    ]);
    expect(stage.enqueued.map((clause) => clause.text)).not.toContain('A badword here.');
  });

  it('an answer held back whole is a refused turn', async () => {
    const { say, states, stage } = open({ brain: createFakeBrain({ reply: () => 'badword.' }) });
    say('hi');
    await settled();
    expect(states('turn-1').at(-1)).toBe('refused');
    expect(stage.enqueued).toEqual([]);
  });
});

describe('failures', () => {
  it('a voice that fails before its first sound is asked once more, then the clause is shown', async () => {
    const { say, voice, stage, clauses } = open({ brain: createFakeBrain({ reply: () => 'One here. Two here.' }) });
    say('hi');
    await settled();
    voice.calls[0]?.fail();
    await settled();
    expect(voice.calls.map((call) => call.clause.text)).toEqual(['One here.', 'One here.']);
    if (voice.calls[1]) speakAll(voice.calls[1]);
    await settled();
    voice.calls[2]?.fail();
    await settled();
    voice.calls[3]?.end();
    await settled();
    expect(clauses().map(({ text, voiced, reason }) => [text, voiced, reason])).toEqual([
      ['One here.', true, undefined],
      ['Two here.', false, 'voice-failed'],
    ]);
    expect(stage.enqueued).toHaveLength(2);
  });

  it('a voice that fails after its first sound ends the clause; nothing is said twice', async () => {
    const { say, voice, stage } = open({ brain: createFakeBrain({ reply: () => 'One here.' }) });
    say('hi');
    await settled();
    voice.calls[0]?.give({ type: 'started', streamId: 's', marks: [] });
    voice.calls[0]?.fail();
    await settled();
    expect(voice.calls).toHaveLength(1);
    expect(stage.ended).toEqual([{ clauseId: 'turn-1.0', failed: true }]);
    expect(stage.endedTurns).toEqual(['turn-1']);
  });

  it('a voice with nothing to say or no such language is not asked again', async () => {
    const { say, voice, clauses } = open({ brain: createFakeBrain({ reply: () => 'One here. Two here.' }) });
    say('hi');
    await settled();
    voice.calls[0]?.fail(new EngineError('nothing-to-say', 'only punctuation'));
    await settled();
    voice.calls[1]?.fail(new EngineError('unsupported-language', 'no'));
    await settled();
    expect(clauses().map((clause) => clause.reason)).toEqual(['nothing-to-say', 'no-voice-for-language']);
    expect(voice.calls).toHaveLength(2);
  });

  it('a hung voice is given up in time', async () => {
    const { say, clock, clauses } = open({ brain: createFakeBrain({ reply: () => 'One here.' }), voice: createFakeVoice({ deaf: true }) });
    say('hi');
    await settled();
    clock.advance(10_000);
    await settled();
    clock.advance(10_000);
    await settled();
    expect(clauses()).toMatchObject([{ voiced: false, reason: 'voice-failed' }]);
  });

  it('a brain that fails or says nothing fails its turn in words; the next one is answered', async () => {
    const { say, brain, voice, stage, states, conversation } = open();
    for (const text of ['fails', 'empty', 'fine']) say(text);
    await settled();
    brain.calls[0]?.fail();
    brain.calls[1]?.give('  ');
    brain.calls[1]?.end();
    await settled();
    brain.calls[2]?.give('Here I am.');
    brain.calls[2]?.end();
    await settled();
    if (voice.calls[0]) speakAll(voice.calls[0]);
    await settled();
    stage.playAll();
    await settled();
    expect(['turn-1', 'turn-2', 'turn-3'].map((turnId) => states(turnId).at(-1))).toEqual(['failed', 'failed', 'ended']);
    for (const turn of conversation.turns().slice(0, 2)) expect([turn.reason?.en, turn.reason?.zh].every(Boolean)).toBe(true);
    expect(stage.endedTurns).toEqual(['turn-3']);
  });

  it('a brain that hangs is given up in time', async () => {
    const brain = createFakeBrain({ deaf: true });
    const { say, clock, states, voice, stage, conversation } = open({ brain });
    say('hangs');
    say('hangs too');
    await settled();
    clock.advance(15_000);
    await settled();
    expect(states('turn-1').at(-1)).toBe('failed');
    expect(states('turn-2').at(-1)).toBe('failed');
    expect(conversation.turns()[0]?.reason?.en).toMatch(/too long/u);
    // else the brain could not tell this from a cancel
    expect(brain.calls[0]?.signal.reason).toMatchObject({ code: 'brain-timeout' });
    expect(voice.calls).toHaveLength(0);
    expect(stage.endedTurns).toEqual([]);
  });

  it('what a brain finished before it failed is spoken, then the turn fails', async () => {
    const { say, brain, voice, stage, states } = open();
    say('one');
    say('two');
    await settled();
    brain.calls[0]?.give('This is complete. This is tor');
    brain.calls[0]?.fail();
    brain.calls[1]?.give('Second one.');
    brain.calls[1]?.end();
    await settled();
    for (let at = 0; at < 2; at += 1) {
      const call = voice.calls[at];
      if (call) speakAll(call);
      await settled();
    }
    expect(stage.enqueued.map((clause) => clause.text)).toEqual(['This is complete.', 'Second one.']);
    stage.playAll();
    await settled();
    expect(states('turn-1').at(-1)).toBe('failed');
    expect(states('turn-2').at(-1)).toBe('ended');
  });

  it('an expression engine that fails or hangs costs the expression only', async () => {
    const feeling = { express: () => new Promise<never>(() => {}) };
    const { say, clock, voice } = open({ feeling, brain: createFakeBrain({ reply: () => 'One here.' }) });
    say('hi');
    await settled();
    clock.advance(1_000);
    await settled();
    expect(voice.calls[0]?.clause.expression.emotion).toBe('neutral');
  });

  it('a stage that stops reporting does not hold the show', async () => {
    const { say, stage, clock, states } = open({
      brain: createFakeBrain({ reply: (text) => `${text} here.` }),
      voice: createFakeVoice({ instant: true }),
    });
    say('one');
    say('two');
    await settled();
    clock.advance(60_000);
    await settled();
    clock.advance(60_000);
    await settled();
    expect([states('turn-1').at(-1), states('turn-2').at(-1)]).toEqual(['failed', 'failed']);
    expect(clock.pending).toBe(0);
    say('three');
    await settled();
    stage.playAll();
    await settled();
    expect(states('turn-3').at(-1)).toBe('ended');
  });

  it('a stage that drops a turn fails that turn', async () => {
    const { say, stage, brain, states } = open({ voice: createFakeVoice({ instant: true }) });
    say('one');
    await settled();
    brain.calls[0]?.give('First part. And');
    await settled();
    stage.turnEnded(stage.enqueued[0]?.turnId ?? ('' as never), false);
    expect(states('turn-1').at(-1)).toBe('failed');
    expect(brain.calls[0]?.signal.aborted).toBe(true);
  });

  it('a stage that throws fails the turn, not the show', async () => {
    const stage = createFakeStage();
    const enqueue = stage.enqueue.bind(stage);
    stage.enqueue = () => {
      throw new Error('port closed');
    };
    const { say, states } = open({
      stage,
      brain: createFakeBrain({ reply: (text) => `${text} here.` }),
      voice: createFakeVoice({ instant: true }),
    });
    say('one');
    await settled();
    expect(states('turn-1').at(-1)).toBe('failed');
    stage.enqueue = enqueue;
    say('two');
    await settled();
    stage.playAll();
    await settled();
    expect(states('turn-2').at(-1)).toBe('ended');
  });

  it('an endless answer is cut', async () => {
    const { say, brain, stage } = open({ limits: { answerCharacters: 100 }, voice: createFakeVoice({ instant: true }) });
    say('hi');
    await settled();
    brain.calls[0]?.give('word '.repeat(1_000));
    await settled();
    expect(brain.calls[0]?.signal.aborted).toBe(true);
    expect(stage.endedTurns).toEqual(['turn-1']);
    expect(stage.enqueued.map((clause) => clause.text).join(' ').length).toBeLessThanOrEqual(100);
  });
});

describe('cancel', () => {
  it('drops everything at once, for ever, and the next line is answered', async () => {
    const { say, brain, voice, stage, states, conversation } = open();
    for (const text of ['one', 'two', 'three']) say(text);
    await settled();
    brain.calls[0]?.give('One here. Two here.');
    await settled();
    voice.calls[0]?.give({ type: 'started', streamId: 's', marks: [] });
    await settled();
    const silence = conversation.cancel();
    expect(['turn-1', 'turn-2', 'turn-3'].map((turnId) => states(turnId).at(-1))).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect(brain.calls.every((call) => call.signal.aborted)).toBe(true);
    expect(voice.calls.every((call) => call.signal.aborted)).toBe(true);
    expect(await silence).toEqual({ silentAfterMs: 12 });
    expect(stage.cancels).toEqual([0]);
    const before = stage.enqueued.length;
    voice.calls[0]?.give({ type: 'done', durationMs: 1 });
    await settled();
    expect(stage.enqueued).toHaveLength(before);
    expect(stage.ended).toEqual([]);
    say('four');
    await settled();
    expect(brain.calls.at(-1)).toMatchObject({ turn: { turnId: 'turn-4', epoch: 1 }, line: { text: 'four' } });
  });

  it('rejects when the stage does not confirm; the turns are gone all the same', async () => {
    const { say, stage, clock, conversation, states } = open();
    stage.cancelAnswers = false;
    say('one');
    const outcome = conversation.cancel().catch((error: unknown) => error);
    clock.advance(2_000);
    expect(await outcome).toMatchObject({ code: 'stage-timeout' });
    expect(states('turn-1').at(-1)).toBe('cancelled');
  });

  it('after dispose nothing is pending, not even with a deaf brain and a deaf voice', async () => {
    const brain = createFakeBrain({ deaf: true });
    const { say, conversation, clock, states } = open({ brain, voice: createFakeVoice({ deaf: true }) });
    say('one');
    say('two');
    await settled();
    brain.calls[0]?.give('One here. Two here.');
    await settled();
    await conversation.dispose();
    expect(clock.pending).toBe(0);
    expect([states('turn-1').at(-1), states('turn-2').at(-1)]).toEqual(['cancelled', 'cancelled']);
    expect(say('three')).toMatchObject({ accepted: false });
  });
});
