/** A book as the text of its file: what is not said is left out. Pure. */
import { stringify } from 'yaml';
import type { Knowledge } from '../engines/knowledge/knowledge.ts';

export function bookText(book: Knowledge): string {
  return stringify(withoutEmpty(book), { lineWidth: 120 });
}

/** Empty texts, lists and groups stand for "not said". */
export function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, part]) => [name, withoutEmpty(part)] as const)
      .filter(
        ([, part]) => part !== undefined && part !== '' && !(typeof part === 'object' && part !== null && Object.keys(part).length === 0),
      ),
  );
}
