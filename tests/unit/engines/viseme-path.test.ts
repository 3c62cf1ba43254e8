/** The likeliest path: odd frames do not flicker, real changes come through, lips are as unwilling to close as they are told to be. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { visemeCount, visemeIndex, type Viseme } from '../../../main/contract/visemes.ts';
import { createVisemePath, pathDelay, type ClosureCare } from '../../../main/engines/child/lips/viseme-path.ts';

const willing: ClosureCare = { entry: 0, bias: 0 };
/** Each frame says its viseme by `margin` over all others. */
function pathOf(frames: readonly Viseme[], margin: number, care: ClosureCare = willing): number[] {
  const path = createVisemePath(care);
  const told = frames.flatMap((viseme) => {
    const scores = new Float32Array(visemeCount);
    scores[visemeIndex[viseme]] = margin;
    const one = path.push(scores);
    return one === null ? [] : [one];
  });
  expect(told.length).toBe(Math.max(0, frames.length - pathDelay));
  return [...told, ...path.end()];
}
const run = (viseme: Viseme, count: number): Viseme[] => Array.from({ length: count }, () => viseme);
const closed = (told: readonly number[]): number => told.filter((viseme) => viseme === visemeIndex.PP).length;

it('passes over a single odd frame and follows a real change to the frame', () => {
  expect(new Set(pathOf([...run('aa', 20), 'I', ...run('aa', 20)], 2))).toEqual(new Set([visemeIndex.aa]));
  const changed = pathOf([...run('aa', 20), ...run('I', 20)], 2);
  expect(changed).toEqual([...run('aa', 20), ...run('I', 20)].map((viseme) => visemeIndex[viseme]));
});

it('closes for as much as it is told to', () => {
  const line = [...run('aa', 20), ...run('PP', 6), ...run('aa', 20)];
  expect(closed(pathOf(line, 2))).toBe(6);
  expect(closed(pathOf(line, 2, { entry: 20, bias: 0 }))).toBe(0);
  expect(closed(pathOf(line, 2, { entry: 0, bias: 3 }))).toBe(0);
  // a closure that is sure of itself comes through all the same
  expect(closed(pathOf(line, 12, { entry: 20, bias: 3 }))).toBe(6);
  // and no other viseme minds
  const other = [...run('aa', 20), ...run('FF', 6), ...run('aa', 20)];
  expect(pathOf(other, 2, { entry: 20, bias: 3 })).toEqual(pathOf(other, 2));
});

it('tells every frame once, whatever the scores', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true, min: -1e6, max: 1e6 }), { maxLength: 60 * visemeCount }), (values) => {
      const path = createVisemePath();
      const count = Math.floor(values.length / visemeCount);
      let told = 0;
      for (let at = 0; at < count; at += 1) if (path.push(values.slice(at * visemeCount, (at + 1) * visemeCount)) !== null) told += 1;
      const rest = path.end();
      expect(told + rest.length).toBe(count);
      expect(rest.every((viseme) => viseme >= 0 && viseme < visemeCount)).toBe(true);
    }),
  );
});
