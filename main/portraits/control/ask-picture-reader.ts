/** Questions about a picture file, in a process of its own that ends with the answer: a file that breaks a decoder breaks nothing else. */
import { join } from 'node:path';
import { withOneOff, type Ask, type OneOffOptions } from '../../processes/host/with-one-off.ts';

export interface PictureReaderOptions extends OneOffOptions {
  readonly entriesDir: string;
}

/** Usually half a second; a computer may be busy. */
const timeoutMs = 60_000;

export function askPictureReader<Answer>(options: PictureReaderOptions, method: string, request: unknown): Promise<Answer> {
  return withPictureReader(options, (ask) => ask<Answer>(method, request));
}

/** For questions that follow one another. */
export function withPictureReader<Result>(options: PictureReaderOptions, work: (ask: Ask) => Promise<Result>): Promise<Result> {
  return withOneOff(options, { name: 'face-finder', entry: join(options.entriesDir, 'face-finder.js'), timeoutMs }, work);
}
