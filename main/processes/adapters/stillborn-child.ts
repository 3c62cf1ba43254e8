/** A spawn that threw (no file handles left, a bad option) is an exit like any other, with the reason on its stderr. */
import type { RawChild } from '../host/types.ts';

export function stillbornChild(reason: string): RawChild {
  return {
    pid: undefined,
    send() {},
    onMessage() {},
    onExit: (listener) => void setImmediate(() => listener(null, null)),
    onStderr: (listener) => listener(`${reason}\n`),
    kill() {},
    forceKill() {},
    suspend() {},
    resume() {},
  };
}
