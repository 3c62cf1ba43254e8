/** The puppet's picture: format, rectangles that add up, lips that differ and close, nothing that is not a number, memory that stays. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { pastePicture } from '../../../bench/avatar/paste-picture.ts';
import type { FrameCue } from '../../../main/contract/cues.ts';
import { emotions } from '../../../main/contract/speech.ts';
import { visemes } from '../../../main/contract/visemes.ts';
import { characters } from '../../../main/engines/entries/puppet/cast/cast.ts';
import { outfitsOf } from '../../../main/engines/entries/puppet/cast/looks.ts';
import { createPuppetRenderer, type PuppetFrame, type PuppetRenderer } from '../../../main/engines/entries/puppet/puppet-renderer.ts';
import { createCueSheet } from '../../../main/performance/cue-sheet.ts';
import { lively, still } from './puppet-cues.ts';

const size = 320;
const luma = size * size;
const alphaAt = luma + luma / 2;

function whole(renderer: PuppetRenderer, cue: FrameCue): Uint8Array {
  renderer.restart();
  const picture = pastePicture(size, size);
  picture.paste(renderer.render(cue));
  return picture.planes;
}
const meanDifference = (a: Uint8Array, b: Uint8Array, from: number, to: number): number => {
  let sum = 0;
  for (let i = from; i < to; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
  return sum / (to - from);
};
/** The runner's own comparison takes seconds for a picture. */
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
/** Pixels whose luma is that of the dark inside of a mouth, in the lips' part of the face (front view). */
function darkInMouth(planes: Uint8Array): number {
  let dark = 0;
  for (let y = Math.round(size * 0.5); y < size * 0.585; y++) {
    for (let x = Math.round(size * 0.465); x < size * 0.535; x++) if ((planes[y * size + x] ?? 255) < 70) dark++;
  }
  return dark;
}

const looks = characters.flatMap((character) => outfitsOf(character).map((outfit) => ({ character, outfit })));

describe.each(looks)('$character in $outfit', (look) => {
  const renderer = createPuppetRenderer({ width: size, height: size, ...look });

  it('is transparent in its upper corners, opaque in the face, and premultiplied', () => {
    const planes = whole(renderer, still());
    for (const [x, y] of [
      [2, 2],
      [size - 3, 2],
      [2, size / 2],
      [size - 3, size / 2],
    ] as const) {
      expect(planes[alphaAt + y * size + x]).toBe(0);
      expect(planes[y * size + x]).toBe(16);
      expect(planes[luma + (y >> 1) * (size / 2) + (x >> 1)]).toBe(128);
    }
    const cheek = Math.round(size * 0.5) * size + Math.round(size * 0.45);
    expect(planes[alphaAt + cheek]).toBe(255);
    for (let i = 0; i < luma; i++) {
      const a = planes[alphaAt + i] ?? 0;
      expect(planes[i]).toBeLessThanOrEqual(16 + (219 * a) / 255 + 2);
    }
  });

  it('has a mouth of its own for every viseme', () => {
    const pictures = visemes.map((v) => whole(renderer, still(v)).slice(0, luma));
    const rows = [Math.round(size * 0.5) * size, Math.round(size * 0.62) * size] as const;
    for (let a = 0; a < pictures.length; a++) {
      for (let b = a + 1; b < pictures.length; b++) {
        const difference = meanDifference(pictures[a] ?? new Uint8Array(), pictures[b] ?? new Uint8Array(), ...rows);
        expect(difference, `${visemes[a]} and ${visemes[b]}`).toBeGreaterThan(0.01);
      }
    }
  });

  it('shows the dark of the mouth for an open vowel and none for closed lips, in any emotion and at any jaw', () => {
    expect(darkInMouth(whole(renderer, still('aa', { jaw: 1 })))).toBeGreaterThan(60);
    for (const emotion of emotions) {
      for (const jaw of [0, 1]) {
        expect(darkInMouth(whole(renderer, still('PP', { jaw, emotion, intensity: 1 }))), `${emotion} ${jaw}`).toBeLessThanOrEqual(2);
      }
    }
  });

  it('bends the corners of every mouth that speaks', () => {
    const rows = [Math.round(size * 0.5) * size, Math.round(size * 0.6) * size] as const;
    for (const viseme of visemes) {
      const [happy, sad] = (['happy', 'sad'] as const).map((emotion) =>
        whole(renderer, still(viseme, { emotion, intensity: 1 })).slice(0, luma),
      );
      expect(meanDifference(happy ?? new Uint8Array(), sad ?? new Uint8Array(), ...rows), viseme).toBeGreaterThan(0.05);
    }
  });

  it('has a face of its own for every emotion, more of it with more intensity, and none at intensity 0', () => {
    const neutral = whole(renderer, still()).slice();
    const pictures = emotions.map((emotion) => whole(renderer, still('sil', { emotion, intensity: 1 })).slice(0, luma));
    for (let a = 0; a < pictures.length; a++) {
      for (let b = a + 1; b < pictures.length; b++) {
        expect(
          meanDifference(pictures[a] ?? new Uint8Array(), pictures[b] ?? new Uint8Array(), 0, luma),
          `${emotions[a]} and ${emotions[b]}`,
        ).toBeGreaterThan(0.03);
      }
    }
    for (const emotion of emotions.filter((name) => name !== 'neutral')) {
      expect(same(whole(renderer, still('sil', { emotion, intensity: 0 })), neutral), emotion).toBe(true);
      let last = 0;
      for (const intensity of [0.3, 0.65, 1]) {
        const difference = meanDifference(whole(renderer, still('sil', { emotion, intensity })), neutral, 0, luma);
        expect(difference, `${emotion} ${intensity}`).toBeGreaterThan(last);
        last = difference;
      }
    }
  });
});

describe('the picture', () => {
  const renderer = createPuppetRenderer({ width: size, height: size });

  it('is another one for every character and outfit', () => {
    const pictures = looks.map((look) => whole(createPuppetRenderer({ width: size, height: size, ...look }), still()).slice());
    for (let a = 0; a < pictures.length; a++)
      for (let b = a + 1; b < pictures.length; b++)
        expect(meanDifference(pictures[a] ?? new Uint8Array(), pictures[b] ?? new Uint8Array(), 0, luma)).toBeGreaterThan(2);
  });

  it('follows blinks, brows, gaze, head and breath', () => {
    const rest = whole(renderer, still()).slice();
    const changes: readonly Partial<FrameCue>[] = [
      { blink: [1, 0] },
      { blink: [0, 1] },
      { brows: [1, 0] },
      { gaze: [1, 0] },
      { gaze: [0, 1] },
      { head: [0.1, 0, 0] },
      { head: [0, 0.1, 0] },
      { head: [0, 0, 0.1] },
      { breath: 0 },
      { trail: [0.06, 0, 0] },
      { trail: [0, 0.06, 0] },
    ];
    for (const change of changes)
      expect(meanDifference(whole(renderer, still('sil', change)), rest, 0, luma), JSON.stringify(change)).toBeGreaterThan(0.005);
  });

  it('is the same for the same cue, from any instance and after any other frames', () => {
    const other = createPuppetRenderer({ width: size, height: size });
    for (let n = 0; n < 5; n++) other.render(lively(n * 7));
    expect(same(whole(other, lively(33)), whole(renderer, lively(33)))).toBe(true);
  });
});

describe('the moving part', () => {
  it('over the last base is the whole picture, frame by frame, and is smaller than it', () => {
    const sparing = createPuppetRenderer({ width: size, height: size });
    const complete = createPuppetRenderer({ width: size, height: size });
    const pasted = pastePicture(size, size);
    const kinds = { base: 0, part: 0 };
    let largestPart = 0;
    for (let n = 0; n < 150; n++) {
      const cue = lively(n);
      const frame = sparing.render(cue);
      kinds[frame.base ? 'base' : 'part']++;
      if (!frame.base) largestPart = Math.max(largestPart, frame.rect.width * frame.rect.height);
      pasted.paste(frame);
      const expected = whole(complete, cue);
      let worst = 0;
      for (let i = 0; i < expected.length; i++) worst = Math.max(worst, Math.abs((expected[i] ?? 0) - (pasted.planes[i] ?? 0)));
      expect(worst, `frame ${n}`).toBe(0);
    }
    expect(kinds.part).toBeGreaterThan(50);
    expect(kinds.base).toBeGreaterThan(5);
    expect(largestPart).toBeLessThan(luma * 0.85);
  });

  it('begins with a base, and again after a restart; rectangles are even and inside', () => {
    const renderer = createPuppetRenderer({ width: size, height: size });
    const check = ({ rect, data }: PuppetFrame): void => {
      for (const n of [rect.x, rect.y, rect.width, rect.height]) expect(n % 2).toBe(0);
      expect(rect.x >= 0 && rect.y >= 0 && rect.x + rect.width <= size && rect.y + rect.height <= size).toBe(true);
      expect(data.length).toBe(rect.width * rect.height * 2.5);
    };
    const first = renderer.render(still());
    check(first);
    expect(first.base).toBe(true);
    expect(renderer.render(still('aa')).base).toBe(false);
    renderer.restart();
    expect(renderer.render(still('aa')).base).toBe(true);
    for (const head of [
      [9, 9, 9],
      [-9, -9, -9],
      [0.4, 0.3, -0.3],
      [-0.4, -0.3, 0.3],
    ] as const) {
      check(renderer.render(still('O', { head })));
    }
  });

  it.each(looks)('$character in $outfit is never cut off: at any pose there is no hard edge at the sides or the top', (look) => {
    const renderer = createPuppetRenderer({ width: size, height: size, ...look });
    for (const yaw of [-0.42, 0, 0.42]) {
      for (const roll of [-0.3, 0, 0.3]) {
        const planes = whole(renderer, still('aa', { head: [yaw, -0.34, roll], breath: 1 }));
        for (let i = 0; i < size; i++) expect(planes[alphaAt + i]).toBe(0);
        for (let y = 0; y < size * 0.6; y++)
          expect((planes[alphaAt + y * size] ?? 0) + (planes[alphaAt + y * size + size - 1] ?? 0)).toBe(0);
      }
    }
  });
});

describe('a minute of silence', () => {
  it('never stands still and never comes back', async () => {
    const renderer = createPuppetRenderer({ width: size, height: size });
    const sheet = createCueSheet({ fps: 30, seed: 5 });
    const picture = pastePicture(size, size);
    const seen = new Set<string>();
    let last = '';
    let standing = 0;
    for (let frame = 0; frame < 1800; frame++) {
      picture.paste(renderer.render(sheet.cue(frame)));
      const hash = createHash('sha1').update(picture.planes).digest('base64');
      if (hash === last) standing += 1;
      last = hash;
      seen.add(hash);
      if (frame % 8 === 0) await nextTurn();
    }
    expect(standing).toBe(0);
    expect(seen.size).toBe(1800);
  }, 60_000);
});

describe('trouble', () => {
  it('a cue of nonsense draws a picture all the same', () => {
    const renderer = createPuppetRenderer({ width: size, height: size });
    const nonsense = still('sil', {
      timeMs: Number.NaN,
      visemes: visemes.map(() => Number.NaN),
      jaw: Number.NaN,
      intensity: Number.NaN,
      blink: [Number.NaN, Number.NaN],
      brows: [Number.NaN, Number.NaN],
      gaze: [Number.NaN, Number.NaN],
      head: [Number.NaN, Number.NaN, Number.NaN],
      trail: [Number.NaN, Number.NaN, Number.NaN],
      breath: Number.NaN,
    });
    const planes = whole(renderer, nonsense).slice();
    expect(meanDifference(planes, whole(renderer, still()), 0, luma)).toBeLessThan(12);
    expect(planes[alphaAt + Math.round(size * 0.5) * size + size / 2]).toBe(255);
  });

  it('two thousand frames do not grow memory without bound', async () => {
    const renderer = createPuppetRenderer({ width: 256, height: 256 });
    const play = async (from: number, frames: number): Promise<void> => {
      for (let n = from; n < from + frames; n++) {
        renderer.render(lively(n));
        await nextTurn();
      }
    };
    await play(0, 600);
    const before = process.memoryUsage().rss;
    await play(600, 2000);
    expect(process.memoryUsage().rss - before).toBeLessThan(96 * 2 ** 20);
  });
});
