/** For a worker thread that yields to the others of its process. Linux only: elsewhere a thread has no niceness of its own. */
import { readlinkSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';
import { basename } from 'node:path';

/** Of the calling thread, and for good. */
export function lowerThreadPriority(nice: number): void {
  if (process.platform !== 'linux') return;
  try {
    const threadId = Number(basename(readlinkSync('/proc/thread-self')));
    if (getPriority(threadId) < nice) setPriority(threadId, nice);
  } catch {
    // Without /proc it stays as it is.
  }
}
