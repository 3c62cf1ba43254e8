/** A voice process that dies in the middle of a word, on a real programme: the recorded sound has every word once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createVoice } from '../../../main/app/engine-ports/create-voice.ts';
import { createStage } from '../../../main/app/stage.ts';
import { createToneReader, type HeardSymbol } from '../../../main/cli/verify/read-tones.ts';
import { asInstanceId, asShowId, asSlotId } from '../../../main/contract/ids.ts';
import { neutralExpression } from '../../../main/contract/speech.ts';
import { type ConversationEvent, createConversation } from '../../../main/conversation/create-conversation.ts';
import { createEngineInstance } from '../../../main/engines/hosting/create-engine-instance.ts';
import { systemClock } from '../../../main/kernel/clock.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import { createRouter } from '../../../main/routing/create-router.ts';
import { buildFixture } from '../../fixtures/build-fixture.ts';
import type { ToneVoiceOptions } from '../../fixtures/tone-voice.ts';
import { Rig } from './rig.ts';

const showId = asShowId('show');
const text = '1 2 3 4 5 6 7 8 9.';
let entriesDir = '';
let rig: Rig;
let dir = '';
const clean: (() => unknown)[] = [];

beforeAll(async () => {
  entriesDir = dirname(await buildFixture('tone-voice'));
});
beforeEach(() => {
  rig = new Rig();
  dir = mkdtempSync(join(tmpdir(), 'tones-'));
});
afterEach(async () => {
  for (const done of clean.splice(0).reverse()) await done();
  await rig.dispose();
  rmSync(dir, { recursive: true, force: true });
});

/** A tone voice in a slot of its own; its processes die where they are told to. */
function toneVoice(name: string, options: Partial<ToneVoiceOptions>) {
  const instance = createEngineInstance({
    adapter: createNodeForkAdapter(),
    manifest: { id: 'tones', kind: 'tts', entry: 'tone-voice', title: { en: '', zh: '' }, summary: { en: '', zh: '' }, license: 'none' },
    spec: {
      showId,
      instanceId: asInstanceId(name),
      engineId: 'tones',
      options: { lifePath: join(dir, name), diesAt: [], words: true, pace: 1.6, ...options },
      resourcesDir: '',
    },
    entriesDir,
    clock: systemClock,
    logger: silentLogger,
    policy: { baseDelayMs: 50, maxDelayMs: 100, decayMs: 10_000, maxAttempts: 8 },
  });
  clean.push(() => instance.dispose());
  return instance;
}

/** A whole conversation over the rig's programme; says the line and waits until its turn is over. */
async function say(...voices: readonly ReturnType<typeof toneVoice>[]) {
  await rig.configure();
  await rig.programme.start();
  const router = createRouter();
  voices.forEach((instance, at) => router.setSlot({ id: asSlotId(`voice-${at}`), kind: 'tts', instance }));
  await Promise.all(voices.map(async (voice) => voice.whenReady()));
  const stage = createStage(rig.programme, silentLogger);
  clean.push(() => stage.dispose());
  const conversation = createConversation({
    showId,
    brain: {
      async *answer() {
        yield await Promise.resolve(text);
      },
    },
    feeling: { express: () => Promise.resolve(neutralExpression) },
    voice: createVoice({ router, showId, sinkPath: () => rig.mediaPath, logger: silentLogger }),
    stage,
    moderator: { check: () => ({ allowed: true }) },
    clock: systemClock,
    logger: silentLogger,
  });
  clean.push(() => conversation.dispose());
  const events: ConversationEvent[] = [];
  conversation.onEvent((event) => events.push(event));
  conversation.say({ author: 'a', text: 'go' });
  await rig.event('turn-ended');
  await rig.frames(25);
  const stats = await rig.programme.stats();
  return { events, router, heard: tonesOf(rig.decode(rig.bytesOf('outlet-1', stats.encoderRestarts + 1)).sound) };
}

function tonesOf(sound: Int16Array): HeardSymbol[] {
  const heard: HeardSymbol[] = [];
  const reader = createToneReader({ symbol: (symbol) => void heard.push(symbol), silence() {} });
  reader.push(sound, 0);
  reader.end();
  return heard;
}
const symbolsOf = (heard: readonly HeardSymbol[]): string => heard.map(({ symbol }) => symbol).join('');
const clausesOf = (events: readonly ConversationEvent[]): [string, boolean, string | undefined][] =>
  events.flatMap((event) => (event.type === 'clause' ? [[event.text, event.voiced, event.reason]] : []));

describe('a voice process that dies in the middle of a word', () => {
  it('is started again and goes on with that word: each is heard once, whole, in its order', async () => {
    const { heard, events } = await say(toneVoice('a', { diesAt: ['5'] }));
    expect(symbolsOf(heard)).toBe('123456789');
    // Whole: none is half a word.
    for (const { atSeconds, untilSeconds } of heard) expect(untilSeconds - atSeconds).toBeGreaterThan(0.1);
    expect(clausesOf(events)).toEqual([
      [text, true, undefined],
      ['5 6 7 8 9.', true, undefined],
    ]);
    expect(rig.events.filter((e) => e.type === 'turn-ended').map(({ complete }) => complete)).toEqual([true]);
    expect(events.at(-1)).toMatchObject({ type: 'turn', state: 'ended' });
  });

  it('dies twice and is resumed twice', async () => {
    const { heard, events } = await say(toneVoice('a', { diesAt: ['3', '7'] }));
    expect(symbolsOf(heard)).toBe('123456789');
    expect(clausesOf(events).map(([words]) => words)).toEqual([text, '3 4 5 6 7 8 9.', '7 8 9.']);
  });

  it('hands over to another voice at the word, without a hole that its restart would leave', async () => {
    const { heard } = await say(toneVoice('a', { diesAt: ['4'] }), toneVoice('b', {}));
    expect(symbolsOf(heard)).toBe('123456789');
    const gaps = heard.slice(1).map(({ atSeconds }, at) => atSeconds - (heard[at]?.untilSeconds ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(0.6);
  });

  it('that has sent far ahead is cut at the last whole word of what came', async () => {
    const { heard } = await say(toneVoice('a', { diesAt: ['8'], pace: 20 }));
    expect(symbolsOf(heard)).toBe('123456789');
  });

  it('whose marks name no words is not resumed: what came is heard once, the rest is told as left out', async () => {
    const { heard, events } = await say(toneVoice('a', { diesAt: ['5'], words: false }));
    // Half of the fifth is long enough to be read as a tone.
    expect(symbolsOf(heard)).toMatch(/^12345?$/u);
    expect(clausesOf(events).at(-1)).toEqual(['', false, 'cut-short']);
    expect(events.at(-1)).toMatchObject({ type: 'turn', state: 'failed' });
  });
});
