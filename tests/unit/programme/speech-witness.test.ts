import { describe, expect, it } from 'vitest';
import { asClauseId, asTurnId } from '../../../main/contract/ids.ts';
import { FaceFrame, PixelPool } from '../../../main/programme/child/face/face-frame.ts';
import type { FaceShown } from '../../../main/programme/child/face/face-stage.ts';
import { createI420A } from '../../../main/programme/child/picture/i420.ts';
import { isAudible } from '../../../main/programme/child/playout/audible.ts';
import type { PlayoutEvent } from '../../../main/programme/child/playout/playout-event.ts';
import { SpeechWitness } from '../../../main/programme/child/speech-witness.ts';
import type { ProgrammeEvent } from '../../../main/programme/protocol/control.ts';

const side = 64;
const pool = new PixelPool();
const turnId = asTurnId('t');
const clauseId = asClauseId('t.0');
const heard: PlayoutEvent = { type: 'speech-heard', turnId, clauseId };
const ended: PlayoutEvent = { type: 'speech-ended', turnId, clauseId, complete: true, playedMs: 100 };

/** A grey square with a dark mouth of this height (0..1) below its middle. */
function face(frame: number, mouth: number, drawn = mouth): FaceFrame {
  const picture = createI420A(side, side);
  picture.data.fill(255);
  picture.y.fill(160);
  const height = Math.round(drawn * 14);
  for (let y = 35; y < 35 + height; y++) picture.y.fill(30, y * side + 22, y * side + 42);
  return new FaceFrame(pool, frame, { x: 0, y: 0, width: side, height: side }, picture, null, { width: side, height: side }, mouth);
}

class Air {
  readonly told: ProgrammeEvent[] = [];
  readonly witness = new SpeechWitness({ fps: 30, emit: (event) => this.told.push(event) });
  frame = 0;

  /** One frame: what was drawn (null = nothing new), and what its sound told. */
  send(picture: FaceFrame | null, events: readonly PlayoutEvent[] = [], shown: FaceShown = picture ? 'fresh' : 'held'): void {
    const lips = picture ? { instanceId: 'f', frame: picture } : null;
    this.witness.saw({ frame: this.frame, atMs: 1000 + this.frame, shown, lips, events });
    this.frame += 1;
  }
  rest(): void {
    for (let i = 0; i < 5; i++) this.send(face(this.frame, 0));
  }
}

describe('the first audible frame of a clause', () => {
  it('is told at once with a mouth that moves in it', () => {
    const air = new Air();
    air.rest();
    air.send(face(5, 0.9), [heard]);
    expect(air.told).toEqual([{ ...heard, frame: 5, atMs: 1005, mouth: 'moving', mouthAfterFrames: 0, lipsAtMs: 1005 }]);
  });

  it('is told later with a mouth that comes later, and with what the mouth did in that frame', () => {
    const air = new Air();
    air.rest();
    air.send(face(5, 0), [heard]);
    air.send(face(6, 0.02));
    expect(air.told).toEqual([]);
    air.send(face(7, 0.9));
    expect(air.told).toEqual([{ ...heard, frame: 5, atMs: 1005, mouth: 'still', mouthAfterFrames: 2, lipsAtMs: 1007 }]);
    air.send(face(8, 0.9));
    expect(air.told).toHaveLength(1);
  });

  it.each<readonly [string, (air: Air) => void]>([
    ['in an older picture', (air) => air.send(face(air.frame - 1, 0.9), [], 'late')],
    ['in a picture that was not drawn', (air) => air.send(null)],
    ['asked for, but not drawn', (air) => air.send(face(air.frame, 0.9, 0))],
    ['drawn, but not asked for', (air) => air.send(face(air.frame, 0, 0.9))],
  ])('is told with a still mouth after six frames when it is only open %s', (_what, next) => {
    const air = new Air();
    air.rest();
    air.send(face(5, 0), [heard]);
    for (let i = 0; i < 5; i++) next(air);
    expect(air.told).toEqual([]);
    next(air);
    expect(air.told).toEqual([{ ...heard, frame: 5, atMs: 1005, mouth: 'still', mouthAfterFrames: null, lipsAtMs: null }]);
  });

  it.each(['none', 'idle-loop'] as const)('does not wait where there is no face (%s)', (shown) => {
    const air = new Air();
    air.send(null, [heard], shown);
    expect(air.told).toMatchObject([{ mouth: 'no-face', mouthAfterFrames: null, lipsAtMs: null }]);
  });

  it('is told before the end of a clause that is over sooner', () => {
    const air = new Air();
    air.rest();
    air.send(face(5, 0), [heard]);
    air.send(face(6, 0), [ended, { type: 'turn-ended', turnId, complete: true }]);
    expect(air.told.map((event) => event.type)).toEqual(['speech-heard', 'speech-ended', 'turn-ended']);
    expect(air.told[0]).toMatchObject({ frame: 5, mouth: 'still', mouthAfterFrames: null });
  });
});

describe('audible', () => {
  const frameSamples = 1600;
  function sound(dbfs: number, fromSample = 0): Int16Array {
    const peak = 32_767 * 10 ** (dbfs / 20) * Math.SQRT2;
    return Int16Array.from({ length: frameSamples }, (_, i) =>
      i < fromSample ? 0 : Math.round(peak * Math.sin((2 * Math.PI * 300 * i) / 48_000)),
    );
  }
  it.each([
    ['silence', sound(-100), false],
    ['the noise of a voice', sound(-55), false],
    ['speech', sound(-25), true],
    ['a frame that only ends in speech', sound(-25, frameSamples - 300), true],
  ])('%s', (_name, samples, expected) => expect(isAudible(samples, 0, frameSamples)).toBe(expected));

  it('looks at the given stretch only, and not at a splinter', () => {
    const samples = sound(-25, 800);
    expect(isAudible(samples, 900, 60)).toBe(false);
    expect(isAudible(samples, 0, 800)).toBe(false);
    expect(isAudible(samples, 800, 800)).toBe(true);
  });
});
