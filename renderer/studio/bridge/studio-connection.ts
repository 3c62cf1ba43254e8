/** Keeps the window connected: one door, one subscription, the latest snapshot; opens a new door when the old one has gone. Knows no React. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { StudioContract, StudioSnapshot } from '../../../main/api/contract/studio.ts';
import { createHistoryKeeper } from './studio-history.ts';
import type { HistoryKeeper } from './studio-history.ts';

export type StudioClient = ContractRouterClient<StudioContract>;
export type ConnectionState = 'connecting' | 'connected' | 'lost';

export interface StudioView {
  readonly connection: ConnectionState;
  /** The latest; kept while the connection is lost. */
  readonly snapshot: StudioSnapshot | null;
}

export interface StudioConnection {
  readonly subscribe: (listener: () => void) => () => void;
  readonly view: () => StudioView;
  /** null while there is no door. */
  readonly client: () => StudioClient | null;
  /** What the window has seen since it opened. */
  readonly history: Pick<HistoryKeeper, 'subscribe' | 'view'>;
}

const doorTimeoutMs = 5000;
const retryDelayMs = 750;

/** Said so that it is the page's own and, in tests, Node's. */
type DoorPort = InstanceType<typeof MessagePort>;

export function createStudioConnection(requestDoor: (timeoutMs: number) => Promise<DoorPort>): StudioConnection {
  const listeners = new Set<() => void>();
  const history = createHistoryKeeper();
  let view: StudioView = { connection: 'connecting', snapshot: null };
  let client: StudioClient | null = null;
  const set = (next: StudioView): void => {
    view = next;
    for (const listener of listeners) listener();
  };

  const live = async (): Promise<void> => {
    const port = await requestDoor(doorTimeoutMs);
    const gone = new AbortController();
    let newest: StudioSnapshot | null = null;
    let showing: ReturnType<typeof setTimeout> | undefined;
    const show = (): void => {
      showing = undefined;
      if (newest !== null) set({ connection: 'connected', snapshot: newest });
    };
    try {
      const opened: StudioClient = createORPCClient(new RPCLink({ port }));
      port.start();
      // Chromium tells when the far end has gone; without it a dead main would look like a quiet one.
      port.addEventListener('close', () => gone.abort());
      const watch = await opened.studio.watch(undefined, { signal: gone.signal });
      client = opened;
      void followEvents(opened, gone.signal);
      for await (const snapshot of watch) {
        history.noteSnapshot(snapshot, Date.now());
        // Behind what has piled up already: while drawing takes longer than snapshots take to come, only the newest is drawn.
        newest = snapshot;
        showing ??= setTimeout(show, 0);
      }
    } finally {
      gone.abort();
      clearTimeout(showing);
      client = null;
      port.close();
    }
  };

  /** Ends with the connection. A window that read too slowly subscribes again: what it missed is in the show's own log. */
  const followEvents = async (of: StudioClient, signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      try {
        for await (const event of await of.studio.events(undefined, { signal })) history.noteEvent(event);
      } catch {
        // told by the snapshots' own subscription when the connection is lost
      }
      await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
    }
  };

  const keep = async (): Promise<never> => {
    for (;;) {
      try {
        await live();
      } catch (error) {
        // oxlint-disable-next-line no-console -- the only log that a sandboxed page has
        console.warn('studio connection lost', error);
      }
      set({ connection: 'lost', snapshot: view.snapshot });
      await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
    }
  };
  void keep();

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    view: () => view,
    client: () => client,
    history,
  };
}
