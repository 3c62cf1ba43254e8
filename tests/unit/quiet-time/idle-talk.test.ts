/** Idle talk over a real conversation with scripted engines: who goes before whom, and what is said when. */
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { asShowId } from '../../../main/contract/ids.ts';
import type { ShowEvent } from '../../../main/contract/show-events.ts';
import { createConversation } from '../../../main/conversation/create-conversation.ts';
import { createWordListModerator } from '../../../main/conversation/word-list-moderator.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createIdleTalk } from '../../../main/quiet-time/create-idle-talk.ts';
import { defaultQuietTime, type IdleSettings } from '../../../main/quiet-time/settings.ts';
import {
  createFakeBrain,
  createFakeFeeling,
  createFakeStage,
  createFakeVoice,
  createManualClock,
  settled,
  speakAll,
} from '../../fakes/conversation-fakes.ts';

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});
const showId = asShowId('show');
const script = (lines: readonly string[], more: Partial<IdleSettings> = {}): IdleSettings => ({
  ...defaultQuietTime.idle,
  source: 'script',
  minSeconds: 10,
  maxSeconds: 20,
  lines,
  ...more,
});

function open(settings: IdleSettings, options: { instant?: boolean; reply?: (text: string) => string } = {}) {
  const clock = createManualClock();
  const brain = createFakeBrain(options.reply ? { reply: options.reply } : {});
  const voice = createFakeVoice({ instant: options.instant ?? true });
  const stage = createFakeStage();
  const conversation = createConversation({
    showId,
    brain,
    feeling: createFakeFeeling(),
    voice,
    stage,
    moderator: createWordListModerator({ both: ['badword'] }),
    clock,
    logger: silentLogger,
    limits: { calmStartMs: 0 },
  });
  const events: ShowEvent[] = [];
  const idle = createIdleTalk({
    clock,
    chance: () => 0,
    onChange() {},
    talk(talk) {
      const outcome = conversation.talk(talk);
      return outcome.accepted ? outcome : null;
    },
  });
  const tell = (event: ShowEvent): void => {
    events.push(event);
    idle.note(event);
  };
  conversation.onEvent(tell);
  idle.set(settings);
  tell({ type: 'show', state: 'on-air', showId, atMs: 0 });
  ended.push(async () => {
    idle.dispose();
    await conversation.dispose();
  });
  const turns = () => events.flatMap((event) => (event.type === 'turn' ? [event] : []));
  const talks = () =>
    turns()
      .filter(({ kind, state }) => kind === 'idle' && state === 'queued')
      .map(({ text }) => text);
  const states = (turnId: string) =>
    turns()
      .filter((turn) => turn.turnId === turnId)
      .map(({ state }) => state);
  /** Lets a talk that is due be said to its end. */
  const play = async (): Promise<void> => {
    await settled();
    stage.playAll();
    await settled();
    stage.playAll();
    await settled();
  };
  return { clock, brain, voice, stage, conversation, idle, events, tell, turns, talks, states, play };
}

describe('idle talk', () => {
  it('says the lines of a script one after the other, without asking the language model, as turns of their own kind', async () => {
    const { clock, talks, turns, play, brain } = open(script(['one.', 'two.', 'three.']));
    for (let n = 0; n < 4; n += 1) {
      clock.advance(10_000);
      await play();
    }
    expect(talks()).toEqual(['one.', 'two.', 'three.', 'one.']);
    expect(turns().every(({ kind, author }) => kind === 'idle' && author === '')).toBe(true);
    expect(turns().filter(({ state }) => state === 'ended')).toHaveLength(4);
    expect(brain.calls).toEqual([]);
  });

  it('comes also when the timer fires a fraction too early, as timers do', () => {
    const clock = createManualClock();
    let talks = 0;
    let offset = 0.7;
    const idle = createIdleTalk({
      clock: { ...clock, now: () => clock.now() + offset, after: (ms, fn) => clock.after(Math.floor(ms), fn) },
      chance: () => 0.123_456,
      onChange() {},
      talk: () => {
        talks += 1;
        return { turnId: 'turn-1' };
      },
    });
    idle.set(script(['one.']));
    idle.note({ type: 'show', state: 'on-air', showId, atMs: 0 });
    offset = 0;
    clock.advance(12_000);
    expect(talks).toBe(1);
    idle.dispose();
  });

  it('goes through moderation like every answer', async () => {
    const { clock, states, play, events } = open(script(['a badword here.']));
    clock.advance(10_000);
    await play();
    expect(states('turn-1').at(-1)).toBe('refused');
    expect(events.filter((event) => event.type === 'clause').map((clause) => 'reason' in clause && clause.reason)).toEqual(['moderated']);
  });

  it('is dropped before its first sound by a question, which is answered at once; the line comes again', async () => {
    const { clock, conversation, states, stage, play, talks, brain } = open(script(['one.', 'two.']), { instant: false });
    clock.advance(10_000);
    await settled();
    expect(conversation.say({ author: 'mei', text: 'how much?' })).toMatchObject({ accepted: true, turnId: 'turn-2' });
    await settled();
    expect(states('turn-1')).toEqual(['queued', 'thinking', 'cancelled']);
    expect(stage.yieldedTurns).toEqual([]);
    expect(brain.calls.map(({ line }) => line.text)).toEqual(['how much?']);
    brain.calls[0]?.end();
    await play();
    clock.advance(10_000);
    await settled();
    expect(talks()).toEqual(['one.', 'one.']);
  });

  it('ends at a word when a question comes while it is heard, and the answer follows it on the stage', async () => {
    const { clock, conversation, states, stage, voice, brain, turns } = open(script(['one, two, three.']), { instant: false });
    clock.advance(10_000);
    await settled();
    if (voice.calls[0]) speakAll(voice.calls[0]);
    await settled();
    stage.speechStarted();
    conversation.say({ author: 'mei', text: 'how much?' });
    expect(stage.yieldedTurns).toEqual(['turn-1']);
    expect(states('turn-1')).toEqual(['queued', 'thinking', 'speaking', 'cancelled']);
    expect(turns().find(({ turnId, state }) => turnId === 'turn-1' && state === 'cancelled')?.reason?.zh).toContain('提问');
    await settled();
    brain.calls[0]?.give('Ten euros. ');
    brain.calls[0]?.end();
    await settled();
    const answer = voice.calls.find(({ clause }) => clause.text === 'Ten euros.');
    if (answer) speakAll(answer);
    await settled();
    expect(stage.enqueued.at(-1)).toMatchObject({ turnId: 'turn-2', text: 'Ten euros.' });
    // the cut clause ends by itself, and hurts nobody
    stage.turnEnded(turns()[0]?.turnId ?? ('' as never), false);
    stage.playAll();
    await settled();
    expect(states('turn-2').at(-1)).toBe('ended');
  });

  it('does not give way to a line that is refused', async () => {
    const { clock, conversation, states, stage } = open(script(['one.']), { instant: false });
    clock.advance(10_000);
    await settled();
    expect(conversation.say({ author: 'mei', text: 'badword' })).toMatchObject({ accepted: false });
    expect([states('turn-1').at(-1), stage.yieldedTurns]).toEqual(['thinking', []]);
  });

  it('keeps quiet for the longest interval after a cancel, and for ever after a panic or the end', async () => {
    const { clock, conversation, talks, tell, play, idle } = open(script(['one.', 'two.']));
    clock.advance(9_000);
    await conversation.cancel();
    tell({ type: 'cancelled', epoch: 0, silentAfterMs: 3, showId, atMs: 0 });
    clock.advance(19_900);
    await play();
    expect(talks()).toEqual([]);
    clock.advance(200);
    await play();
    expect(talks()).toEqual(['one.']);
    idle.panic();
    clock.advance(500_000);
    expect(talks()).toEqual(['one.']);
    idle.resume();
    clock.advance(10_000);
    await play();
    expect(talks()).toEqual(['one.', 'two.']);
    tell({ type: 'show', state: 'stopping', showId, atMs: 0 });
    clock.advance(500_000);
    expect([talks().length, idle.dueInMs]).toEqual([2, null]);
  });

  it('keeps quiet while somebody speaks into the microphone or is written down, and a full interval after', () => {
    const { clock, talks, tell, idle } = open(script(['one.', 'two.']));
    const hearing = (state: string): void => tell({ type: 'hearing', state, message: { en: state, zh: state }, showId, atMs: 0 });
    hearing('listening');
    clock.advance(9_000);
    hearing('speech');
    clock.advance(60_000);
    expect([talks(), idle.dueInMs, idle.now()]).toEqual([[], null, 'busy']);
    hearing('transcribing');
    clock.advance(60_000);
    expect([talks(), idle.dueInMs]).toEqual([[], null]);
    hearing('listening');
    expect(idle.dueInMs).toBe(10_000);
    clock.advance(9_000);
    // what is told again does not begin the interval again
    hearing('listening');
    expect(talks()).toEqual([]);
    clock.advance(1_000);
    expect(talks()).toEqual(['one.']);
  });

  it.each(['off', 'starting', 'held', 'failed'])('goes on when the microphone is %s', (state) => {
    const { clock, talks, tell } = open(script(['one.']));
    tell({ type: 'hearing', state: 'speech', message: { en: '', zh: '' }, showId, atMs: 0 });
    tell({ type: 'hearing', state, message: { en: '', zh: '' }, showId, atMs: 0 });
    clock.advance(10_000);
    expect(talks()).toEqual(['one.']);
  });

  it('asks the language model with a round, and with what it said before', async () => {
    const { clock, brain, play } = open(script([], { source: 'model', topic: 'green tea', lang: 'en' }), {
      reply: () => 'Tea grows on hills.',
    });
    for (let n = 0; n < 2; n += 1) {
      clock.advance(10_000);
      await play();
    }
    expect(brain.calls.map(({ line }) => line.idleRound)).toEqual([0, 1]);
    expect(brain.calls[0]?.line.text).toContain('green tea');
    expect(brain.calls[1]?.line.text).toContain('Tea grows on hills.');
  });

  it('never talks beside anything, whatever happens in which order', async () => {
    const step = fc.constantFrom(
      'time',
      'time',
      'time',
      'play',
      'settle',
      'voice',
      'say',
      'play',
      'voice',
      'cancel',
      'settle',
      'answer' as const,
    );
    let heard = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const show = open(script(['one, two.', 'three.']), { instant: false, reply: (text) => `You said ${text}.` });
        const openTurns = new Map<string, string | undefined>();
        show.conversation.onEvent((event) => {
          if (event.type !== 'turn') return;
          if (['ended', 'cancelled', 'failed', 'refused'].includes(event.state)) openTurns.delete(event.turnId);
          else {
            if (event.state === 'queued' && event.kind === 'idle') {
              heard += 1;
              expect([...openTurns.keys()]).toEqual([]);
            }
            openTurns.set(event.turnId, event.kind);
          }
          expect([...openTurns.values()].filter((kind) => kind === 'idle').length).toBeLessThanOrEqual(1);
        });
        for (const one of steps) {
          if (one === 'time') show.clock.advance(11_000);
          else if (one === 'say') {
            show.conversation.say({ author: 'x', text: 'hello' });
            // nothing of its own is left once a question is there
            expect([...openTurns.values()]).not.toContain('idle');
          } else if (one === 'play') show.stage.playAll();
          else if (one === 'voice') for (const call of show.voice.calls) if (call.open) speakAll(call);
          if (one === 'cancel') {
            await show.conversation.cancel();
            show.tell({ type: 'cancelled', epoch: 0, silentAfterMs: 1, showId, atMs: 0 });
          }
          if (one === 'settle') await settled();
        }
        show.idle.dispose();
        await show.conversation.dispose();
      }),
      { numRuns: 120 },
    );
    expect(heard).toBeGreaterThan(20);
  });
});
