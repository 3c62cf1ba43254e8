/** Stored turns for the doors: a page at a time, in the shape in which live ones are shown. */
import { pastTurnView, type PastTurnView } from '../api/contract/turns.ts';
import type { TurnsPort } from '../api/turns-port.ts';
import type { ShowStore, StoredTurn } from '../storage/stores/show-store.ts';

/** A page is bounded in bytes, too: nobody reads more of one turn in a list. */
const longestText = 4_000;

export function createTurnDesk(shows: Pick<ShowStore, 'page' | 'find'>): TurnsPort {
  return {
    page({ direction, from, count }) {
      const { turns, more } = shows.page({
        direction,
        from: from && { askedAtMs: from.atMs, showId: from.showId, turnId: from.turnId },
        count,
      });
      const named = Array.from(new Set(turns.map(({ showId }) => showId)));
      return {
        turns: turns.map(viewOf),
        more,
        shows: named.flatMap((showId) => {
          const show = shows.find(showId);
          return show ? [{ showId, startedAtMs: show.startedAtMs }] : [];
        }),
      };
    },
  };
}

function viewOf({ showId, turnId, author, asked, reply, state, askedAtMs, reason, kind }: StoredTurn): PastTurnView {
  const known = pastTurnView.shape.state.safeParse(state);
  return {
    showId,
    turnId,
    author,
    text: asked.slice(0, longestText),
    reply: reply.slice(0, longestText),
    // a state of a later version is over, whatever it is called
    state: known.success ? known.data : 'ended',
    atMs: askedAtMs,
    ...(kind === 'idle' ? { kind } : {}),
    ...(reason ? { reason } : {}),
  };
}
