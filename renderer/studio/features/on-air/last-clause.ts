/** What was said last: between two clauses of one answer nothing sounds, and yet the anchor is not silent. Pure. */
import type { StudioSnapshot } from '../../../../main/api/contract/studio.ts';

export interface LastClause {
  readonly showId: string | null;
  readonly clauseId: string;
  readonly text: string;
}

/** The same object until another clause is said. */
export function noteClause(last: LastClause | null, { show, speaking }: Pick<StudioSnapshot, 'show' | 'speaking'>): LastClause | null {
  if (speaking === null || (speaking.clauseId === last?.clauseId && show.showId === last.showId)) return last;
  return { showId: show.showId, clauseId: speaking.clauseId, text: speaking.text };
}

/** null: nobody is speaking. '': somebody is, and what was said last is not known (the window has only just looked). */
export function betweenClauses(last: LastClause | null, { turns, show }: Pick<StudioSnapshot, 'turns' | 'show'>): string | null {
  if (!turns.some(({ state, showId }) => state === 'speaking' && showId === show.showId)) return null;
  return last !== null && last.showId === show.showId ? last.text : '';
}
