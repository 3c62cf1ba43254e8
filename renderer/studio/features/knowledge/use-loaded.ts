/** Something the window asks for whenever `key` changes: loading, failed, or there. What was there stays while the same thing is asked again. */
import { useCallback, useEffect, useState } from 'react';

export type Loaded<Value> = { readonly state: 'loading' | 'failed' } | { readonly state: 'there'; readonly value: Value };

interface Shown<Value> {
  readonly of: string;
  readonly loaded: Loaded<Value>;
}

/** `load` must be stable for the same `of`; null = it failed. `round` is another one with each try. */
export function useLoaded<Value>(
  load: (round: string) => Promise<Value | null>,
  of: string,
  version: number,
): readonly [Loaded<Value>, () => void] {
  const [shown, setShown] = useState<Shown<Value>>({ of, loaded: { state: 'loading' } });
  const [attempt, setAttempt] = useState(0);
  const round = `${version}/${attempt}`;
  useEffect(() => {
    let isCurrent = true;
    void load(round).then((value) => {
      if (isCurrent) setShown({ of, loaded: value === null ? { state: 'failed' } : { state: 'there', value } });
    });
    return () => {
      isCurrent = false;
    };
  }, [load, of, round]);
  const retry = useCallback(() => {
    setShown({ of, loaded: { state: 'loading' } });
    setAttempt((before) => before + 1);
  }, [of]);
  return [shown.of === of ? shown.loaded : { state: 'loading' }, retry];
}
