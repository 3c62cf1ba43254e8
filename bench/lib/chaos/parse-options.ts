/** The command line of the chaos bench. Pure. */
import { parseArgs } from 'node:util';

export interface ChaosOptions {
  readonly minutes: number;
  readonly seed: number;
  /** Folder for the player's files, the reports and the events; null = nothing is kept. */
  readonly keep: string | null;
}

export const usage = 'usage: npm run chaos -- [--minutes 5] [--seed NUMBER] [--keep FOLDER]';

/** Throws an Error in words. `drawSeed` is asked when none is named. */
export function parseChaosOptions(argv: readonly string[], drawSeed: () => number): ChaosOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: { minutes: { type: 'string' }, seed: { type: 'string' }, keep: { type: 'string' } },
  });
  const minutes = Number(values.minutes ?? 5);
  if (!(minutes >= 0.5 && minutes <= 24 * 60))
    throw new Error(`--minutes wants a number from 0.5 to 1440, not "${values.minutes}". ${usage}`);
  const seed = values.seed === undefined ? drawSeed() : Number(values.seed);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32)
    throw new Error(`--seed wants a whole number from 0 to 4294967295, not "${values.seed}". ${usage}`);
  return { minutes, seed, keep: values.keep ?? null };
}
