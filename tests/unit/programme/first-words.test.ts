import { describe, expect, it } from 'vitest';
import type { FrameCue } from '../../../main/contract/cues.ts';
import { asClauseId, asTurnId } from '../../../main/contract/ids.ts';
import { visemeIndex, visemes, type Viseme } from '../../../main/contract/visemes.ts';
import { FirstWordsWatch, isAudible } from '../../../main/programme/child/first-words.ts';

const turn = asTurnId('t');
const clause = asClauseId('t.0');
const frameSamples = 1600;

/** Stereo: silence, then a tone of this level from `fromSample` on. */
function sound(dbfs: number, fromSample = 0): Int16Array {
  const audio = new Int16Array(frameSamples * 2);
  const peak = 32767 * 10 ** (dbfs / 20) * Math.SQRT2;
  for (let i = fromSample; i < frameSamples; i++)
    audio[2 * i] = audio[2 * i + 1] = Math.round(peak * Math.sin((2 * Math.PI * 300 * i) / 48_000));
  return audio;
}

function cue(viseme: Viseme, weight: number, jaw = 0): FrameCue {
  const weights = visemes.map(() => 0);
  weights[visemeIndex.sil] = 1 - weight;
  weights[visemeIndex[viseme]] = (weights[visemeIndex[viseme]] ?? 0) + weight;
  return {
    frame: 1,
    timeMs: 33,
    visemes: weights,
    jaw,
    emotion: 'neutral',
    intensity: 0,
    blink: [0, 0],
    brows: [0, 0],
    gaze: [0, 0],
    head: [0, 0, 0],
    breath: 0,
    speaking: true,
  };
}

describe('the first words of a clause', () => {
  it.each([
    ['silence', sound(-100), false],
    ['the noise of a voice', sound(-55), false],
    ['speech', sound(-25), true],
    ['a frame that only ends in speech', sound(-25, frameSamples - 300), true],
  ])('%s', (_name, audio, expected) => expect(isAudible(audio)).toBe(expected));

  const loud = sound(-20);
  const at = (frame: number): { frame: number; atMs: number } => ({ frame, atMs: 1000 + frame });

  it('waits for the sound, and tells once', () => {
    const watch = new FirstWordsWatch();
    watch.began(turn, clause);
    expect(watch.sent({ ...at(1), audio: sound(-60), face: cue('aa', 0.8) })).toBeNull();
    expect(watch.sent({ ...at(2), audio: loud, face: cue('aa', 0.8) })).toEqual({
      turnId: turn,
      clauseId: clause,
      frame: 2,
      atMs: 1002,
      lipsAtMs: 1002,
    });
    expect(watch.sent({ ...at(3), audio: loud, face: cue('aa', 0.8) })).toBeNull();
  });

  it.each([
    ['closed for a p', cue('PP', 0.9)],
    ['open', cue('aa', 0.05, 0.5)],
  ])('sees lips that are %s move', (_name, face) => {
    const watch = new FirstWordsWatch();
    watch.began(turn, clause);
    expect(watch.sent({ ...at(1), audio: loud, face })?.lipsAtMs).toBe(1001);
  });

  it('tells of lips that come a frame later', () => {
    const watch = new FirstWordsWatch();
    watch.began(turn, clause);
    expect(watch.sent({ ...at(1), audio: loud, face: cue('sil', 0, 0.01) })).toBeNull();
    expect(watch.sent({ ...at(2), audio: loud, face: cue('aa', 0.8) })).toMatchObject({ frame: 1, atMs: 1001, lipsAtMs: 1002 });
  });

  it.each([
    ['at rest', cue('sil', 0, 0.01)],
    ['in an older picture', 'old'],
  ] as const)('gives up on lips that are %s', (_name, face) => {
    const watch = new FirstWordsWatch();
    watch.began(turn, clause);
    for (let frame = 1; frame < 7; frame += 1) expect(watch.sent({ ...at(frame), audio: loud, face })).toBeNull();
    expect(watch.sent({ ...at(7), audio: loud, face })).toMatchObject({ frame: 1, lipsAtMs: null });
  });

  it('does not wait where there is no face', () => {
    const watch = new FirstWordsWatch();
    watch.began(turn, clause);
    expect(watch.sent({ ...at(1), audio: loud, face: 'none' })).toMatchObject({ lipsAtMs: null });
  });

  it('forgets a clause that was cut off before it was heard, and tells of one that was', () => {
    const watch = new FirstWordsWatch();
    watch.began(turn, clause);
    expect(watch.ended(asClauseId('t.9'))).toBeNull();
    expect(watch.ended(clause)).toBeNull();
    expect(watch.sent({ ...at(1), audio: loud, face: cue('aa', 1) })).toBeNull();
    watch.began(turn, clause);
    expect(watch.sent({ ...at(2), audio: loud, face: cue('sil', 0) })).toBeNull();
    expect(watch.ended(clause)).toMatchObject({ frame: 2, lipsAtMs: null });
  });
});
