/** Waits for events of the show as its log on disk tells them, from a mark on: what happened before the mark does not count. */
import type { DrivenApp, EventOf } from '../../../bench/lib/drive-app.ts';
import type { ShowEvent } from '../../../main/contract/show-events.ts';
import { waitUntil } from '../../integration/support/studio-on-air.ts';

export interface ShowMark {
  /** The first event after the mark that matches; fails with the last events when none comes. */
  next<T extends ShowEvent['type']>(type: T, match?: (event: EventOf<T>) => boolean, timeoutMs?: number): Promise<EventOf<T>>;
  /** All events after the mark so far. */
  all<T extends ShowEvent['type']>(type: T): EventOf<T>[];
}

export function markShow(app: Pick<DrivenApp, 'events'>): ShowMark {
  const start = app.events().length;
  const all = <T extends ShowEvent['type']>(type: T): EventOf<T>[] =>
    app
      .events()
      .slice(start)
      .filter((event): event is EventOf<T> => event.type === type);
  return {
    all,
    async next(type, match = () => true, timeoutMs = 30_000) {
      let found: EventOf<typeof type> | undefined;
      await waitUntil(`a '${type}' event`, () => (found = all(type).find(match)) !== undefined, timeoutMs).catch((error: Error) => {
        throw new Error(`${error.message}; the last ones: ${JSON.stringify(app.events().slice(-8))}`);
      });
      return found as EventOf<typeof type>;
    },
  };
}

/** The last pid that was told for a process by this name: of one that is there, for what it took the place of is told behind it. */
export function pidOf(app: Pick<DrivenApp, 'events'>, name: string): number {
  const told = app
    .events()
    .findLast((event) => event.type === 'process' && event.name === name && event.pid !== null && event.state !== 'unloaded');
  if (told?.type !== 'process' || told.pid === null) throw new Error(`no process '${name}' was told`);
  return told.pid;
}
