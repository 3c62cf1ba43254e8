/** Has a slate drawn, in a process that ends with the picture. */
import { join } from 'node:path';
import { askOnce, type AskOnceOptions } from '../../processes/host/ask-once.ts';
import type { DrawSlateRequest } from '../protocol/draw-slate.ts';

/** Resolves when the picture is there. */
export type SlateArtist = (request: DrawSlateRequest) => Promise<void>;

/** Usually a fifth of a second; a computer may be busy. */
const budgetMs = 30_000;

export function createSlateArtist(options: AskOnceOptions & { readonly entriesDir: string }): SlateArtist {
  const child = { name: 'slate-artist', entry: join(options.entriesDir, 'slate-artist.js') };
  return (request) => askOnce(options, child, { method: 'draw', request, timeoutMs: budgetMs });
}
