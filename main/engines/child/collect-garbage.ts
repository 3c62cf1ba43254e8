/** Gives back what loading left behind (files as read, warm-up): a quiet engine makes too little garbage for V8 to look by itself. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // Twice: buffers that the first round finds dead give their memory back in the second.
  collect();
  collect();
}
