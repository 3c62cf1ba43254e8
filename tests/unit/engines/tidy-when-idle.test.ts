/** An engine's garbage is collected while nobody waits for it, and not often. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tidyWhenIdle } from '../../../main/engines/child/tidy-when-idle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function* words(): AsyncGenerator<string> {
  yield 'one';
  yield 'two';
}
async function readAll(items: AsyncIterable<string>): Promise<string[]> {
  const read: string[] = [];
  for await (const item of items) read.push(item);
  return read;
}

it('collects once the last answer is some time ago, at most twice a minute', async () => {
  const collect = vi.fn();
  const tidied = tidyWhenIdle(collect);
  expect(await readAll(tidied(words()))).toEqual(['one', 'two']);
  vi.advanceTimersByTime(5_000);
  expect(collect).not.toHaveBeenCalled();
  vi.advanceTimersByTime(30_000);
  await readAll(tidied(words()));
  vi.advanceTimersByTime(400);
  expect(collect).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);
  expect(collect).toHaveBeenCalledOnce();
  await readAll(tidied(words()));
  vi.advanceTimersByTime(10_000);
  expect(collect).toHaveBeenCalledOnce();
});

it('never while somebody waits, and also after an answer that broke off', async () => {
  const collect = vi.fn();
  const tidied = tidyWhenIdle(collect);
  vi.advanceTimersByTime(60_000);
  const open = tidied(words())[Symbol.asyncIterator]();
  await open.next();
  await readAll(tidied(words()));
  vi.advanceTimersByTime(5_000);
  expect(collect).not.toHaveBeenCalled();
  await open.return?.();
  vi.advanceTimersByTime(600);
  expect(collect).toHaveBeenCalledOnce();
});
