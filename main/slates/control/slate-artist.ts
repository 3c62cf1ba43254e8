/** Has a slate drawn, in a process that ends with the picture. */
import { join } from 'node:path';
import { withOneOff, type OneOffOptions } from '../../processes/host/with-one-off.ts';
import type { DrawSlateRequest } from '../protocol/draw-slate.ts';

/** Resolves when the picture is there. */
export type SlateArtist = (request: DrawSlateRequest) => Promise<void>;

/** Usually a fifth of a second; a computer may be busy. */
const timeoutMs = 30_000;

export function createSlateArtist(options: OneOffOptions & { readonly entriesDir: string }): SlateArtist {
  const child = { name: 'slate-artist', entry: join(options.entriesDir, 'slate-artist.js'), timeoutMs };
  return (request) => withOneOff(options, child, (ask) => ask('draw', request));
}
