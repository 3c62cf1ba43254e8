/** The cue sheet: lips that close and never lead, no jump at any edge, motion as a function of time and seed, bounded memory. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCueSheet } from '../../../main/performance/cue-sheet.ts';
import type { FrameCue } from '../../../main/contract/cues.ts';
import type { ClauseId } from '../../../main/contract/ids.ts';
import { emotions, gestures, neutralExpression, type Expression, type Mark } from '../../../main/contract/speech.ts';
import { visemeIndex, visemes, type Viseme } from '../../../main/contract/visemes.ts';

const id = (name: string): ClauseId => name as ClauseId;
const say = (...parts: readonly (readonly [Viseme, number, number?])[]): Mark[] => {
  let atMs = 0;
  return parts.map(([viseme, durationMs, stress]) => {
    const mark: Mark = { atMs, durationMs, phoneme: viseme, viseme, ...(stress === undefined ? {} : { stress }) };
    atMs += durationMs;
    return mark;
  });
};
const lengthOf = (marks: readonly Mark[]): number => marks.reduce((end, m) => Math.max(end, m.atMs + m.durationMs), 0);
const weight = (cue: FrameCue, viseme: Viseme): number => cue.visemes[visemeIndex[viseme]] ?? Number.NaN;
const happy: Expression = { emotion: 'happy', intensity: 0.8, gestures: [] };

const numbersOf = (cue: FrameCue): number[] => [
  ...cue.visemes,
  cue.jaw,
  cue.intensity,
  ...cue.blink,
  ...cue.brows,
  ...cue.gaze,
  ...cue.head,
  ...(cue.trail ?? []),
  cue.breath,
];

function expectSane(cue: FrameCue): void {
  for (const n of numbersOf(cue)) expect(Number.isFinite(n)).toBe(true);
  for (const w of cue.visemes) {
    expect(w).toBeGreaterThanOrEqual(0);
    expect(w).toBeLessThanOrEqual(1 + 1e-9);
  }
  expect(cue.visemes.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
  for (const n of [cue.jaw, cue.intensity, ...cue.blink, cue.breath]) {
    expect(n).toBeGreaterThanOrEqual(0);
    expect(n).toBeLessThanOrEqual(1);
  }
  for (const n of [...cue.brows, ...cue.gaze]) expect(Math.abs(n)).toBeLessThanOrEqual(1);
}

describe('lips', () => {
  const word = say(['aa', 120], ['PP', 70], ['O', 140], ['FF', 80], ['I', 120]);
  for (const fps of [25, 30, 50, 60]) {
    it(`close fully on p and b and meet on f at ${fps} frames per second, wherever the frames fall`, () => {
      for (let shift = 0; shift < 10; shift++) {
        const marks = word.map((m) => ({ ...m, atMs: m.atMs + shift * 3.7 }));
        const sheet = createCueSheet({ fps, seed: 1 });
        sheet.startClause(id('a'), 10, neutralExpression);
        sheet.addMarks(id('a'), marks);
        const cues = Array.from({ length: fps }, (_, i) => sheet.cue(10 + i));
        expect(Math.max(...cues.map((c) => weight(c, 'PP')))).toBeGreaterThan(0.97);
        expect(Math.max(...cues.map((c) => weight(c, 'FF')))).toBeGreaterThan(0.97);
        const shut = cues.find((c) => weight(c, 'PP') > 0.97);
        expect(shut?.jaw).toBeLessThan(0.05);
        expect(Math.max(...cues.map((c) => c.jaw))).toBeGreaterThan(0.4);
      }
    });
  }

  it('do not move before the sound and are shut when it is over', () => {
    const sheet = createCueSheet({ fps: 1000, seed: 1 });
    const marks = say(['aa', 200], ['E', 150]).map((m) => ({ ...m, atMs: m.atMs + 40 }));
    sheet.startClause(id('a'), 500, neutralExpression);
    sheet.addMarks(id('a'), marks);
    for (let f = 0; f <= 539; f++) expect(sheet.cue(f).jaw).toBe(0);
    expect(sheet.cue(620).jaw).toBeGreaterThan(0.5);
    for (let f = 890; f < 1000; f++) expect(weight(sheet.cue(f), 'sil')).toBe(1);
  });

  it('close from the cancel on, within 120 ms', () => {
    const sheet = createCueSheet({ fps: 1000, seed: 1 });
    sheet.startClause(id('a'), 0, neutralExpression);
    sheet.addMarks(id('a'), say(['aa', 2000]));
    sheet.endClause(id('a'), 1000);
    expect(sheet.cue(999).jaw).toBeGreaterThan(0.7);
    expect(sheet.cue(1050).jaw).toBeGreaterThan(0.1);
    expect(sheet.cue(1120).jaw).toBe(0);
    expect(sheet.cue(999).speaking).toBe(true);
    expect(sheet.cue(1000).speaking).toBe(false);
  });

  it('close in a pause between two words', () => {
    const sheet = createCueSheet({ fps: 1000, seed: 1 });
    sheet.startClause(id('a'), 0, neutralExpression);
    sheet.addMarks(id('a'), [...say(['aa', 200]), { atMs: 450, durationMs: 200, phoneme: 'ae', viseme: 'aa' }]);
    expect(weight(sheet.cue(325), 'sil')).toBeGreaterThan(0.95);
  });

  it('open wider on a stressed and on a loud vowel', () => {
    const peak = (stress: number, rms: number): number => {
      const sheet = createCueSheet({ fps: 30, seed: 1 });
      sheet.startClause(id('a'), 0, neutralExpression);
      sheet.addMarks(id('a'), say(['DD', 60], ['aa', 200, stress], ['nn', 60]));
      sheet.addLoudness(
        id('a'),
        0,
        20,
        Array.from({ length: 20 }, () => rms),
      );
      return Math.max(...Array.from({ length: 12 }, (_, f) => sheet.cue(f).jaw));
    };
    expect(peak(1, 0.14)).toBeGreaterThan(peak(0, 0.14) * 1.1);
    expect(peak(1, 0.14)).toBeGreaterThan(peak(1, 0.02) * 1.3);
  });

  it('follow the loudness of a voice that gives no timings', () => {
    const sheet = createCueSheet({ fps: 1000, seed: 1 });
    sheet.startClause(id('a'), 0, neutralExpression);
    sheet.addLoudness(id('a'), 0, 20, [...Array.from({ length: 25 }, () => 0.15), ...Array.from({ length: 25 }, () => 0.001)]);
    expect(sheet.cue(250).jaw).toBeGreaterThan(0.5);
    expect(sheet.cue(800).jaw).toBe(0);
  });
});

describe('continuity', () => {
  /** Largest change per millisecond over a stretch, per channel of interest. */
  const steepest = (
    sheet: ReturnType<typeof createCueSheet>,
    from: number,
    to: number,
    read: (cue: FrameCue) => readonly number[],
  ): number => {
    let worst = 0;
    let previous = read(sheet.cue(from));
    for (let f = from + 1; f <= to; f++) {
      const now = read(sheet.cue(f));
      now.forEach((n, i) => (worst = Math.max(worst, Math.abs(n - (previous[i] ?? 0)))));
      previous = now;
    }
    return worst;
  };
  const mouthOf = (c: FrameCue): number[] => [...c.visemes, c.jaw];
  const headOf = (c: FrameCue): number[] => [...c.head, ...c.brows, c.breath];
  /** Signed per emotion, so that a change of emotion at full intensity would count as a jump. */
  const feelingOf = (c: FrameCue): number[] => emotions.filter((e) => e !== 'neutral').map((e) => (c.emotion === e ? c.intensity : 0));

  it('has no jump across starts, ends, cancels and touching clauses of different emotion', () => {
    const sheet = createCueSheet({ fps: 1000, seed: 9 });
    const marks = say(['DD', 60], ['aa', 160, 1], ['PP', 60], ['O', 150, 1], ['SS', 80], ['I', 120, 1], ['FF', 70], ['E', 140]);
    const length = Math.round(lengthOf(marks));
    const plan: readonly (readonly [number, number, Expression])[] = [
      [500, 500 + length, { emotion: 'happy', intensity: 1, gestures: ['nod', 'tilt'] }],
      [500 + length, 500 + 2 * length, { emotion: 'angry', intensity: 1, gestures: ['shake'] }],
      [3000, 3000 + 333, { emotion: 'sad', intensity: 0.7, gestures: ['brow-raise', 'nod', 'shake'] }],
      [3400, 3400 + length, { emotion: 'surprised', intensity: 1, gestures: [] }],
    ];
    plan.forEach(([start, end, expression], i) => {
      sheet.startClause(id(`c${i}`), start, expression);
      sheet.addMarks(id(`c${i}`), marks);
      sheet.endClause(id(`c${i}`), end);
    });
    expect(steepest(sheet, 0, 7000, mouthOf)).toBeLessThan(0.05);
    expect(steepest(sheet, 0, 7000, headOf)).toBeLessThan(0.012);
    expect(steepest(sheet, 0, 7000, feelingOf)).toBeLessThan(0.012);
    expect(steepest(sheet, 0, 7000, (c) => [...c.gaze, ...c.blink])).toBeLessThan(0.06);
  });

  it('has no jump of the head where a held breath ends, and the lips go on with the sound', () => {
    const sheet = createCueSheet({ fps: 1000, seed: 9 });
    const marks = say(['aa', 900, 1], ['PP', 200], ['O', 300, 1], ['I', 400, 1]);
    sheet.startClause(id('a'), 0, { emotion: 'happy', intensity: 1, gestures: ['tilt', 'nod'] });
    sheet.addMarks(id('a'), marks);
    const before = Array.from({ length: 2300 }, (_, f) => sheet.cue(f));
    // a second was heard, then nothing for 1.3
    sheet.resumeClause(id('a'), 1300, 1000);
    sheet.endClause(id('a'), 1300 + lengthOf(marks));
    const all = [...before, ...Array.from({ length: 3000 }, (_, f) => sheet.cue(2300 + f))];
    const steps = all.slice(1).map((cue, f) => Math.max(...headOf(cue).map((n, i) => Math.abs(n - (headOf(all[f] ?? cue)[i] ?? 0)))));
    expect(Math.max(...steps)).toBeLessThan(0.012);
    // in the middle of the p that was cut in two, and of the o behind it
    expect(weight(all[2350] as FrameCue, 'PP')).toBeGreaterThan(0.9);
    expect(weight(all[1300 + 1250] as FrameCue, 'O')).toBeGreaterThan(0.5);
    expect(all[1300 + lengthOf(marks) + 1]?.speaking).toBe(false);
    // held again, later
    sheet.resumeClause(id('a'), 1500, 1600);
    sheet.endClause(id('a'), 1500 + lengthOf(marks));
    expect(weight(sheet.cue(1500 + 1700), 'I')).toBeGreaterThan(0.5);
  });

  it('acts nothing of a clause that was cancelled before it was heard', () => {
    const [sheet, empty] = [createCueSheet({ fps: 30, seed: 4 }), createCueSheet({ fps: 30, seed: 4 })];
    sheet.startClause(id('a'), 100, { emotion: 'happy', intensity: 1, gestures: ['nod', 'tilt'] });
    sheet.addMarks(id('a'), say(['aa', 160, 1], ['PP', 60]));
    sheet.endClause(id('a'), 0);
    for (let frame = 80; frame < 260; frame += 1) expect(sheet.cue(frame)).toEqual(empty.cue(frame));
  });

  it('is sane and continuous for any clauses', () => {
    const anyMark = fc.record({
      viseme: fc.constantFrom(...visemes),
      durationMs: fc.integer({ min: 20, max: 300 }),
      stress: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const anyClause = fc.record({
      gap: fc.integer({ min: 0, max: 800 }),
      marks: fc.array(anyMark, { maxLength: 12 }),
      cutAt: fc.option(fc.integer({ min: 0, max: 1500 })),
      emotion: fc.constantFrom(...emotions),
      intensity: fc.double({ min: 0, max: 1, noNaN: true }),
      gestures: fc.array(fc.constantFrom(...gestures), { maxLength: 3 }),
      rms: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 }),
    });
    fc.assert(
      fc.property(fc.array(anyClause, { minLength: 1, maxLength: 4 }), fc.integer(), (plan, seed) => {
        const sheet = createCueSheet({ fps: 500, seed });
        let at = 50;
        plan.forEach((part, i) => {
          const marks = say(...part.marks.map((m) => [m.viseme, m.durationMs, m.stress] as const));
          const frames = Math.ceil(lengthOf(marks) / 2);
          at += part.gap / 2;
          sheet.startClause(id(`${i}`), Math.ceil(at), part);
          sheet.addMarks(id(`${i}`), marks);
          sheet.addLoudness(id(`${i}`), 0, 20, part.rms);
          const end = Math.ceil(at) + Math.min(frames, part.cutAt ?? frames);
          sheet.endClause(id(`${i}`), end);
          at = end;
        });
        const until = Math.ceil(at) + 200;
        let previous = sheet.cue(0);
        for (let f = 1; f < until; f++) {
          const cue = sheet.cue(f);
          if (f % 16 === 0) expectSane(cue);
          const moved = [...cue.head, ...cue.brows].some((n, i) => Math.abs(n - ([...previous.head, ...previous.brows][i] ?? 0)) > 0.15);
          if (moved || Math.abs(cue.jaw - previous.jaw) > 0.3) throw new Error(`jump at frame ${f}`);
          previous = cue;
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('emotion', () => {
  it('comes within about 250 ms, stays for the clause and leaves after it', () => {
    const sheet = createCueSheet({ fps: 1000, seed: 4 });
    sheet.startClause(id('a'), 100, happy);
    sheet.endClause(id('a'), 2000);
    expect(sheet.cue(100).intensity).toBe(0);
    expect(sheet.cue(220).intensity).toBeGreaterThan(0.2);
    expect(sheet.cue(360)).toMatchObject({ emotion: 'happy', intensity: 0.8 });
    expect(sheet.cue(1999).intensity).toBe(0.8);
    expect(sheet.cue(3500)).toMatchObject({ emotion: 'neutral', intensity: 0 });
  });

  it('does not sink between two clauses of one turn', () => {
    const sheet = createCueSheet({ fps: 1000, seed: 4 });
    sheet.startClause(id('a'), 0, happy);
    sheet.endClause(id('a'), 1000);
    sheet.startClause(id('b'), 1200, happy);
    sheet.endClause(id('b'), 2200);
    for (let f = 400; f < 2200; f += 20) expect(sheet.cue(f).intensity).toBeCloseTo(0.8, 6);
  });
});

describe('motion', () => {
  it('is the same for the same seed and frame in any order of asking, and another for another seed', () => {
    const a = createCueSheet({ fps: 30, seed: 5 });
    const b = createCueSheet({ fps: 30, seed: 5 });
    const other = createCueSheet({ fps: 30, seed: 6 });
    const frames = [900, 3, 40_000, 17, 900];
    for (const f of frames) a.cue(f + 1);
    for (const f of frames.toReversed()) expect(b.cue(f)).toEqual(a.cue(f));
    expect(other.cue(900).head).not.toEqual(a.cue(900).head);
  });

  it('blinks every 2 to 6 seconds, now and then twice, closing fully at least for an instant', () => {
    const sheet = createCueSheet({ fps: 100, seed: 77 });
    const starts: number[] = [];
    let closed = 0;
    let before = 0;
    for (let f = 0; f < 100 * 600; f++) {
      const [left] = sheet.cue(f).blink;
      if (left > 0.5 && before <= 0.5) starts.push(f * 10);
      closed = Math.max(closed, left);
      before = left;
    }
    const gaps = starts.slice(1).map((s, i) => s - (starts[i] ?? 0));
    const doubles = gaps.filter((g) => g < 600).length;
    const singles = gaps.filter((g) => g >= 600);
    expect(closed).toBe(1);
    expect(Math.min(...singles)).toBeGreaterThan(1900);
    expect(Math.max(...singles)).toBeLessThan(6000);
    expect(new Set(singles.map((g) => Math.round(g / 200))).size).toBeGreaterThan(6);
    expect(doubles).toBeGreaterThan(5);
    expect(doubles).toBeLessThan(gaps.length / 3);
  });

  it('looks into the camera most of the time, and more so while speaking', () => {
    const away = (speaking: boolean): number => {
      const sheet = createCueSheet({ fps: 30, seed: 3 });
      if (speaking) sheet.startClause(id('a'), 0, neutralExpression);
      let count = 0;
      for (let f = 60; f < 30 * 120; f++) if (Math.hypot(...sheet.cue(f).gaze) > 0.25) count++;
      return count / (30 * 120);
    };
    expect(away(false)).toBeGreaterThan(0.03);
    expect(away(false)).toBeLessThan(0.4);
    expect(away(true)).toBeLessThan(away(false));
  });

  it('moves the head more while speaking', () => {
    const travel = (speaking: boolean): number => {
      const sheet = createCueSheet({ fps: 30, seed: 3 });
      if (speaking) sheet.startClause(id('a'), 0, neutralExpression);
      let sum = 0;
      for (let f = 60; f < 1860; f++) sum += Math.abs(sheet.cue(f).head[0] - sheet.cue(f - 1).head[0]);
      return sum;
    };
    expect(travel(true)).toBeGreaterThan(travel(false) * 1.25);
  });

  it('nods, shakes, tilts and raises the brows when the clause says so', () => {
    const reach = (gesture: (typeof gestures)[number], read: (c: FrameCue) => number): number => {
      const plain = createCueSheet({ fps: 30, seed: 3 });
      const moved = createCueSheet({ fps: 30, seed: 3 });
      plain.startClause(id('a'), 0, neutralExpression);
      moved.startClause(id('a'), 0, { ...neutralExpression, gestures: [gesture] });
      return Math.max(...Array.from({ length: 60 }, (_, f) => Math.abs(read(moved.cue(f)) - read(plain.cue(f)))));
    };
    expect(reach('nod', (c) => c.head[1])).toBeGreaterThan(0.08);
    expect(reach('shake', (c) => c.head[0])).toBeGreaterThan(0.08);
    expect(reach('tilt', (c) => c.head[2])).toBeGreaterThan(0.08);
    expect(reach('brow-raise', (c) => c.brows[0])).toBeGreaterThan(0.4);
  });
});

describe('what it is told', () => {
  it('may come in any order', () => {
    const marks = say(['DD', 80], ['aa', 200, 1], ['PP', 90], ['O', 160]);
    const first = createCueSheet({ fps: 30, seed: 1 });
    first.startClause(id('a'), 5, happy);
    first.addMarks(id('a'), marks);
    first.startClause(id('b'), 40, neutralExpression);
    const second = createCueSheet({ fps: 30, seed: 1 });
    second.startClause(id('b'), 40, neutralExpression);
    second.addMarks(id('a'), marks.slice(2));
    second.addMarks(id('a'), marks.slice(0, 2));
    second.startClause(id('a'), 5, happy);
    for (let f = 0; f < 60; f++) expect(second.cue(f)).toEqual(first.cue(f));
  });

  it('may be nonsense without spoiling a cue', () => {
    const sheet = createCueSheet({ fps: 30, seed: 1 });
    sheet.startClause(id('a'), 0, { emotion: 'happy', intensity: Number.NaN, gestures: [] });
    sheet.addMarks(id('a'), [
      { atMs: Number.NaN, durationMs: 10, phoneme: '?', viseme: 'aa' },
      { atMs: 10, durationMs: 0, phoneme: '?', viseme: 'aa' },
      { atMs: 20, durationMs: 100, phoneme: '?', viseme: 'nope' as Viseme },
      { atMs: 30, durationMs: 100, phoneme: 'a', viseme: 'aa', stress: 7 },
    ]);
    sheet.addLoudness(id('a'), 0, 0, [1]);
    sheet.addLoudness(id('a'), 0, 20, [Number.NaN, -3, 9]);
    sheet.endClause(id('never'), 3);
    for (let f = 0; f < 30; f++) expectSane(sheet.cue(f));
  });

  it('is forgotten: cues after the mark stay the same and the work per cue stays bounded', () => {
    const kept = createCueSheet({ fps: 30, seed: 2 });
    const pruned = createCueSheet({ fps: 30, seed: 2 });
    const marks = say(['DD', 80], ['aa', 200, 1], ['PP', 90], ['O', 160]);
    for (let n = 0; n < 400; n++) {
      for (const sheet of [kept, pruned]) {
        sheet.addMarks(id(`c${n}`), marks);
        sheet.startClause(id(`c${n}`), n * 20, n % 2 ? happy : { emotion: 'sad', intensity: 0.5, gestures: ['nod'] });
        sheet.endClause(id(`c${n}`), n * 20 + 16);
      }
      pruned.forget(n * 20 - 5);
      if (n % 50 === 49) for (let f = n * 20 - 5; f < n * 20 + 30; f++) expect(pruned.cue(f)).toEqual(kept.cue(f));
    }
  });
});
