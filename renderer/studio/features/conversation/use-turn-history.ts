/** The turns that are live and those before them: asked for page by page as the reader comes near, and let go of again. */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { TurnView } from '../../../../main/api/contract/turns.ts';
import { pageTurns } from '../../bridge/asks.ts';
import { useQuestion } from '../../bridge/studio-context.tsx';
import { rowsOf, type TurnRow } from './turn-rows.ts';
import { emptyWindow, questionFor, withLive, withPage, type TurnWindow, type WayOfTurns } from './turn-window.ts';

export interface TurnHistory {
  readonly rows: readonly TurnRow[];
  readonly window: TurnWindow;
  readonly asked: { readonly state: 'idle' } | { readonly state: 'loading' | 'failed'; readonly way: WayOfTurns };
  /** Page by page (`older`, `newer`) it does nothing while another is on its way. Resolves with whether anything came. */
  readonly load: (way: WayOfTurns) => Promise<boolean>;
}

export function useTurnHistory(live: readonly TurnView[]): TurnHistory {
  const ask = useQuestion(pageTurns);
  const [kept, setKept] = useState<TurnWindow>(emptyWindow);
  const [asked, setAsked] = useState<TurnHistory['asked']>({ state: 'idle' });
  const window = withLive(kept, live);
  if (window !== kept) setKept(window);
  const rows = useMemo(() => rowsOf(window), [window]);
  const latest = useRef(window);
  const asking = useRef<Promise<unknown> | null>(null);
  useLayoutEffect(() => {
    latest.current = window;
  }, [window]);

  const load = useCallback(
    async (way: WayOfTurns): Promise<boolean> => {
      if (asking.current !== null && (way === 'older' || way === 'newer')) return false;
      while (asking.current !== null) await asking.current;
      setAsked({ state: 'loading', way });
      const question = questionFor(latest.current, way);
      const answer = ask(question);
      asking.current = answer;
      const page = await answer;
      asking.current = null;
      setAsked(page === null ? { state: 'failed', way } : { state: 'idle' });
      if (page !== null) setKept((before) => withPage(before, way, question, page));
      return page !== null;
    },
    [ask],
  );
  // so that whoever comes back finds what was said before, and the list can say whether there is more
  useEffect(() => {
    if (latest.current.held.length === 0 && latest.current.start === 'more') void load('older');
  }, [load]);
  return useMemo(() => ({ rows, window, asked, load }), [rows, window, asked, load]);
}
