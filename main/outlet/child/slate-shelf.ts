/** The slates of a show, each read once: a slate that is called for by command comes from memory. */
import { readFile } from 'node:fs/promises';
import { parseSlate, SlateError, type SlateLoop } from './slate-player.ts';

export interface SlateShelf {
  /** undefined: not read yet. */
  at(path: string): SlateLoop | undefined;
  /** Reads it where that was not done yet. Throws SlateError. */
  take(path: string): Promise<SlateLoop>;
}

export function createSlateShelf(): SlateShelf {
  const loops = new Map<string, SlateLoop>();
  return {
    at: (path) => loops.get(path),
    async take(path) {
      const known = loops.get(path);
      if (known) return known;
      const file = await readFile(path).catch((error: unknown) => {
        throw new SlateError('the slate file cannot be read', { cause: error });
      });
      const loop = parseSlate(file);
      loops.set(path, loop);
      return loop;
    },
  };
}
