/** The order of waiting turns, and dropping one of them while the others are answered. */
import { afterEach, describe, expect, it } from 'vitest';
import { asShowId, asTurnId } from '../../../main/contract/ids.ts';
import { type ConversationEvent, createConversation } from '../../../main/conversation/create-conversation.ts';
import { createWordListModerator } from '../../../main/conversation/word-list-moderator.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import {
  createFakeBrain,
  createFakeFeeling,
  createFakeStage,
  createFakeVoice,
  createManualClock,
  settled,
} from '../../fakes/conversation-fakes.ts';

const opened: { dispose(): Promise<void> }[] = [];
afterEach(async () => {
  for (const conversation of opened.splice(0)) await conversation.dispose();
});

function open(reply?: (text: string) => string) {
  const clock = createManualClock();
  const brain = createFakeBrain(reply ? { reply } : {});
  const stage = createFakeStage();
  const conversation = createConversation({
    showId: asShowId('show'),
    brain,
    feeling: createFakeFeeling(),
    voice: createFakeVoice({ instant: true }),
    stage,
    moderator: createWordListModerator({}),
    clock,
    logger: silentLogger,
    limits: { calmStartMs: 0 },
  });
  const events: ConversationEvent[] = [];
  conversation.onEvent((event) => events.push(event));
  opened.push(conversation);
  const states = (turnId: string) => events.flatMap((event) => (event.type === 'turn' && event.turnId === turnId ? [event.state] : []));
  const asked = () => brain.calls.map(({ line }) => line.text);
  const say = (...texts: string[]) => {
    for (const text of texts) {
      clock.advance(10);
      conversation.say({ author: 'mei', text });
    }
  };
  const playThrough = async () => {
    for (let round = 0; round < 20; round += 1) {
      stage.playAll();
      await settled();
    }
  };
  return { brain, stage, conversation, events, states, asked, say, playThrough };
}

describe('pinning', () => {
  it('lets a waiting turn go first, pinned ones in their own order, and tells of it', async () => {
    const { say, conversation, asked, events, playThrough } = open((text) => `About ${text}.`);
    say('one', 'two', 'three', 'four', 'five');
    await settled();
    expect(asked()).toEqual(['one', 'two']);
    expect(conversation.pin(asTurnId('turn-5'), true)).toBe(true);
    expect(conversation.pin(asTurnId('turn-4'), true)).toBe(true);
    expect(conversation.turns().map(({ text }) => text)).toEqual(['one', 'two', 'four', 'five', 'three']);
    expect(events.at(-1)).toMatchObject({ type: 'turn', turnId: 'turn-4', state: 'queued', pinned: true });
    await playThrough();
    expect(asked()).toEqual(['one', 'two', 'four', 'five', 'three']);
  });

  it('is taken back, and refuses a turn that waits no longer', async () => {
    const { say, conversation, asked, events, playThrough } = open((text) => `About ${text}.`);
    say('one', 'two', 'three', 'four');
    await settled();
    conversation.pin(asTurnId('turn-4'), true);
    conversation.pin(asTurnId('turn-4'), false);
    expect(events.at(-1)).not.toHaveProperty('pinned');
    expect(conversation.pin(asTurnId('turn-1'), true)).toBe(false);
    expect(conversation.pin(asTurnId('turn-9'), true)).toBe(false);
    await playThrough();
    expect(asked()).toEqual(['one', 'two', 'three', 'four']);
  });
});

describe('skipping', () => {
  it('drops a waiting turn without a word to the stage', async () => {
    const { say, conversation, stage, states, asked, playThrough } = open((text) => `About ${text}.`);
    say('one', 'two', 'three', 'four');
    await settled();
    expect(await conversation.skip(asTurnId('turn-3'))).toBe(true);
    expect(states('turn-3')).toEqual(['queued', 'cancelled']);
    expect(stage.cancels).toEqual([]);
    await playThrough();
    expect(asked()).toEqual(['one', 'two', 'four']);
    expect(await conversation.skip(asTurnId('turn-3'))).toBe(false);
  });

  it('silences the one that speaks, and answers all others in their order', async () => {
    const { say, conversation, stage, states, events, playThrough } = open((text) => `About ${text}.`);
    say('one', 'two', 'three', 'four');
    await settled();
    stage.speechStarted();
    await settled();
    expect(states('turn-1').at(-1)).toBe('speaking');
    expect(await conversation.skip(asTurnId('turn-1'))).toBe(true);
    expect(stage.cancels).toEqual([0]);
    expect(states('turn-1').at(-1)).toBe('cancelled');
    await playThrough();
    const ended = events.flatMap((event) => (event.type === 'turn' && event.state === 'ended' ? [event.text] : []));
    expect(ended).toEqual(['two', 'three', 'four']);
    // what is said after the cut is said in the new epoch: nothing of it is dropped, nothing is said twice
    const heard = stage.enqueued.filter(({ epoch }) => epoch === 1).map(({ text }) => text);
    expect(heard).toEqual(['About two.', 'About three.', 'About four.']);
    const ids = stage.enqueued.map(({ clauseId }) => clauseId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('lets the next one, which only thinks so far, go on under its own name', async () => {
    const { say, conversation, brain, stage, states, playThrough } = open();
    say('one', 'two');
    await settled();
    brain.calls[0]?.give('First answer.', ' And more.');
    await settled();
    stage.speechStarted();
    await conversation.skip(asTurnId('turn-1'));
    await settled();
    expect(brain.calls.map(({ line }) => line.text)).toEqual(['one', 'two', 'two']);
    expect(brain.calls[1]?.open).toBe(false);
    brain.calls[2]?.give('Second answer.');
    brain.calls[2]?.end();
    await settled();
    await playThrough();
    expect(states('turn-2')).toEqual(['queued', 'thinking', 'queued', 'thinking', 'speaking', 'ended']);
    expect(conversation.turns().map(({ turnId, state }) => [turnId, state])).toEqual([
      ['turn-1', 'cancelled'],
      ['turn-2', 'ended'],
    ]);
  });

  it('lets nobody speak into the answer of the one before, when the one between them goes', async () => {
    const { say, conversation, brain, stage } = open();
    say('one', 'two', 'three');
    await settled();
    brain.calls[0]?.give('First part. ');
    await settled();
    expect(await conversation.skip(asTurnId('turn-2'))).toBe(true);
    await settled();
    brain.calls[2]?.give('Third answer. ');
    brain.calls[2]?.end();
    await settled();
    brain.calls[0]?.give('And more. ');
    brain.calls[0]?.end();
    await settled();
    expect(stage.enqueued.map(({ text }) => text.trim())).toEqual(['First part.', 'And more.', 'Third answer.']);
  });
});
