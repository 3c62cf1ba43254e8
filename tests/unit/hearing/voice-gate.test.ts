/** The gate's rules with told likelihoods: when it opens, when it closes, what an utterance holds. The model's own ear is tested with the real process. */
import { array, assert, constantFrom, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVoiceGate, defaultGateSettings, type GateSettings } from '../../../main/hearing/child/voice-gate.ts';
import type { GateItem } from '../../../main/hearing/protocol/voice-gate.ts';

const { windowSamples } = defaultGateSettings;
const small: GateSettings = {
  ...defaultGateSettings,
  closeAfterSamples: 4 * windowSamples,
  preRollSamples: 2 * windowSamples,
  postRollSamples: 2 * windowSamples,
  leastSpeechSamples: 5 * windowSamples,
  longestSamples: 20 * windowSamples,
  cutWithinSamples: 6 * windowSamples,
};

/** One likelihood a window; every sample is the number of its window, so that an utterance tells what it holds. `loud`: the windows that are not quiet. */
function hear(likelihoods: readonly number[], settings = small, loud: (window: number) => number = (window) => window): GateItem[] {
  const gate = createVoiceGate(settings);
  return likelihoods.flatMap((speech, index) => gate.push(new Int16Array(windowSamples).fill(loud(index)), speech)).concat(gate.flush());
}
const windowsOf = (item: GateItem | undefined): readonly number[] =>
  item?.type === 'utterance' ? [item.fromSample / windowSamples, item.pcm.length / windowSamples] : [];
const quiet = (count: number): number[] => Array.from({ length: count }, () => 0.05);
const speech = (count: number): number[] => Array.from({ length: count }, () => 0.9);
const kinds = (items: readonly GateItem[]): string[] => items.map(({ type }) => type);

describe('opening', () => {
  it('takes some windows of likely speech in a row, and brings what was said just before', () => {
    const items = hear([...quiet(10), ...speech(6), ...quiet(10)]);
    expect(kinds(items)).toEqual(['speech-started', 'utterance']);
    // two windows of pre-roll before the 10th, six of speech, two behind it
    expect(windowsOf(items[1])).toEqual([8, 10]);
    expect(items[1]).toMatchObject({ end: 'pause' });
  });

  it('is not done by single windows, however likely', () => {
    expect(hear([...quiet(3), 1, 0.1, 1, 0.1, 1, 1, 0.1, ...quiet(9)])).toEqual([]);
  });

  it('brings no more than there is', () => {
    expect(windowsOf(hear([...speech(8), ...quiet(8)])[1])).toEqual([0, 10]);
  });
});

describe('closing', () => {
  it('waits through a short pause and through doubtful windows', () => {
    const items = hear([...speech(5), ...quiet(3), ...speech(2), 0.4, 0.4, 0.4, 0.4, 0.4, ...speech(1), ...quiet(3)]);
    expect(kinds(items)).toEqual(['speech-started', 'utterance']);
    expect(windowsOf(items[1])).toEqual([0, 18]);
  });

  it('drops what is too short to be speech', () => {
    expect(kinds(hear([...quiet(4), ...speech(4), ...quiet(8)]))).toEqual(['speech-started', 'dropped']);
  });

  it('gives what was said so far when it is asked to', () => {
    const items = hear([...quiet(3), ...speech(7)]);
    expect(items.at(-1)).toMatchObject({ type: 'utterance', end: 'asked' });
    expect(windowsOf(items.at(-1))).toEqual([1, 9]);
  });

  it('never tells a sample twice, also where one utterance follows close on another', () => {
    const items = hear([...speech(6), ...quiet(4), ...speech(6), ...quiet(6)]).filter(({ type }) => type === 'utterance');
    expect(items.map(windowsOf)).toEqual([
      [0, 8],
      // its pre-roll would begin in the window that the first one ended with
      [8, 10],
    ]);
  });
});

describe('an utterance that is too long', () => {
  it('is cut at the quietest window of its last ones, and goes on in the very next sample', () => {
    const items = hear([...speech(30), ...quiet(6)], small, (window) => (window === 16 ? 1 : 1000));
    const told = items.filter(({ type }) => type === 'utterance');
    expect(told.map(windowsOf)).toEqual([
      [0, 17],
      [17, 15],
    ]);
    expect(told.map((item) => item.type === 'utterance' && item.end)).toEqual(['cut', 'pause']);
  });

  it('leaves no second utterance behind when nothing was said after the cut', () => {
    const likely = [...speech(17), 0.1, 0.1, 0.1, ...quiet(12)];
    const told = hear(likely, { ...small, closeAfterSamples: 8 * windowSamples }, (window) => (window === 18 ? 0 : 1000));
    expect(told.filter(({ type }) => type === 'utterance').map(windowsOf)).toEqual([[0, 19]]);
    // a cut would say that somebody still speaks
    expect(told.at(-1)).toMatchObject({ type: 'utterance', end: 'pause' });
  });
});

describe('a gap in the sound', () => {
  it('ends what was open, and nothing from before it is told again', () => {
    const gate = createVoiceGate(small);
    for (let window = 0; window < 7; window += 1) gate.push(new Int16Array(windowSamples).fill(1), 0.9);
    const before = gate.moveTo(100 * windowSamples);
    expect(before.map(windowsOf)).toEqual([[0, 7]]);
    const after = [...speech(6), ...quiet(6)].flatMap((likely) => gate.push(new Int16Array(windowSamples).fill(2), likely));
    expect(windowsOf(after.at(-1))).toEqual([100, 8]);
    expect(after.at(-1)?.type === 'utterance' && Array.from(new Set((after.at(-1) as { pcm: Int16Array }).pcm))).toEqual([2]);
  });
});

describe('whatever is heard', () => {
  it('no sample is told twice or out of order, none is another one, and no utterance is too long', () => {
    assert(
      property(array(constantFrom(0, 0.2, 0.4, 0.6, 1), { maxLength: 200 }), (likelihoods) => {
        let told = 0;
        for (const item of hear(likelihoods)) {
          if (item.type !== 'utterance') continue;
          expect(item.fromSample).toBeGreaterThanOrEqual(told);
          expect(item.pcm.length).toBeLessThanOrEqual(small.longestSamples);
          item.pcm.forEach((sample, index) => {
            if (sample !== Math.floor((item.fromSample + index) / windowSamples)) throw new Error('another sample');
          });
          told = item.fromSample + item.pcm.length;
        }
      }),
    );
  });

  it('asks to be kept what a new gate needs to tell the same', () => {
    // the rest behind a cut opens the new gate anew, where it is speech
    const uncut = { ...small, longestSamples: 100 * windowSamples };
    assert(
      property(array(constantFrom(0.1, 0.4, 0.9), { minLength: 12, maxLength: 80 }), nat(79), (likelihoods, at) => {
        const first = createVoiceGate(uncut);
        const window = (index: number): Int16Array => new Int16Array(windowSamples).fill(index);
        const dies = Math.min(at, likelihoods.length - 1);
        const told: GateItem[] = [];
        for (let index = 0; index < dies; index += 1) told.push(...first.push(window(index), likelihoods[index] ?? 0));
        const from = first.keepFromSample;
        expect(from % windowSamples).toBe(0);
        const second = createVoiceGate(uncut);
        second.moveTo(from);
        for (let index = from / windowSamples; index < likelihoods.length; index += 1)
          told.push(...second.push(window(index), likelihoods[index] ?? 0));
        told.push(...second.flush());
        const utterances = (items: readonly GateItem[]) => items.filter(({ type }) => type === 'utterance').map(windowsOf);
        expect(utterances(told)).toEqual(utterances(hear(likelihoods, uncut)));
      }),
    );
  });
});
