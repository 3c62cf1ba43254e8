/** The watch looks at real drawn pictures: puppets and portraits, asked for by cues in which one thing moves at a time. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FrameCue } from '../../../main/contract/cues.ts';
import { visemeIndex, visemes, type Viseme } from '../../../main/contract/visemes.ts';
import { loadPortrait } from '../../../main/engines/entries/portrait/load-portrait.ts';
import { mouthRect } from '../../../main/engines/entries/portrait/mouth-rect.ts';
import { parsePortraitOptions } from '../../../main/engines/entries/portrait/options.ts';
import { createPortraitRenderer } from '../../../main/engines/entries/portrait/portrait-renderer.ts';
import { characters } from '../../../main/engines/entries/puppet/cast/cast.ts';
import type { DrawnFrame } from '../../../main/engines/child/types.ts';
import type { Rect } from '../../../main/contract/media.ts';
import { createPuppetRenderer } from '../../../main/engines/entries/puppet/puppet-renderer.ts';
import { createCueSheet } from '../../../main/performance/cue-sheet.ts';
import { FaceFrame, PixelPool } from '../../../main/programme/child/face/face-frame.ts';
import { MouthWatch } from '../../../main/programme/child/face/mouth-watch.ts';
import { createI420A } from '../../../main/programme/child/picture/i420.ts';

const side = 320;
const pool = new PixelPool();
const sheet = createCueSheet({ fps: 30, seed: 3 });

const weights = (viseme: Viseme): number[] => visemes.map((name) => (name === viseme ? 1 : 0));
const saying = (viseme: Viseme, jaw: number): Partial<FrameCue> => ({ visemes: weights(viseme), jaw, speaking: true });

interface Face {
  render(cue: FrameCue): DrawnFrame;
  /** What it declares; a puppet does not. */
  readonly mouth?: Rect;
}
async function portrait(name: string): Promise<Face> {
  const options = parsePortraitOptions(
    { picturePath: `portraits/${name}.png`, width: side, height: side },
    path.join(import.meta.dirname, '../../../resources'),
  );
  if ('problem' in options) throw new Error(options.problem);
  const placed = await loadPortrait(options);
  const renderer = createPortraitRenderer(placed);
  return { render: (cue) => renderer.render(cue), mouth: mouthRect(placed.landmarks, side, side) };
}
const faces: readonly (readonly [string, () => Promise<Face>])[] = [
  ...characters.map(
    (character) => [character, () => Promise.resolve(createPuppetRenderer({ width: side, height: side, character }))] as const,
  ),
  ...['yun', 'juno'].map((name) => [name, () => portrait(name)] as const),
];

/** Draws cues as the engine does: a base now and then, and parts on it. */
class Drawn {
  readonly #face: Face;
  readonly watch = new MouthWatch({ fps: 30 });
  #base: FaceFrame | null = null;

  constructor(face: Face) {
    this.#face = face;
  }

  /** `asked`: what the cue said of the mouth, if it is not what is drawn. */
  show(frame: number, over: Partial<FrameCue> = {}, asked?: number): { readonly instanceId: string; readonly frame: FaceFrame } {
    const cue: FrameCue = { ...sheet.cue(frame), ...over, frame };
    const { rect, base, data } = this.#face.render(cue);
    const picture = createI420A(rect.width, rect.height, data.slice());
    const mouth = asked ?? 1 - (cue.visemes[visemeIndex.sil] ?? 1);
    const canvas = { width: side, height: side, ...(this.#face.mouth ? { mouth: this.#face.mouth } : {}) };
    const drawn = new FaceFrame(pool, frame, rect, picture, base ? null : this.#base, canvas, mouth);
    if (base) this.#base = drawn;
    const lips = { instanceId: 'face', frame: drawn };
    this.watch.saw(lips);
    return lips;
  }

  rest(from: number, count: number): void {
    for (let frame = from; frame < from + count; frame++) this.show(frame);
  }
}

describe.each(faces)('the mouth in the pixels of %s', (_name, create) => {
  it.each([
    ['aa', 0.8],
    ['E', 0.5],
    ['O', 0.6],
    ['I', 0.35],
  ] as const)('is open for %s', async (viseme, jaw) => {
    const drawn = new Drawn(await create());
    drawn.rest(0, 40);
    expect(drawn.watch.isOpen(drawn.show(40, saying(viseme, jaw)))).toBe(true);
  });

  it.each<readonly [string, Partial<FrameCue>]>([
    ['a blink', { blink: [1, 1] }],
    ['a glance', { gaze: [0.9, -0.6] }],
    ['raised brows', { brows: [0.9, 0.9] }],
    ['a breath', { breath: 1 }],
    ['nothing', {}],
  ])('is not seen open for %s, whatever the cue asked', async (_what, over) => {
    const drawn = new Drawn(await create());
    drawn.rest(0, 40);
    expect(drawn.watch.isOpen(drawn.show(40, over, 1))).toBe(false);
  });

  it('is not seen open for a head that sways, frame after frame', async () => {
    const drawn = new Drawn(await create());
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

  it('is not open when the cue asked for rest, and knows nothing before it has seen rest', async () => {
    const drawn = new Drawn(await create());
    const first = drawn.show(0, saying('aa', 0.8));
    expect(drawn.watch.isOpen(first)).toBe(false);
    drawn.rest(1, 30);
    expect(drawn.watch.isOpen(drawn.show(31, saying('aa', 0.8), 0.04))).toBe(false);
  });

  it('does not compare one face with another', async () => {
    const drawn = new Drawn(await create());
    drawn.rest(0, 30);
    const { frame } = drawn.show(30, saying('aa', 0.8));
    expect(drawn.watch.isOpen({ instanceId: 'somebody else', frame })).toBe(false);
  });
});
