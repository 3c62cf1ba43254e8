/** Lines that meet a stage which is being started anew: they wait for it, are spoken once, and end in words when it does not come back. */
import { afterEach, describe, expect, it } from 'vitest';
import { asShowId, asTurnId } from '../../../main/contract/ids.ts';
import { type ConversationEvent, type ConversationParts, createConversation } from '../../../main/conversation/create-conversation.ts';
import { defaultLimits } from '../../../main/conversation/limits.ts';
import { turnMessages } from '../../../main/conversation/user-messages.ts';
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
  const stage = createFakeStage();
  const voice = createFakeVoice({ instant: true });
  const conversation = createConversation({
    showId: asShowId('show'),
    brain: createFakeBrain({ reply: (text) => `About ${text}.` }),
    feeling: createFakeFeeling(),
    voice,
    stage,
    moderator: createWordListModerator({}),
    clock,
    logger: silentLogger,
    limits: { calmStartMs: 0 },
    ...overrides,
  });
  const events: ConversationEvent[] = [];
  conversation.onEvent((event) => events.push(event));
  opened.push(conversation);
  const turnsOf = (turnId: string) => events.flatMap((event) => (event.type === 'turn' && event.turnId === turnId ? [event] : []));
  const states = (turnId: string) => turnsOf(turnId).map(({ state }) => state);
  const say = (...texts: string[]) => {
    for (const text of texts) {
      clock.advance(10);
      conversation.say({ author: 'mei', text });
    }
  };
  /** The texts whose sound began, in order. */
  const heard: string[] = [];
  stage.onSpeechStarted(({ clauseId }) => heard.push(stage.queue.find((clause) => clause.clauseId === clauseId)?.text ?? ''));
  const playThrough = async () => {
    for (let round = 0; round < 10; round += 1) {
      await settled();
      stage.playAll();
    }
    await settled();
  };
  return { clock, stage, voice, conversation, turnsOf, states, say, heard, playThrough };
}

describe('a line that arrives while the stage is away', () => {
  it('is thought of, waits in words, and is spoken once when the stage is back', async () => {
    const { stage, say, states, turnsOf, heard, playThrough, voice } = open();
    stage.become('away');
    say('tea', 'rice');
    await settled();
    expect(states('turn-1')).toEqual(['queued', 'thinking', 'waiting']);
    expect(turnsOf('turn-1').at(-1)?.reason).toEqual(turnMessages.stageAway);
    expect([stage.enqueued, voice.calls]).toEqual([[], []]);
    stage.become('here');
    await playThrough();
    expect(states('turn-1')).toEqual(['queued', 'thinking', 'waiting', 'thinking', 'speaking', 'ended']);
    expect(turnsOf('turn-1').at(-1)).not.toHaveProperty('reason');
    expect(states('turn-2').at(-1)).toBe('ended');
    expect(heard).toEqual(['About tea.', 'About rice.']);
  });

  it('waits with a caption, too', async () => {
    const { stage, say, states, playThrough } = open({ voice: createFakeVoice({ languages: [] }) });
    stage.become('away');
    say('tea');
    await settled();
    expect(stage.enqueued).toEqual([]);
    stage.become('here');
    await playThrough();
    expect(stage.enqueued.map(({ streamId }) => streamId)).toEqual([null]);
    expect(states('turn-1').at(-1)).toBe('ended');
  });

  it('ends in words when the stage does not come back within its time, or is given up', async () => {
    const { stage, say, clock, turnsOf, states } = open();
    stage.become('away');
    say('tea');
    await settled();
    clock.advance(defaultLimits.stageReturnMs);
    await settled();
    expect(turnsOf('turn-1').at(-1)).toMatchObject({ state: 'failed', reason: turnMessages.stageGone });
    say('rice');
    await settled();
    expect(states('turn-2').at(-1)).toBe('waiting');
    stage.become('gone');
    await settled();
    expect(turnsOf('turn-2').at(-1)).toMatchObject({ state: 'failed', reason: turnMessages.stageGone });
  });

  it('is ended by cancel, by being dropped, and by the end of the show', async () => {
    const { stage, say, conversation, states } = open();
    stage.become('away');
    say('one');
    await settled();
    await conversation.cancel();
    expect(states('turn-1').at(-1)).toBe('cancelled');
    say('two', 'three');
    await settled();
    expect(await conversation.skip(asTurnId('turn-2'))).toBe(true);
    await settled();
    expect([states('turn-2').at(-1), states('turn-3').at(-1)]).toEqual(['cancelled', 'waiting']);
    await conversation.dispose();
    expect(states('turn-3').at(-1)).toBe('cancelled');
    stage.become('here');
    await settled();
    expect(stage.enqueued).toEqual([]);
  });

  it('does not find the anchor talking by itself', () => {
    const { stage, conversation } = open();
    stage.become('away');
    expect(conversation.talk({ from: 'script', text: 'Welcome.' })).toEqual({ accepted: false, why: 'busy' });
  });
});

describe('a stage that dies', () => {
  it('loses nothing that nobody heard: it is said from its beginning, in order, and what was heard is over', async () => {
    const { stage, say, states, turnsOf, conversation, heard, playThrough } = open();
    say('tea', 'rice', 'salt');
    await settled();
    stage.speechStarted();
    await settled();
    expect(stage.queue.map(({ turnId }) => turnId)).toEqual(['turn-1', 'turn-2']);
    stage.become('away');
    await settled();
    expect(turnsOf('turn-1').at(-1)).toMatchObject({ state: 'failed', reason: turnMessages.stageFailed });
    expect(states('turn-2').at(-1)).toBe('waiting');
    stage.become('here');
    await playThrough();
    expect(heard).toEqual(['About tea.', 'About rice.', 'About salt.']);
    expect([states('turn-2').at(-1), states('turn-3').at(-1)]).toEqual(['ended', 'ended']);
    expect(conversation.turns().find(({ turnId }) => turnId === 'turn-2')).toMatchObject({ reply: 'About rice.' });
  });

  it('takes a voice along that was speaking into it: the clause is asked for again, not shown as one that failed', async () => {
    const voice = createFakeVoice();
    const { stage, say, states } = open({ voice });
    say('tea');
    await settled();
    stage.become('away');
    voice.calls[0]?.fail(new Error('the socket is gone'));
    await settled();
    expect([states('turn-1').at(-1), stage.enqueued]).toEqual(['waiting', []]);
    stage.become('here');
    await settled();
    expect(voice.calls).toHaveLength(2);
    expect(stage.enqueued).toEqual([]);
  });

  it.each([['away'], ['here']] as const)(
    'takes sound along that it got and never told of, also when that is known late: it is %s then',
    async (then) => {
      const voice = createFakeVoice();
      const { stage, say, states, heard, playThrough } = open({ voice });
      say('tea');
      await settled();
      stage.become('away');
      if (then === 'here') stage.become('here');
      const lost = voice.calls[0];
      if (lost) speakAll(lost);
      await settled();
      expect(stage.enqueued).toEqual([]);
      if (then === 'away') stage.become('here');
      await settled();
      const again = voice.calls[1];
      if (again) speakAll(again);
      await playThrough();
      expect(heard).toEqual(['About tea.']);
      expect([states('turn-1').at(-1), stage.enqueued.length]).toEqual(['ended', 1]);
    },
  );

  it('does not take the second attempt of a voice for the last one', async () => {
    const voice = createFakeVoice();
    const { stage, say, states, heard, playThrough } = open({ voice });
    say('tea');
    await settled();
    voice.calls[0]?.fail(new Error('the voice is hoarse'));
    await settled();
    stage.become('away');
    const [, second] = voice.calls;
    if (second) speakAll(second);
    await settled();
    expect([states('turn-1').at(-1), stage.enqueued]).toEqual(['waiting', []]);
    stage.become('here');
    await settled();
    const third = voice.calls[2];
    if (third) speakAll(third);
    await playThrough();
    expect([heard, states('turn-1').at(-1)]).toEqual([['About tea.'], 'ended']);
  });

  it('again and again under one turn ends the turn in words', async () => {
    const { stage, say, turnsOf } = open();
    say('tea');
    for (let round = 0; round < 4; round += 1) {
      await settled();
      stage.become('away');
      stage.become('here');
    }
    await settled();
    expect(turnsOf('turn-1').at(-1)).toMatchObject({ state: 'failed', reason: turnMessages.stageFailed });
    expect(stage.enqueued).toHaveLength(4);
  });
});
