/**
 * Writes in their order, each at once where the database takes it. What a busy or full one refuses waits here, bounded, and is written later: nothing on
 * air waits for a disk, and a lock that another process holds for a moment loses nothing.
 */
export interface WriteQueue {
  /** Never throws. */
  write(what: string, act: () => void): void;
  /** Tries what is waiting once more; true when nothing waits any more. */
  flush(): boolean;
  dispose(): void;
}

export interface WriteQueueOptions {
  /** Told of each write that was refused at first. */
  readonly onRefused: (what: string, error: unknown) => void;
  /** Told when so many wait that the oldest has to go. */
  readonly onLost: (what: string) => void;
}

const mostWaiting = 1000;
const retryMs = 500;

export function createWriteQueue({ onRefused, onLost }: WriteQueueOptions): WriteQueue {
  const waiting: Array<{ readonly what: string; readonly act: () => void }> = [];
  let timer: NodeJS.Timeout | undefined;

  function flush(): boolean {
    clearTimeout(timer);
    timer = undefined;
    for (let next = waiting[0]; next; next = waiting[0]) {
      try {
        next.act();
      } catch {
        timer = setTimeout(flush, retryMs);
        timer.unref();
        return false;
      }
      waiting.shift();
    }
    return true;
  }

  return {
    write(what, act) {
      if (waiting.length === 0) {
        try {
          act();
          return;
        } catch (error) {
          onRefused(what, error);
        }
      }
      waiting.push({ what, act });
      if (waiting.length > mostWaiting) onLost(waiting.shift()?.what ?? what);
      timer ??= setTimeout(flush, retryMs);
      timer.unref();
    },
    flush,
    dispose() {
      clearTimeout(timer);
      waiting.length = 0;
    },
  };
}
