/** Whether `what` has stood still for a moment. For a button that takes the place of another: the second click of a double click was meant for the first. */
import { useEffect, useState } from 'react';

/** Longer than the slowest double click that systems let one set, shorter than anybody reads the new word and decides. */
const settleMs = 700;

/** true at first, and again some 700 ms after the last change; false already in the very drawing that shows the change. */
export function useSettled(what: unknown): boolean {
  const [seen, setSeen] = useState<{ readonly what: unknown; readonly state: 'settled' | 'fresh' }>({ what, state: 'settled' });
  if (!Object.is(seen.what, what)) setSeen({ what, state: 'fresh' });
  useEffect(() => {
    if (seen.state === 'settled') return undefined;
    const timer = setTimeout(() => setSeen({ what: seen.what, state: 'settled' }), settleMs);
    return () => clearTimeout(timer);
  }, [seen]);
  return Object.is(seen.what, what) && seen.state === 'settled';
}
