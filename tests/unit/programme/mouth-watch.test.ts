/** The watch looks at real drawn pictures: the puppet, asked for by cues in which one thing moves at a time. */
import { describe, expect, it } from 'vitest';
import type { FrameCue } from '../../../main/contract/cues.ts';
import { visemeIndex, visemes, type Viseme } from '../../../main/contract/visemes.ts';
import { characters, type CharacterName } from '../../../main/engines/entries/puppet/cast/cast.ts';
import { createPuppetRenderer, type PuppetRenderer } from '../../../main/engines/entries/puppet/puppet-renderer.ts';
import { createCueSheet } from '../../../main/performance/cue-sheet.ts';
import { FaceFrame, PixelPool } from '../../../main/programme/child/face/face-frame.ts';
import { MouthWatch } from '../../../main/programme/child/face/mouth-watch.ts';
import { createI420A } from '../../../main/programme/child/picture/i420.ts';

const side = 320;
const pool = new PixelPool();
const sheet = createCueSheet({ fps: 30, seed: 3 });

const weights = (viseme: Viseme): number[] => visemes.map((name) => (name === viseme ? 1 : 0));
const saying = (viseme: Viseme, jaw: number): Partial<FrameCue> => ({ visemes: weights(viseme), jaw, speaking: true });

/** Draws cues as the engine does: a base now and then, and parts on it. */
class Drawn {
  readonly #puppet: PuppetRenderer;
  readonly watch = new MouthWatch({ fps: 30 });
  #base: FaceFrame | null = null;

  constructor(character: CharacterName) {
    this.#puppet = createPuppetRenderer({ width: side, height: side, character });
  }

  /** `asked`: what the cue said of the mouth, if it is not what is drawn. */
  show(frame: number, over: Partial<FrameCue> = {}, asked?: number): { readonly instanceId: string; readonly frame: FaceFrame } {
    const cue: FrameCue = { ...sheet.cue(frame), ...over, frame };
    const { rect, base, data } = this.#puppet.render(cue);
    const picture = createI420A(rect.width, rect.height, data.slice());
    const mouth = asked ?? 1 - (cue.visemes[visemeIndex.sil] ?? 1);
    const drawn = new FaceFrame(pool, frame, rect, picture, base ? null : this.#base, { width: side, height: side }, mouth);
    if (base) this.#base = drawn;
    const lips = { instanceId: 'puppet', frame: drawn };
    this.watch.saw(lips);
    return lips;
  }

  rest(from: number, count: number): void {
    for (let frame = from; frame < from + count; frame++) this.show(frame);
  }
}

describe.each(characters)('the mouth in the pixels of %s', (character) => {
  it.each([
    ['aa', 0.8],
    ['E', 0.5],
    ['O', 0.6],
    ['I', 0.35],
  ] as const)('is open for %s', (viseme, jaw) => {
    const drawn = new Drawn(character);
    drawn.rest(0, 40);
    expect(drawn.watch.isOpen(drawn.show(40, saying(viseme, jaw)))).toBe(true);
  });

  it.each<readonly [string, Partial<FrameCue>]>([
    ['a blink', { blink: [1, 1] }],
    ['a glance', { gaze: [0.9, -0.6] }],
    ['raised brows', { brows: [0.9, 0.9] }],
    ['a breath', { breath: 1 }],
    ['nothing', {}],
  ])('is not seen open for %s, whatever the cue asked', (_what, over) => {
    const drawn = new Drawn(character);
    drawn.rest(0, 40);
    expect(drawn.watch.isOpen(drawn.show(40, over, 1))).toBe(false);
  });

  it('is not seen open for a head that sways, frame after frame', () => {
    const drawn = new Drawn(character);
    drawn.rest(0, 40);
    let open = 0;
    for (let frame = 40; frame < 240; frame++) {
      // The lips stay shut although the cue asked for speech: compared with the frame before.
      const lips = drawn.show(frame, {}, 1);
      if (drawn.watch.isOpen(lips)) open += 1;
      drawn.watch.saw(drawn.show(frame));
    }
    expect(open).toBe(0);
  });

  it('is not open when the cue asked for rest, and knows nothing before it has seen rest', () => {
    const drawn = new Drawn(character);
    const first = drawn.show(0, saying('aa', 0.8));
    expect(drawn.watch.isOpen(first)).toBe(false);
    drawn.rest(1, 30);
    expect(drawn.watch.isOpen(drawn.show(31, saying('aa', 0.8), 0.04))).toBe(false);
  });

  it('does not compare one face with another', () => {
    const drawn = new Drawn(character);
    drawn.rest(0, 30);
    const { frame } = drawn.show(30, saying('aa', 0.8));
    expect(drawn.watch.isOpen({ instanceId: 'somebody else', frame })).toBe(false);
  });
});
