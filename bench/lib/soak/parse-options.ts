/** The command line of the soak. Pure. */
import { parseArgs } from 'node:util';
import { videoPresets, type VideoPreset } from '../../../main/contract/media.ts';

export interface SoakOptions {
  readonly minutes: number;
  readonly preset: VideoPreset;
  /** soak.json and soak.png go there. */
  readonly outDir: string;
}

export const usage = 'usage: npm run soak -- [--minutes 30] [--preset 720p] [--out FOLDER]';
/** A beacon turn has four digits, and there is one every three seconds at most. */
const mostMinutes = 480;

/** Throws an Error in words. */
export function parseSoakOptions(argv: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: { minutes: { type: 'string' }, preset: { type: 'string' }, out: { type: 'string' } },
  });
  const minutes = Number(values.minutes ?? 30);
  if (!(minutes >= 0.5 && minutes <= mostMinutes))
    throw new Error(`--minutes wants a number from 0.5 to ${mostMinutes}, not "${values.minutes}". ${usage}`);
  const preset = values.preset ?? '720p';
  if (!(preset in videoPresets))
    throw new Error(`--preset wants one of ${Object.keys(videoPresets).join(', ')}, not "${preset}". ${usage}`);
  return { minutes, preset: preset as VideoPreset, outDir: values.out ?? 'out/soak' };
}
