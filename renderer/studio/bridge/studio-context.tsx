/** The connection as hooks: what the studio looks like, what may be asked of it, and what went wrong in asking. */
import { createContext, use, useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { ORPCError } from '@orpc/client';
import type { UserMessage } from '../../../main/contract/failure.ts';
import type { StudioSnapshot } from '../../../main/api/contract/studio.ts';
import { wordsFor } from '../i18n/language.tsx';
import type { StudioClient, StudioConnection, StudioView } from './studio-connection.ts';
import type { StudioHistory } from './studio-history.ts';

export interface Report {
  readonly level: 'info' | 'error';
  readonly message: UserMessage;
}

interface Studio {
  readonly connection: StudioConnection;
  readonly report: Report | null;
  readonly setReport: (report: Report | null) => void;
}

const StudioContext = createContext<Studio | null>(null);

export function StudioProvider({ connection, children }: { readonly connection: StudioConnection; readonly children: ReactNode }) {
  const [report, setReport] = useState<Report | null>(null);
  const studio = useMemo(() => ({ connection, report, setReport }), [connection, report]);
  return <StudioContext value={studio}>{children}</StudioContext>;
}

function useStudioContext(): Studio {
  const studio = use(StudioContext);
  if (studio === null) throw new Error('used outside of StudioProvider');
  return studio;
}

export function useStudioView(): StudioView {
  const { connection } = useStudioContext();
  return useSyncExternalStore(connection.subscribe, connection.view);
}

/** Below the point where the first snapshot is there. */
export function useSnapshot(): StudioSnapshot {
  const { snapshot } = useStudioView();
  if (snapshot === null) throw new Error('useSnapshot before the first snapshot');
  return snapshot;
}

/** What the window has seen since it opened; for the monitor alone: it changes with every sample. */
export function useHistory(): StudioHistory {
  const { history } = useStudioContext().connection;
  return useSyncExternalStore(history.subscribe, history.view);
}

/** null while there is no connection. For what is listened to; what is asked once goes through `useAction`. */
export function useConnectedClient(): StudioClient | null {
  const { connection } = useStudioContext();
  return useSyncExternalStore(connection.subscribe, connection.client);
}

/** What the window itself has to tell: the outcome of something the user asked for. */
export function useReport(): readonly [Report | null, (report: Report | null) => void] {
  const { report, setReport } = useStudioContext();
  return [report, setReport];
}

/** For calls by the dozen whose outcome nobody is told of one by one; null while there is no door. */
export function useClient(): () => StudioClient | null {
  return useStudioContext().connection.client;
}

export interface Action<Args extends readonly unknown[], Result> {
  readonly state: 'idle' | 'pending';
  /** null: it failed, and the failure has been reported in words. */
  readonly run: (...args: Args) => Promise<Result | null>;
}

/** Something the user may ask of the studio. A failure is reported in words; nothing throws. `ask` must be stable. */
export function useAction<Args extends readonly unknown[], Result>(
  ask: (client: StudioClient, ...args: Args) => Promise<Result>,
): Action<Args, Result> {
  const { connection, setReport } = useStudioContext();
  const [state, setState] = useState<'idle' | 'pending'>('idle');
  const run = useCallback(
    async (...args: Args): Promise<Result | null> => {
      const client = connection.client();
      if (client === null) {
        setReport({ level: 'error', message: wordsFor('problem.unknown') });
        return null;
      }
      setState('pending');
      try {
        const result = await ask(client, ...args);
        setReport(null);
        return result;
      } catch (error) {
        setReport({ level: 'error', message: wordsOf(error) });
        return null;
      } finally {
        setState('idle');
      }
    },
    [ask, connection, setReport],
  );
  return { state, run };
}

/** Something the window asks by itself. null: it failed; nothing is reported, and nothing that was reported goes. `ask` must be stable. */
export function useQuestion<Args extends readonly unknown[], Result>(
  ask: (client: StudioClient, ...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result | null> {
  const { connection } = useStudioContext();
  return useCallback(
    async (...args) => {
      const client = connection.client();
      if (client === null) return null;
      return ask(client, ...args).catch(() => null);
    },
    [ask, connection],
  );
}

/** What the door said, in words; a plain sentence where it said nothing. */
export function wordsOf(error: unknown): UserMessage {
  const data: unknown = error instanceof ORPCError ? error.data : null;
  if (typeof data === 'object' && data !== null && 'message' in data) {
    const { message } = data;
    if (typeof message === 'object' && message !== null && 'en' in message && 'zh' in message) {
      return { en: String(message.en), zh: String(message.zh) };
    }
  }
  return wordsFor('problem.unknown');
}
