/** One question about a picture file, in a process of its own that ends with the answer: a file that breaks a decoder breaks nothing else. */
import { join } from 'node:path';
import { askOnce, type AskOnceOptions } from '../../processes/host/ask-once.ts';

export interface PictureReaderOptions extends AskOnceOptions {
  readonly entriesDir: string;
}

/** Usually half a second; a computer may be busy. */
const budgetMs = 60_000;

export function askPictureReader<Answer>(options: PictureReaderOptions, method: string, request: unknown): Promise<Answer> {
  const child = { name: 'face-finder', entry: join(options.entriesDir, 'face-finder.js') };
  return askOnce<Answer>(options, child, { method, request, timeoutMs: budgetMs });
}
