/** The voice gate's real process with the real model: speech of our own voices at many levels, with noise, quiet and music around; and what happens when the process dies. */
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createVoiceGate, type VoiceGate } from '../../../main/hearing/control/create-voice-gate.ts';
import { longestGatedSamples, type GateItem } from '../../../main/hearing/protocol/voice-gate.ts';
import { systemClock } from '../../../main/kernel/clock.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import {
  atLevel,
  clicks,
  join as inARow,
  mix,
  music,
  noise,
  rate,
  rmsOf,
  secondsOf,
  silence,
  speak,
  tone,
} from '../../fixtures/hearing/speak.ts';
import { isAlive, waitUntil } from '../support/studio-on-air.ts';

const entriesDir = resolve(import.meta.dirname, '../../../dist/main/children');
const line = 'How much is the green tea today? And what else do you have?';
const pieceSamples = 1600;

let gate: VoiceGate | undefined;
afterEach(async () => {
  await gate?.dispose();
  gate = undefined;
});

type Utterance = Extract<GateItem, { type: 'utterance' }>;
interface Opened {
  readonly gate: VoiceGate;
  readonly items: readonly GateItem[];
  readonly feed: (pcm: Int16Array) => void;
  readonly utterances: () => readonly Utterance[];
}

function open(entries = entriesDir): Opened {
  const items: GateItem[] = [];
  const opened = createVoiceGate({
    adapter: createNodeForkAdapter(),
    entriesDir: entries,
    clock: systemClock,
    logger: silentLogger,
    policy: { baseDelayMs: 10, maxDelayMs: 10, decayMs: 20_000, maxAttempts: 3 },
  });
  gate = opened;
  opened.onItem((item) => items.push(item));
  return {
    gate: opened,
    items,
    feed(pcm) {
      for (let at = 0; at < pcm.length; at += pieceSamples) opened.feed(pcm.slice(at, at + pieceSamples));
    },
    utterances: () => items.filter((item) => item.type === 'utterance'),
  };
}

/** Everything that the gate tells of the sound. */
async function hear(pcm: Int16Array): Promise<readonly GateItem[]> {
  const { gate: opened, items, feed } = open();
  feed(pcm);
  await opened.finish();
  return items;
}

/** From the first to behind the last sample that can be heard. */
function audible(pcm: Int16Array): readonly [number, number] {
  const least = 0.05 * pcm.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return [pcm.findIndex((sample) => Math.abs(sample) > least), pcm.findLastIndex((sample) => Math.abs(sample) > least) + 1];
}

describe('speech', () => {
  it.each(['slt', 'rms', 'awb', 'kal16'])(
    'of the voice %s is one utterance that holds all of it, from loud to whispered',
    async (voice) => {
      const speech = await speak(voice, line);
      const [first, last] = audible(speech);
      const levels = [-12, -25, -40, -50];
      for (const decibels of levels) {
        const before = silence(1);
        const told = (await hear(inARow(before, atLevel(speech, decibels), silence(1)))).filter((item) => item.type === 'utterance');
        expect(told, `${decibels} dB`).toHaveLength(1);
        const [{ fromSample, pcm, end }] = told as unknown as [Utterance];
        expect(end).toBe('pause');
        expect(fromSample, `${decibels} dB: begins`).toBeLessThanOrEqual(before.length + first);
        expect(fromSample + pcm.length, `${decibels} dB: ends`).toBeGreaterThanOrEqual(before.length + last);
        expect(pcm.length).toBeLessThan(speech.length + rate);
      }
    },
  );

  it.each(['white', 'pink', 'hum'] as const)('is found in %s noise, which opens nothing by itself', async (kind) => {
    const speech = atLevel(await speak('slt', line), -25);
    const whole = mix(noise(kind, speech.length / rate + 4, -37), inARow(silence(2), speech));
    const told = (await hear(whole)).filter((item) => item.type === 'utterance');
    expect(told).toHaveLength(1);
    expect(told[0]?.fromSample).toBeGreaterThan(secondsOf(1.5));
    expect(told[0]?.fromSample).toBeLessThan(secondsOf(2.2));
  });

  it('with a pause between is two utterances, each sample as it was fed, none twice', async () => {
    const [one, two] = [atLevel(await speak('rms', 'Good evening, everybody.'), -20), atLevel(await speak('slt', line), -20)];
    const whole = inARow(silence(0.5), one, silence(1.5), two, silence(1.5));
    const told = (await hear(whole)).filter((item) => item.type === 'utterance');
    expect(told).toHaveLength(2);
    let until = 0;
    for (const { fromSample, pcm } of told) {
      expect(fromSample).toBeGreaterThanOrEqual(until);
      expect(pcm).toEqual(whole.slice(fromSample, fromSample + pcm.length));
      until = fromSample + pcm.length;
    }
  });

  it('of more than half a minute is cut between words, and no sample of it is missing', async () => {
    const sentence = atLevel(await speak('awb', line), -20);
    const talk = inARow(silence(0.5), ...Array.from({ length: 12 }, () => inARow(sentence, silence(0.2))), silence(1.5));
    const told = (await hear(talk)).filter((item) => item.type === 'utterance');
    expect(told.map(({ end }) => end)).toEqual(['cut', 'pause']);
    const [first, second] = told as unknown as [Utterance, Utterance];
    expect(first.pcm.length).toBeLessThanOrEqual(longestGatedSamples);
    expect(second.fromSample).toBe(first.fromSample + first.pcm.length);
    // the last moment before the cut is quiet
    expect(rmsOf(first.pcm.slice(-320))).toBeLessThan(0.05 * rmsOf(sentence));
  });
});

describe('what is no speech', () => {
  it.each([
    ['silence', silence(6)],
    ['white noise', noise('white', 6, -20)],
    ['a fan', noise('pink', 6, -20)],
    ['mains hum', noise('hum', 6, -20)],
    ['music', music(12, -20)],
    ['loud music', music(12, -9)],
    ['a tone of 220 Hz', tone(220, 5, -20)],
    ['a tone of 440 Hz', tone(440, 5, -14)],
    ['a tone of 1 kHz', tone(1000, 5, -20)],
    ['a keyboard', clicks(6)],
  ] as const)('%s opens nothing', async (_what, pcm) => {
    expect(await hear(pcm)).toEqual([]);
  });
});

describe('the process', () => {
  it('killed in mid-utterance is started again, and the utterance is told whole, once', async () => {
    const speech = atLevel(await speak('rms', line), -20);
    const whole = inARow(silence(1), speech, silence(1.5));
    const { gate: opened, items, feed, utterances } = open();
    feed(whole.subarray(0, secondsOf(2.5)));
    await waitUntil('the gate to open', () => items.some(({ type }) => type === 'speech-started'));
    const killed = opened.pid ?? 0;
    process.kill(killed, 'SIGKILL');
    feed(whole.subarray(secondsOf(2.5)));
    await waitUntil('the utterance', () => utterances().length > 0);
    await opened.finish();
    expect(isAlive(killed)).toBe(false);
    expect(utterances()).toHaveLength(1);
    const [first, last] = audible(speech);
    const told = utterances()[0];
    expect(told?.fromSample).toBeLessThanOrEqual(secondsOf(1) + first);
    expect((told?.fromSample ?? 0) + (told?.pcm.length ?? 0)).toBeGreaterThanOrEqual(secondsOf(1) + last);
    expect(told?.pcm).toEqual(whole.slice(told?.fromSample, (told?.fromSample ?? 0) + (told?.pcm.length ?? 0)));
  });

  it('that cannot start is given up on, and told so', async () => {
    const { gate: opened, feed } = open(join(entriesDir, 'nowhere'));
    const states: string[] = [];
    opened.onState((state) => states.push(state));
    feed(silence(1));
    await waitUntil('the end of trying', () => opened.state === 'given-up');
    expect(states).toContain('restarting');
    await opened.finish();
  });

  it('keeps no more than a minute of what it cannot hear', async () => {
    const { gate: opened, feed, utterances } = open();
    // a stopped process: nothing is answered, everything waits
    await waitUntil('the process', () => opened.state === 'running' && opened.pid !== undefined);
    const held = process.memoryUsage().arrayBuffers;
    process.kill(opened.pid ?? 0, 'SIGSTOP');
    for (let minute = 0; minute < 20; minute += 1) feed(silence(60));
    expect(process.memoryUsage().arrayBuffers - held).toBeLessThan(40 * 1024 ** 2);
    process.kill(opened.pid ?? 0, 'SIGCONT');
    feed(inARow(silence(1), atLevel(await speak('slt', line), -20), silence(1.5)));
    await waitUntil('what was said last', () => utterances().length === 1);
  });

  it('hears nothing of what it was told to skip, and ends what was open before it', async () => {
    const speech = atLevel(await speak('slt', line), -20);
    const { gate: opened, feed, utterances } = open();
    feed(inARow(silence(0.5), speech.subarray(0, secondsOf(1.5))));
    opened.flush();
    opened.skip(speech.length);
    feed(inARow(silence(0.5), speech, silence(1.5)));
    await opened.finish();
    expect(utterances().map(({ end }) => end)).toEqual(['asked', 'pause']);
    expect(utterances()[1]?.fromSample).toBeGreaterThanOrEqual(secondsOf(2) + speech.length);
  });
});
