/** Turns as the rows of a list: each show begins with a line of its own, unless all there is belongs to the present one. And how high a row probably is. Pure. */
import type { PastTurnView } from '../../../../main/api/contract/turns.ts';
import { keyOfTurn, turnsOf, type TurnWindow } from './turn-window.ts';

export type TurnRow =
  | { readonly kind: 'turn'; readonly key: string; readonly turn: PastTurnView }
  | { readonly kind: 'show'; readonly key: string; readonly showId: string; readonly startedAtMs: number };

export function rowsOf(window: TurnWindow): readonly TurnRow[] {
  const turns = turnsOf(window);
  const present = window.live.at(-1)?.showId;
  const isPlain = turns.every(({ showId }) => showId === present);
  const begun = new Map<string, number>();
  return turns.flatMap((turn, index): TurnRow[] => {
    const row: TurnRow = { kind: 'turn', key: keyOfTurn(turn), turn };
    const { showId } = turn;
    if (isPlain || turns[index - 1]?.showId === showId) return [row];
    // of two shows at once (the command line beside the window) each may begin more than once
    const times = (begun.get(showId) ?? 0) + 1;
    begun.set(showId, times);
    const startedAtMs = window.shows.get(showId) ?? turn.atMs;
    return [{ kind: 'show', key: `show ${showId} ${times}`, showId, startedAtMs }, row];
  });
}

const headPx = 37;
const linePx = 22.5;
const gapPx = 3;
const showPx = 37;
const mostLines = 6;

/** Close enough that little moves when the row is measured. `columns`: Latin letters in a line. */
export function probableHeight(row: TurnRow, columns: number): number {
  if (row.kind === 'show') return showPx;
  const { text, reply, reason } = row.turn;
  const lines = (said: string): number => Math.ceil(widthOf(said) / columns);
  const said = Math.min(lines(text), mostLines) * linePx + gapPx;
  return headPx + said + (reply === '' ? 0 : lines(reply) * linePx + gapPx) + (reason === undefined ? 0 : linePx);
}

/** In Latin letters; a Chinese sign is as wide as two. */
function widthOf(said: string): number {
  const wide = said.match(/[\u1100-\uffdc]/g)?.length ?? 0;
  return Math.max(1, said.length + wide);
}
