import { describe, expect, it } from 'vitest';
import type { UserMessage } from '../../../main/contract/failure.ts';
import { minutesLeft, usualReserveBytes as reserveBytes, watchDisk } from '../../../main/recording/watch-disk.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';

const kbps = 3000;
const bytesFor = (minutes: number): number => reserveBytes + (minutes * 60 * kbps * 1000) / 8;

describe('disk watch', () => {
  it('counts what is left at this rate', () => {
    expect(minutesLeft(bytesFor(130), kbps)).toBeCloseTo(130);
    expect(minutesLeft(1000, kbps)).toBe(0);
  });

  it('warns once at each step and asks for the end once, before the disk is full', async () => {
    const clock = createFakeClock();
    const low: UserMessage[] = [];
    let ends = 0;
    let free: number | Error = bytesFor(130);
    const watch = watchDisk({
      folder: '/somewhere',
      kbps,
      clock,
      onLow: (message) => low.push(message),
      onFull: () => (ends += 1),
      freeBytes: async () => {
        if (free instanceof Error) throw free;
        return free;
      },
    });
    const look = async (next: number | Error): Promise<void> => {
      free = next;
      await clock.advance(5000);
    };
    await clock.advance(0);
    await look(bytesFor(90));
    expect(low).toEqual([]);
    await look(bytesFor(59));
    await look(bytesFor(58));
    await look(new Error('gone'));
    expect(low).toHaveLength(1);
    expect(low[0]?.en).toContain('59 min');
    await look(bytesFor(4));
    expect(low).toHaveLength(2);
    expect(ends).toBe(0);
    await look(reserveBytes - 1);
    await look(reserveBytes - 2);
    expect(ends).toBe(1);
    await watch.dispose();
  });
});
