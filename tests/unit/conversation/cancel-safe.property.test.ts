/** Random interleavings of everything that can happen to a conversation; the promises it makes hold in each of them. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { asShowId } from '../../../main/contract/ids.ts';
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

const pick = fc.nat({ max: 3 });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('say' as const), text: fc.constantFrom('hello', '你好', '🎉', '', 'blocked', 'x'.repeat(600)) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('token' as const),
      pick,
      text: fc.constantFrom(
        'Yes of course, ',
        'we have it. ',
        'One two. Three four. Five six. Seven eight. ',
        '当然有，',
        '欢迎你来。',
        'blocked word. ',
        '😀',
        'Привет всем. ',
        'a b c',
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'brain-end' as const,
        'brain-fail' as const,
        'voice-start' as const,
        'voice-done' as const,
        'voice-fail' as const,
      ),
      pick,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('voice-all' as const, 'stage-started' as const, 'stage-ended' as const, 'stage-play-all' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stage-drops-turn' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('skip-unsaid' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('time' as const), ms: fc.integer({ min: 1, max: 30_000 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
);

const terminal = new Set(['ended', 'cancelled', 'failed', 'refused']);

it('every turn ends once, nothing outlives its epoch, clauses stay in order, nothing is left after dispose', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 60 }),
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      async (steps, deaf, eager, instant) => {
        const clock = createManualClock();
        const brain = createFakeBrain({ deaf });
        const voice = createFakeVoice({ deaf, instant });
        const stage = createFakeStage();
        const conversation = createConversation({
          showId: asShowId('show'),
          brain,
          voice,
          stage,
          clock,
          feeling: createFakeFeeling(),
          logger: silentLogger,
          moderator: createWordListModerator({ both: ['blocked'] }),
          limits: { queuedTurns: 4, calmStartMs: 0 },
        });
        const events: ConversationEvent[] = [];
        const accepted: string[] = [];
        conversation.onEvent((event) => events.push(event));
        const enqueue = stage.enqueue.bind(stage);
        // Noted, not thrown: the conversation would take a throwing stage for a broken one.
        const violations: string[] = [];
        stage.enqueue = (turn, clause) => {
          if (turn.epoch !== conversation.epoch)
            violations.push(`${clause.clauseId} of epoch ${turn.epoch} in epoch ${conversation.epoch}`);
          enqueue(turn, clause);
          // A turn that was given up because the stage fell silent on it holds no place any more.
          const running = new Set(conversation.turns().flatMap((other) => (terminal.has(other.state) ? [] : [other.turnId])));
          const held = stage.queue.filter((other) => running.has(other.turnId)).length;
          if (held > 3) violations.push(`${held} clauses on the stage`);
        };
        const cancels: Promise<unknown>[] = [];
        const nth = <T extends { readonly open: boolean }>(calls: readonly T[], at: number): T | undefined => {
          const open = calls.filter((call) => call.open);
          return open[at % Math.max(1, open.length)];
        };
        for (const move of steps) {
          switch (move.do) {
            case 'say': {
              const outcome = conversation.say({ author: 'a', text: move.text });
              if (outcome.accepted) accepted.push(outcome.turnId);
              else expect(outcome.reason.zh).not.toBe('');
              break;
            }
            case 'cancel': {
              const before = conversation.epoch;
              cancels.push(
                conversation
                  .cancel()
                  .catch((error: unknown) => expect(['stage-timeout', 'disposed']).toContain((error as { code?: unknown }).code)),
              );
              expect(conversation.turns().every((turn) => terminal.has(turn.state))).toBe(true);
              expect(conversation.epoch).toBe(before + 1);
              break;
            }
            case 'token':
              nth(brain.calls, move.pick)?.give(move.text);
              break;
            case 'brain-end':
              nth(brain.calls, move.pick)?.end();
              break;
            case 'brain-fail':
              nth(brain.calls, move.pick)?.fail();
              break;
            case 'voice-start':
              nth(voice.calls, move.pick)?.give({ type: 'started', streamId: 's', marks: [] });
              break;
            case 'voice-done':
              nth(voice.calls, move.pick)?.give({ type: 'done', durationMs: 100 });
              break;
            case 'voice-fail':
              nth(voice.calls, move.pick)?.fail();
              break;
            case 'voice-all':
              for (const call of voice.calls) if (call.open) speakAll(call);
              break;
            case 'stage-started':
              stage.speechStarted();
              break;
            case 'stage-ended':
              stage.speechEnded();
              break;
            case 'stage-play-all':
              stage.playAll();
              break;
            case 'stage-drops-turn': {
              const clause = stage.queue[move.pick];
              if (clause) stage.queue.splice(0, stage.queue.length, ...stage.queue.filter((other) => other.turnId !== clause.turnId));
              if (clause) stage.turnEnded(clause.turnId, false);
              break;
            }
            case 'skip-unsaid': {
              const said = new Set(stage.enqueued.map(({ turnId }) => turnId));
              const unsaid = conversation.turns().filter(({ turnId, state }) => !terminal.has(state) && !said.has(turnId));
              const turn = unsaid[move.pick % Math.max(1, unsaid.length)];
              if (turn) expect(await conversation.skip(turn.turnId)).toBe(true);
              break;
            }
            case 'time':
              clock.advance(move.ms);
              break;
            case 'settle':
              await settled();
              break;
          }
          if (eager) await settled();
        }
        await conversation.dispose();
        const enqueuedAtDispose = stage.enqueued.length;
        for (const call of [...brain.calls, ...voice.calls]) call.end();
        clock.advance(100_000);
        await settled();
        await Promise.all(cancels);

        expect(violations).toEqual([]);
        expect(clock.pending).toBe(0);
        expect(stage.enqueued).toHaveLength(enqueuedAtDispose);
        for (const turnId of accepted) {
          const states = events.flatMap((event) => (event.type === 'turn' && event.turnId === turnId ? [event.state] : []));
          expect(states.filter((state) => terminal.has(state))).toHaveLength(1);
          expect(terminal.has(states.at(-1) ?? '')).toBe(true);
        }
        // Turns enter the stage one after the other, and the clauses of each in order; none comes back.
        const order = stage.enqueued.map((clause) => Number(clause.turnId.slice(5)) * 1_000 + clause.index);
        expect(order).toEqual([...order].sort((a, b) => a - b));
        expect(new Set(order).size).toBe(order.length);
        for (const call of [...brain.calls, ...voice.calls]) expect(call.signal.aborted).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});
