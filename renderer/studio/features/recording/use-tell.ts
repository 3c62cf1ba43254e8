/** What the studio refused, told in its own words. */
import { useCallback } from 'react';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import { useReport } from '../../bridge/studio-context.tsx';

export type Answer = { readonly done: true } | { readonly done: false; readonly words: UserMessage };

export function useTell(): (answer: Answer | null) => void {
  const [, setReport] = useReport();
  return useCallback(
    (answer) => {
      if (answer?.done === false) setReport({ level: 'error', message: answer.words });
    },
    [setReport],
  );
}
