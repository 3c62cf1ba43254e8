/** While a recording runs: says early, in words, for how long the disk is enough, and asks for the end before it is full. */
import { statfs } from 'node:fs/promises';
import type { UserMessage } from '../contract/failure.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/disposable.ts';
import { diskWords } from './recording-words.ts';

export interface DiskWatchOptions {
  readonly folder: string;
  /** Picture and sound together. */
  readonly kbps: number;
  readonly clock: Clock;
  readonly onLow: (message: UserMessage) => void;
  /** Called once. */
  readonly onFull: () => void;
  readonly freeBytes?: (folder: string) => Promise<number>;
  /** Kept free. */
  readonly reserveBytes?: number;
}

const everyMs = 5000;
/** Said once at each of them, falling. */
const warnMinutes = [60, 30, 10, 5] as const;
/** Kept free unless said otherwise: for the rest of the machine, and for the fragment that is being written. */
export const usualReserveBytes = 256 * 1024 * 1024;

const freeOn = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/** How long the free space lasts at this rate, minutes. */
export const minutesLeft = (freeBytes: number, kbps: number, reserveBytes = usualReserveBytes): number =>
  Math.max(0, freeBytes - reserveBytes) / ((kbps * 1000) / 8) / 60;

export function watchDisk(options: DiskWatchOptions): Disposable {
  const { folder, kbps, clock, reserveBytes = usualReserveBytes } = options;
  const freeBytes = options.freeBytes ?? freeOn;
  let ended = false;
  let cancel: (() => void) | null = null;
  let warned: number = Infinity;

  const look = async (): Promise<void> => {
    // a folder that cannot be asked (gone, a network drive) is the recorder's to report
    const free = await freeBytes(folder).catch(() => null);
    if (ended) return;
    if (free !== null) {
      if (free <= reserveBytes) {
        ended = true;
        options.onFull();
        return;
      }
      const minutes = minutesLeft(free, kbps, reserveBytes);
      const step = warnMinutes.findLast((limit) => minutes <= limit);
      if (step !== undefined && step < warned) {
        warned = step;
        options.onLow(diskWords.low(minutes));
      }
    }
    cancel = clock.after(everyMs, () => void look());
  };
  void look();
  return {
    dispose() {
      ended = true;
      cancel?.();
    },
  };
}
