/**
 * The turns, newest last; only the rows near what is seen are in the page. Stays at the end unless the reader has scrolled up, and then stays where it is read,
 * whatever comes above or below. Home goes to the very first turn, End to the latest.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { Button, VisuallyHidden } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { Virtualizer } from '@tanstack/react-virtual';
import { useSpeech } from '../../i18n/language.tsx';
import { formatDayAndTime } from '../../ui/format.ts';
import classes from './conversation.module.css';
import { TurnItem } from './turn-item.tsx';
import { probableHeight } from './turn-rows.ts';
import type { TurnHistory } from './use-turn-history.ts';

const nearEndPx = 60;
/** So many rows before the edge of what is held the next page is asked for. */
const nearEdgeRows = 25;
const rowsAround = 6;
/** Of a Latin letter, and of what stands beside the words. */
const letterPx = 7.4;
const besidePx = 40;

export function TurnList({ history }: { readonly history: TurnHistory }) {
  const { t, language } = useSpeech();
  const { rows, window, asked, load } = history;
  const scroller = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const [columns, setColumns] = useState(48);
  const [place, setPlace] = useState<'end' | 'above'>('end');
  const [read, setRead] = useState(window.arrived);
  const [goal, setGoal] = useState<{ readonly way: 'start' | 'end' } | null>(null);
  if (place === 'end' && read !== window.arrived) setRead(window.arrived);

  // oxlint-disable-next-line react/incompatible-library -- said of what the compiler memoizes; this window is built without it
  const list = useVirtualizer<HTMLDivElement, HTMLLIElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    estimateSize: (index) => {
      const row = rows[index];
      return row === undefined ? 0 : probableHeight(row, columns);
    },
    measureElement: exactHeight,
    overscan: rowsAround,
    anchorTo: 'end',
    followOnAppend: place === 'end',
    scrollEndThreshold: nearEndPx,
  });
  const items = list.getVirtualItems();

  useLayoutEffect(() => {
    follows.current = place === 'end';
  }, [place]);
  useLayoutEffect(() => {
    const seen = scroller.current;
    if (!seen) return undefined;
    // also when it is shown, or shown again
    const resizing = new ResizeObserver(() => {
      setColumns(Math.max(10, Math.floor((seen.clientWidth - besidePx) / letterPx)));
      if (follows.current) list.scrollToEnd();
    });
    resizing.observe(seen);
    return () => resizing.disconnect();
  }, [list]);

  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  const isOlderWanted = window.start === 'more' && first < nearEdgeRows;
  const isNewerWanted = window.end === 'more' && last >= rows.length - nearEdgeRows;
  const wanted = asked.state !== 'idle' || items.length === 0 ? null : isOlderWanted ? 'older' : isNewerWanted ? 'newer' : null;
  useEffect(() => {
    if (wanted !== null) void load(wanted);
  }, [wanted, load]);

  const go = async (way: 'start' | 'end'): Promise<void> => {
    const isThere = way === 'start' ? window.start === 'first' : window.end === 'live';
    if (isThere || (await load(way))) setGoal({ way });
  };
  useLayoutEffect(() => {
    if (goal?.way === 'start') list.scrollToOffset(0);
    else if (goal?.way === 'end') list.scrollToEnd();
  }, [goal, list]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || (event.key !== 'Home' && event.key !== 'End')) return;
    event.preventDefault();
    void go(event.key === 'Home' ? 'start' : 'end');
  };
  const { end } = window;
  const notePlace = useCallback((): void => {
    const seen = scroller.current;
    if (!seen) return;
    const isAtEnd = seen.scrollHeight - seen.scrollTop - seen.clientHeight < nearEndPx;
    setPlace(isAtEnd && end === 'live' ? 'end' : 'above');
  }, [end]);
  // also where the end has come to the reader
  useLayoutEffect(() => {
    if (!follows.current) notePlace();
  }, [notePlace]);

  const setSize = window.start === 'first' && window.end === 'live' ? rows.length : -1;
  const present = window.live.at(-1)?.showId;
  const unread = window.arrived - read;
  return (
    <div className={classes['turns']}>
      <div
        ref={scroller}
        className={classes['scroller']}
        role="group"
        tabIndex={0}
        aria-label={t('conversation.list')}
        data-testid="turn-list"
        onKeyDown={onKeyDown}
        onScroll={notePlace}
      >
        <ol className={classes['list']} style={{ height: list.getTotalSize(), paddingTop: items[0]?.start ?? 0 }}>
          {items.map(({ index, key }) => {
            const row = rows[index];
            if (row?.kind === 'turn')
              return <TurnItem key={key} ref={list.measureElement} turn={row.turn} index={index} setSize={setSize} />;
            if (row === undefined) return null;
            return (
              <li key={key} ref={list.measureElement} className={classes['show']} data-testid="turn-show" data-index={index}>
                {row.showId === present
                  ? t('conversation.show.now')
                  : t('conversation.show.of', { when: formatDayAndTime(row.startedAtMs, language) })}
              </li>
            );
          })}
        </ol>
      </div>
      {asked.state === 'loading' && (
        <div className={classes['above']} role="status">
          {t('conversation.loading')}
        </div>
      )}
      {asked.state === 'failed' && (
        <div className={classes['above']} role="alert">
          {t('conversation.failed')}
          <Button size="compact-xs" variant="default" data-testid="turns-retry" onClick={() => void load(asked.way)}>
            {t('conversation.retry')}
          </Button>
        </div>
      )}
      <VisuallyHidden role="status">{unread > 0 ? t('conversation.new', { n: unread }) : ''}</VisuallyHidden>
      {place === 'above' && (
        <div className={classes['below']}>
          <Button
            size="compact-sm"
            radius="xl"
            data-testid="turns-to-end"
            data-unread={unread}
            leftSection={<IconArrowDown size={14} aria-hidden />}
            onClick={() => void go('end')}
          >
            {unread > 0 ? t('conversation.new', { n: unread }) : t('conversation.to-end')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Not rounded: the rows stand one below the other, and what is rounded away of each would add up. */
function exactHeight(row: HTMLLIElement, entry: ResizeObserverEntry | undefined, list: Virtualizer<HTMLDivElement, HTMLLIElement>): number {
  const measured = entry?.borderBoxSize[0]?.blockSize;
  if (measured !== undefined) return measured;
  return list.itemSizeCache.get(list.options.getItemKey(list.indexFromElement(row))) ?? row.getBoundingClientRect().height;
}
