/** What becomes of lips when their model fails: the signal method goes on where it was, it is told once, and nothing is left behind. */
import { expect, it } from 'vitest';
import { visemeCount, visemeIndex } from '../../../main/contract/visemes.ts';
import type { Mark } from '../../../main/contract/speech.ts';
import { openLips, type Lips } from '../../../main/engines/child/lips/open-lips.ts';
import { LipsError, rowsPerRun, type VisemeNet } from '../../../main/engines/child/lips/viseme-net.ts';
import type { LipsState } from '../../../main/engines/contract/signature.ts';
import { engineMessages } from '../../../main/engines/hosting/messages.ts';
import { findEngine } from '../../../main/engines/catalog/engine-catalog.ts';

const rate = 16_000;
const speech = Int16Array.from({ length: rate * 2 }, (_, at) => {
  const loud = Math.floor(at / 3200) % 2 === 0 ? 9000 : 0;
  return loud * Math.sin((2 * Math.PI * 220 * at) / rate);
});

interface Watched {
  readonly lips: Lips;
  readonly changes: LipsState[];
  readonly log: string[];
  readonly closed: () => number;
}

/** Says `viseme` until its run `failsAt`, then what `how` says. */
async function openWith(failsAt: number, how: () => Promise<Float32Array>): Promise<Watched> {
  let [runs, closed] = [0, 0];
  const net: VisemeNet = {
    async run() {
      runs += 1;
      if (runs >= failsAt) return how();
      const scores = new Float32Array(rowsPerRun * visemeCount);
      for (let row = 0; row < rowsPerRun; row += 1) scores[row * visemeCount + visemeIndex.PP] = 8;
      return scores;
    },
    close: async () => void (closed += 1),
  };
  const changes: LipsState[] = [];
  const log: string[] = [];
  const lips = await openLips({
    resourcesDir: '/nowhere',
    onChange: (state) => changes.push(state),
    log: (words) => log.push(words),
    load: async () => net,
  });
  return { lips, changes, log, closed: () => closed };
}

async function hear(lips: Lips, piece = 800): Promise<Mark[]> {
  const one = lips.listen(rate);
  const marks: Mark[] = [];
  for (let from = 0; from < speech.length; from += piece) marks.push(...(await one.hear(speech.subarray(from, from + piece))));
  return [...marks, ...(await one.end())];
}

function expectWhole(marks: readonly Mark[]): void {
  let end = 0;
  for (const { atMs, durationMs } of marks) {
    expect(atMs).toBeCloseTo(end, 6);
    expect(durationMs).toBeGreaterThan(0);
    end = atMs + durationMs;
  }
  expect(end).toBeCloseTo((speech.length * 1000) / rate, 6);
}

it.each([1, 2, 9, 23])(
  'a model that fails in its run %i: the marks go on without a gap or an overlap, by the other method',
  async (failsAt) => {
    const { lips, changes, log, closed } = await openWith(failsAt, () => Promise.reject(new LipsError('model-failed', 'out of order')));
    expect(lips.state).toEqual({ method: 'model' });
    const marks = await hear(lips);
    expectWhole(marks);
    expect(marks.some(({ viseme }) => viseme !== 'PP')).toBe(true);
    expect(marks.some(({ viseme }) => viseme === 'PP')).toBe(failsAt > 8);
    expect(changes).toEqual([{ method: 'signal', fault: 'model-failed' }]);
    expect(lips.state).toEqual(changes[0]);
    expect(log.join('\n')).toContain('out of order');
    expect(closed()).toBe(1);
    // the next clause does without it from its beginning, and says nothing anew
    const next = await hear(lips);
    expectWhole(next);
    expect(next.some(({ viseme }) => viseme === 'PP')).toBe(false);
    expect(changes).toHaveLength(1);
  },
);

it('clauses that run beside each other fail once', async () => {
  const { lips, changes, closed } = await openWith(6, () => Promise.reject(new Error('gone')));
  const both = await Promise.all([hear(lips), hear(lips, 333)]);
  for (const marks of both) expectWhole(marks);
  expect(changes).toHaveLength(1);
  expect(closed()).toBe(1);
});

it('a voice that is unloaded in mid-clause gives its session back once and tells no failure', async () => {
  const { lips, changes, closed } = await openWith(1e9, () => Promise.reject(new Error('never')));
  const one = lips.listen(rate);
  await one.hear(speech.subarray(0, 8000));
  await lips.close();
  await lips.close();
  expect(closed()).toBe(1);
  await one.end();
  expect(changes).toEqual([]);
});

it.each(['model-missing', 'model-damaged', 'runtime-missing', 'model-failed'] as const)('%s is said in both languages', async (fault) => {
  const voice = findEngine('flite');
  if (!voice) throw new Error('there is no flite');
  const { en, zh } = engineMessages.simpleLips(voice, fault);
  expect(en).toMatch(/do not close for p, b and m/);
  expect(zh).toMatch(/不会闭合/);
  const others = (['model-missing', 'model-damaged', 'runtime-missing', 'model-failed'] as const).filter((other) => other !== fault);
  for (const other of others) expect(engineMessages.simpleLips(voice, other)).not.toEqual({ en, zh });
  const lips = await openLips({
    resourcesDir: '/nowhere',
    onChange: () => undefined,
    log: () => undefined,
    load: () => Promise.reject(new LipsError(fault, 'no')),
  });
  expect(lips.state).toEqual({ method: 'signal', fault });
  expectWhole(await hear(lips));
});
