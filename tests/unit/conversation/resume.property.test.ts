/** Random failures in mid-clause, random answers of the programme: every word is said at most once, in its order, and none is lost without a word about it. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { asShowId } from '../../../main/contract/ids.ts';
import type { Mark } from '../../../main/contract/speech.ts';
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
  speakAll,
} from '../../fakes/conversation-fakes.ts';

const wordMs = 100;
const attempt = fc.record({
  how: fc.constantFrom('whole', 'torn', 'torn', 'torn', 'unsent'),
  /** So many words (or all) are told of by marks. */
  marked: fc.nat({ max: 9 }),
  /** So many of those (or all) has the programme played when it is asked to cut. */
  played: fc.nat({ max: 9 }),
  /** It has begun the word after the last boundary. */
  late: fc.boolean(),
});

it('no word twice, none out of order, none lost in silence', async () => {
  let resumed = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom<readonly [string, readonly string[]]>(
        ['en', ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']],
        ['zh', ['今天', '老师', '喜欢', '苹果', '学生', '咖啡', '电脑', '朋友', '音乐']],
      ),
      fc.array(attempt, { minLength: 1, maxLength: 8 }),
      async (count, [lang, all], attempts) => {
        const words = all.slice(0, count);
        const text = `${words.join(lang === 'en' ? ' ' : '')}${lang === 'en' ? '.' : '。'}`;
        const voice = createFakeVoice();
        const stage = createFakeStage();
        const clock = createManualClock();
        const conversation = createConversation({
          showId: asShowId('show'),
          brain: createFakeBrain({ reply: () => text }),
          feeling: createFakeFeeling(),
          voice,
          stage,
          moderator: createWordListModerator({ both: [] }),
          limits: { calmStartMs: 0 },
          clock,
          logger: silentLogger,
        });
        const events: ConversationEvent[] = [];
        conversation.onEvent((event) => events.push(event));
        const said: string[] = [];
        conversation.say({ author: 'a', text: 'go' });
        await settled();
        for (let at = 0; at < voice.calls.length; at += 1) {
          const call = voice.calls[at];
          const plan = attempts[at] ?? { how: 'whole', marked: 9, played: 9, late: false };
          const own = words.filter((word) => call?.clause.text.includes(word));
          if (!call?.open) continue;
          if (plan.how === 'unsent') call.fail();
          else if (plan.how === 'whole') {
            speakAll(call);
            said.push(...own);
          } else {
            const marked = Math.min(plan.marked, own.length);
            const played = Math.min(plan.played, marked);
            stage.cutAs = (_id, boundariesMs) => {
              if (plan.late && played < marked) {
                said.push(...own.slice(0, played + 1));
                return { keptMs: played * wordMs + 30, boundary: null };
              }
              said.push(...own.slice(0, played));
              return { keptMs: boundariesMs[played] ?? 0, boundary: played };
            };
            const marks: Mark[] = own
              .slice(0, marked)
              .map((_word, wordIndex) => ({ atMs: wordIndex * wordMs, durationMs: wordMs, phoneme: 'x', viseme: 'aa', wordIndex }));
            call.give(
              { type: 'started', marks: [], streamId: `s${at}` },
              { type: 'marks', marks },
              { type: 'audio', sentMs: marked * wordMs },
            );
            call.fail();
            // Without marks nobody knows what was heard; here it was nothing.
          }
          await settled();
        }
        stage.playAll();
        await settled();
        resumed += voice.calls.filter(({ clause }) => clause.text !== text).length;
        const shown = events.flatMap((event) => (event.type === 'clause' && !event.voiced ? [event] : []));
        const cutShort = shown.some(({ reason }) => reason === 'cut-short');
        const read = shown.flatMap((event) => words.filter((word) => event.text.includes(word)));
        expect(new Set(said).size).toBe(said.length);
        expect(said).toEqual(words.filter((word) => said.includes(word)));
        if (!cutShort) expect([...said, ...read]).toEqual(words);
        expect(voice.calls.length).toBeLessThanOrEqual(6);
        expect(conversation.turns().at(-1)?.state).toBe('ended');
        expect(conversation.turns().at(-1)?.reply).toBe(text);
        await conversation.dispose();
        expect(clock.pending).toBe(0);
      },
    ),
    { numRuns: 400 },
  );
  // Otherwise nothing was proven.
  expect(resumed).toBeGreaterThan(100);
});
