/** A model that fails tells the streamer why in its own words; without words it is said that it failed. */
import { expect, it } from 'vitest';
import type { UserMessage } from '../../../main/contract/failure.ts';
import { asShowId } from '../../../main/contract/ids.ts';
import { createConversation } from '../../../main/conversation/create-conversation.ts';
import { turnMessages } from '../../../main/conversation/user-messages.ts';
import { createWordListModerator } from '../../../main/conversation/word-list-moderator.ts';
import { EngineError } from '../../../main/engines/contract/engine-error.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import {
  createFakeBrain,
  createFakeFeeling,
  createFakeStage,
  createFakeVoice,
  createManualClock,
  settled,
} from '../../fakes/conversation-fakes.ts';

const words: UserMessage = { en: 'api.example.com refuses the key (401).', zh: 'api.example.com 拒绝了密钥（401）。' };

it.each<[string, Error, UserMessage]>([
  ['its words', new EngineError('engine-failed', 'refused', { detail: { reason: 'key-refused', words } }), words],
  ['half of its words', new EngineError('engine-failed', 'refused', { detail: { words: { en: 'refused' } } }), turnMessages.brainFailed],
  ['no words', new EngineError('engine-failed', 'refused'), turnMessages.brainFailed],
  ['an error of nobody', new Error('boom'), turnMessages.brainFailed],
])('of a failure with %s', async (_with, error, reason) => {
  const brain = createFakeBrain();
  const conversation = createConversation({
    showId: asShowId('show'),
    brain,
    feeling: createFakeFeeling(),
    voice: createFakeVoice(),
    stage: createFakeStage(),
    moderator: createWordListModerator({}),
    clock: createManualClock(),
    logger: silentLogger,
  });
  conversation.say({ author: 'mei', text: 'hello' });
  await settled();
  brain.calls[0]?.fail(error);
  await settled();
  expect(conversation.turns()).toMatchObject([{ state: 'failed', reason }]);
  await conversation.dispose();
});
