/** The queue between a voice and the host's stream: order, bound, end, failure after what came before, a reader that goes away. */
import { expect, it } from 'vitest';
import { createItemQueue } from '../../../main/engines/child/item-queue.ts';
import { settle } from '../../fakes/fake-clock.ts';

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

it('hands items over in order and ends', async () => {
  const queue = createItemQueue<number>(4);
  const read = collect(queue.items);
  for (let item = 0; item < 10; item += 1) await queue.push(item);
  queue.end();
  expect(await read).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

it('holds the producer when it is full, until there is room', async () => {
  const queue = createItemQueue<number>(2);
  await queue.push(1);
  let state = 'waiting';
  const second = queue.push(2).then(() => (state = 'through'));
  await settle();
  expect(state).toBe('waiting');
  const reader = queue.items[Symbol.asyncIterator]();
  expect(await reader.next()).toEqual({ done: false, value: 1 });
  await second;
  expect(state).toBe('through');
});

it('tells a failure after what was pushed before it', async () => {
  const queue = createItemQueue<number>(4);
  await queue.push(1);
  queue.fail(new Error('broken'));
  const reader = queue.items[Symbol.asyncIterator]();
  expect(await reader.next()).toEqual({ done: false, value: 1 });
  await expect(reader.next()).rejects.toThrow('broken');
});

it('frees a waiting producer when the reader has gone', async () => {
  const queue = createItemQueue<number>(1);
  const held = queue.push(1);
  queue.close();
  await held;
  await queue.push(2);
  expect(await collect(queue.items)).toEqual([]);
});
