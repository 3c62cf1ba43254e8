/** Listening with a told gate and a told ear: when it listens, when it must not, and what becomes of what was said. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createListening, type Listening } from '../../../main/app/listening.ts';
import type { HearingView, ListeningOptions } from '../../../main/api/contract/hearing.ts';
import type { HearResult } from '../../../main/api/studio-port.ts';
import { asClauseId, asShowId, asTurnId } from '../../../main/contract/ids.ts';
import type { ShowEvent } from '../../../main/contract/show-events.ts';
import type { VoiceGate, VoiceGateState } from '../../../main/hearing/control/create-voice-gate.ts';
import type { GateItem } from '../../../main/hearing/protocol/voice-gate.ts';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import { Emitter } from '../../../main/kernel/emitter.ts';
import { createFakeClock, settle } from '../../fakes/fake-clock.ts';

const second = 16_000;
const piece = (value = 1, samples = 1600): Int16Array => new Int16Array(samples).fill(value);
const clock = createFakeClock();

/** Writes down what it is given; tells what the test wants. */
class ToldGate implements VoiceGate {
  state: VoiceGateState = 'running';
  readonly pid = 77;
  readonly items = new Emitter<GateItem>();
  readonly states = new Emitter<VoiceGateState>();
  readonly onItem = this.items.event;
  readonly onState = this.states.event;
  readonly calls: string[] = [];
  feed(pcm: Int16Array): void {
    this.calls.push(`feed ${pcm.length}`);
  }
  skip(samples: number): void {
    this.calls.push(`skip ${samples}`);
  }
  flush(): void {
    this.calls.push('flush');
  }
  async finish(): Promise<void> {
    this.calls.push('finish');
  }
  async dispose(): Promise<void> {
    this.calls.push('dispose');
  }
}

let gates: ToldGate[];
let air: 'on' | 'off';
let ear: 'on' | 'off';
let heard: { readonly author: string; readonly pcm: Int16Array }[];
let answer: () => Promise<HearResult>;
let told: HearingView[];
let listening: Listening;

beforeEach(() => {
  gates = [];
  air = 'on';
  ear = 'on';
  heard = [];
  told = [];
  answer = () => Promise.resolve({ accepted: true, turnId: 't1', text: 'how much is the tea' });
  listening = createListening({
    startGate() {
      gates.push(new ToldGate());
      return gate();
    },
    isOnAir: () => air === 'on',
    hasEar: () => ear === 'on',
    hear(utterance) {
      heard.push(utterance);
      return answer();
    },
    clock,
    onChange: (view) => told.push(view),
    anchorTailMs: 1000,
  });
});
afterEach(() => listening.dispose());

const gate = (): ToldGate => gates.at(-1) as ToldGate;
const start = (options: Partial<ListeningOptions> = {}): string =>
  listening.start({ author: 'Lin', mode: 'open', whileAnchorSpeaks: 'ignore', ...options }).sessionId;
const states = (): string[] => told.map(({ state }) => state);
const base = { showId: asShowId('s'), atMs: 0, turnId: asTurnId('t'), clauseId: asClauseId('c'), frame: 0 } as const;
const anchorStarts: ShowEvent = { ...base, type: 'speech-started', heardAtMs: 0 };
const anchorEnds: ShowEvent = { ...base, type: 'speech-ended', complete: true };

describe('with the gate', () => {
  it('tells how it goes, from off over listening, speech and writing down to the line', async () => {
    expect(listening.view()).toMatchObject({ state: 'off', session: null });
    const id = start();
    expect(listening.wanted).toBe(true);
    listening.feed(id, piece());
    gate().items.emit({ type: 'speech-started', fromSample: 0 });
    const writing = createDeferred<HearResult>();
    answer = () => writing.promise;
    gate().items.emit({ type: 'utterance', fromSample: 0, pcm: piece(5, second), end: 'pause' });
    expect(heard).toEqual([{ author: 'Lin', pcm: piece(5, second) }]);
    expect(states()).toEqual(['starting', 'listening', 'speech', 'transcribing']);
    writing.resolve({ accepted: true, turnId: 't1', text: 'hello there' });
    await settle();
    expect(listening.view()).toMatchObject({ state: 'listening', last: { text: 'hello there', words: null } });
    listening.stop(id);
    expect(listening.view().state).toBe('off');
    expect(gate().calls).toEqual(['feed 1600', 'finish']);
    expect(told.every(({ words }) => /[a-z]/.test(words.en) && /\p{Script=Han}/u.test(words.zh))).toBe(true);
  });

  it('tells in words why what was said became no line', async () => {
    start();
    answer = () => Promise.resolve({ accepted: false, reason: { en: 'No words were heard.', zh: '没有听到话语。' } });
    gate().items.emit({ type: 'utterance', fromSample: 0, pcm: piece(), end: 'pause' });
    await settle();
    expect(listening.view().last).toMatchObject({ text: null, words: { en: 'No words were heard.' } });
  });

  it('says so when the gate does not run, and what still works', () => {
    const id = start();
    listening.feed(id, piece());
    gate().state = 'given-up';
    gate().states.emit('given-up');
    expect(listening.view()).toMatchObject({ state: 'failed', words: { en: expect.stringContaining('Hold to talk') } });
  });
});

describe('the anchor', () => {
  it('is not heard: nothing reaches the gate while she speaks and until the room is quiet', async () => {
    const id = start();
    listening.feed(id, piece());
    listening.note(anchorStarts);
    // what was said before is not lost with it
    expect(gate().calls).toEqual(['feed 1600', 'flush']);
    expect(listening.view()).toMatchObject({ state: 'held', words: { en: expect.stringContaining('anchor speaks') } });
    listening.feed(id, piece());
    listening.note(anchorEnds);
    await clock.advance(600);
    listening.feed(id, piece());
    // the next clause of the same answer
    listening.note(anchorStarts);
    await clock.advance(600);
    listening.feed(id, piece());
    listening.note(anchorEnds);
    await clock.advance(1000);
    expect(listening.view().state).toBe('listening');
    listening.feed(id, piece());
    expect(gate().calls).toEqual(['feed 1600', 'flush', 'skip 1600', 'skip 1600', 'skip 1600', 'feed 1600']);
  });

  it('is no reason to stop listening where somebody wears headphones', () => {
    const id = start({ whileAnchorSpeaks: 'hear' });
    listening.note(anchorStarts);
    listening.feed(id, piece());
    expect(gate().calls).toEqual(['feed 1600']);
  });

  it('is not heard through a button either; what comes after her is', async () => {
    const id = start({ mode: 'push' });
    listening.note(anchorStarts);
    listening.talk(id, 'pressed');
    listening.feed(id, piece(9, 4000));
    listening.note(anchorEnds);
    await clock.advance(1000);
    listening.feed(id, piece(3, 8000));
    listening.talk(id, 'released');
    expect(heard.map(({ pcm }) => Array.from(new Set(pcm)))).toEqual([[3]]);
  });
});

describe('off air, and without an ear', () => {
  it('keeps nothing of the sound, says why, and begins by itself', () => {
    air = 'off';
    const id = start();
    listening.feed(id, piece());
    expect(listening.view()).toMatchObject({ state: 'held', words: { en: expect.stringContaining('off air') } });
    air = 'on';
    ear = 'off';
    listening.feed(id, piece());
    expect(listening.view()).toMatchObject({ state: 'held', words: { en: expect.stringContaining('No engine') } });
    ear = 'on';
    listening.feed(id, piece());
    expect(listening.view().state).toBe('listening');
    expect(gate().calls).toEqual(['skip 1600', 'skip 1600', 'feed 1600']);
  });
});

describe('push to talk', () => {
  it('needs no gate, brings a little from before the press, and ignores a touch', () => {
    const id = start({ mode: 'push' });
    expect(gates).toEqual([]);
    listening.feed(id, piece(1, 16_000));
    listening.talk(id, 'pressed');
    expect(listening.view().state).toBe('speech');
    listening.feed(id, piece(2, 8000));
    listening.talk(id, 'released');
    expect(heard[0]?.pcm.filter((sample) => sample === 1)).toHaveLength(4000);
    expect(heard[0]?.pcm.filter((sample) => sample === 2)).toHaveLength(8000);
    listening.talk(id, 'pressed');
    listening.feed(id, piece(2, 800));
    listening.talk(id, 'released');
    expect(heard).toHaveLength(1);
  });

  it('cuts what is longer than half a minute, and loses no sample', () => {
    const id = start({ mode: 'push' });
    listening.talk(id, 'pressed');
    for (let index = 0; index < 45; index += 1) listening.feed(id, piece(index, second));
    listening.talk(id, 'released');
    expect(heard.map(({ pcm }) => pcm.length)).toEqual([30 * second, 15 * second]);
    expect(Array.from(new Set(heard.flatMap(({ pcm }) => Array.from(pcm))))).toEqual(Array.from({ length: 45 }, (_, index) => index));
  });
});

describe('a session', () => {
  it('ends, in words, when the microphone sends nothing any more', async () => {
    const id = start();
    listening.feed(id, piece());
    await clock.advance(5000);
    listening.feed(id, piece());
    await clock.advance(5999);
    expect(listening.wanted).toBe(true);
    await clock.advance(1);
    expect(listening.view()).toMatchObject({ state: 'off', words: { en: expect.stringContaining('sent nothing') } });
    expect(listening.feed(id, piece())).toMatchObject({ accepted: false, reason: { en: expect.stringContaining('sent nothing') } });
    expect(gate().calls.at(-1)).toBe('finish');
  });

  it('gives somebody time to allow the microphone', async () => {
    start();
    await clock.advance(60_000);
    expect(listening.wanted).toBe(true);
  });

  it('is taken over by the next one; the one before is refused in words', () => {
    const first = start();
    const second = start();
    expect(listening.feed(first, piece())).toMatchObject({ accepted: false, reason: { en: expect.stringContaining('Another window') } });
    listening.stop(first);
    expect(listening.feed(second, piece())).toEqual({ accepted: true });
    expect(gates.map(({ calls }) => calls)).toEqual([['finish'], ['feed 1600']]);
  });

  it('that is over still brings what was said before', () => {
    const id = start();
    listening.feed(id, piece());
    listening.stop(id);
    gate().items.emit({ type: 'utterance', fromSample: 0, pcm: piece(4, second), end: 'asked' });
    expect(heard).toHaveLength(1);
    expect(listening.view().state).toBe('off');
  });
});
