/** The window's connection over a real MessagePort pair, with a studio behind it that says what the test says. */
import { MessageChannel } from 'node:worker_threads';
import { os } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { afterEach, expect, it } from 'vitest';
import type { StudioSnapshot } from '../../../main/api/contract/studio.ts';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import { createStudioConnection } from '../../../renderer/studio/bridge/studio-connection.ts';
import { FakeStudio } from '../../fakes/fake-studio.ts';

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const item of opened.splice(0)) item.close();
});

/** Only the first request gets a door; what its subscription brings is `watch`. */
function connect(watch: () => AsyncGenerator<StudioSnapshot>) {
  const { port1, port2 } = new MessageChannel();
  opened.push(port1);
  new RPCHandler({ studio: { watch: os.handler(watch), events: os.handler(() => new Promise<never>(() => {})) } }).upgrade(port1 as never);
  port1.start();
  let doors = 0;
  const connection = createStudioConnection(() => {
    doors += 1;
    return doors === 1 ? Promise.resolve(port2 as never) : new Promise(() => {});
  });
  const seen: string[] = [];
  const noteView = (): void => {
    const { connection: state, snapshot } = connection.view();
    seen.push(`${state} ${snapshot === null ? 'nothing' : snapshot.show.framesSkipped}`);
  };
  connection.subscribe(noteView);
  return { connection, seen, port1, doors: () => doors };
}

const base = new FakeStudio().snapshot();
const snapshot = (n: number): StudioSnapshot => ({ ...base, show: { ...base.show, framesSkipped: n } });

it('draws of snapshots that have piled up the newest', async () => {
  const { seen } = connect(async function* () {
    for (let n = 1; n <= 50; n += 1) yield snapshot(n);
    await new Promise(() => {});
  });
  await expect.poll(() => seen.at(-1)).toBe('connected 50');
  expect(seen.length).toBeLessThan(10);
});

it('is lost when its door closes, and keeps what was drawn last', async () => {
  const { connection, seen, port1 } = connect(async function* () {
    yield snapshot(1);
    await new Promise(() => {});
  });
  await expect.poll(() => seen.at(-1)).toBe('connected 1');
  expect(connection.client()).not.toBeNull();
  port1.close();
  await expect.poll(() => seen.at(-1)).toBe('lost 1');
  expect(connection.client()).toBeNull();
  expect(seen).toEqual(['connected 1', 'lost 1']);
});

it('draws nothing more of a connection that has ended', async () => {
  const more = createDeferred<void>();
  const { seen, doors } = connect(async function* () {
    yield snapshot(1);
    await more.promise;
    yield snapshot(2);
  });
  await expect.poll(() => seen.at(-1)).toBe('connected 1');
  more.resolve();
  // it asks for the next door some time after the end: whatever was to come of this one has come
  await expect.poll(doors, { timeout: 5000 }).toBe(2);
  expect(seen.at(-1)).toMatch(/^lost/);
});
