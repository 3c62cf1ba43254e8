/** Sound on its way to the studio: in order, one piece at a time, bounded, and ended where the studio does not listen any more. */
import { expect, it } from 'vitest';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import { base64Of, createSoundSender } from '../../../renderer/studio/features/hearing/sound-sender.ts';
import type { StudioClient } from '../../../renderer/studio/bridge/studio-connection.ts';
import { settle } from '../../fakes/fake-clock.ts';

function studio(): { client: () => StudioClient; asked: string[]; answer: (taken: object) => Promise<void> } {
  const asked: string[] = [];
  const waiting: ((taken: object) => void)[] = [];
  const ask = (what: string): Promise<object> => {
    asked.push(what);
    const asking = createDeferred<object>();
    waiting.push((taken) => asking.resolve(taken));
    return asking.promise;
  };
  const hearing = {
    feed: ({ pcm }: { pcm: string }) => ask(`feed ${Buffer.from(pcm, 'base64').readInt16LE(0)}`),
    talk: ({ button }: { button: string }) => ask(button),
  };
  return {
    client: () => ({ hearing }) as unknown as StudioClient,
    asked,
    async answer(taken) {
      waiting.shift()?.(taken);
      await settle();
    },
  };
}
const piece = (value: number) => ({ pcm: Int16Array.of(value, value) });
const taken = { accepted: true };

it('sends one after the other, the button where it was pressed', async () => {
  const { client, asked, answer } = studio();
  const sender = createSoundSender('s', client, () => {});
  for (const step of [piece(1), { button: 'pressed' } as const, piece(2), { button: 'released' } as const]) sender.send(step);
  expect(asked).toEqual(['feed 1']);
  for (let step = 0; step < 4; step += 1) await answer(taken);
  expect(asked).toEqual(['feed 1', 'pressed', 'feed 2', 'released']);
});

it('lets the oldest sound go where the studio does not keep up, and never the button', async () => {
  const { client, asked, answer } = studio();
  const sender = createSoundSender('s', client, () => {});
  sender.send(piece(0));
  sender.send({ button: 'pressed' });
  for (let value = 1; value <= 40; value += 1) sender.send(piece(value));
  sender.send({ button: 'released' });
  for (let step = 0; step < 30; step += 1) await answer(taken);
  expect(asked).toHaveLength(21);
  expect(asked.slice(0, 3)).toEqual(['feed 0', 'pressed', 'feed 23']);
  expect(asked.slice(-2)).toEqual(['feed 40', 'released']);
});

it('ends once when the session is refused', async () => {
  const { client, asked, answer } = studio();
  let ends = 0;
  const sender = createSoundSender('s', client, () => (ends += 1));
  sender.send(piece(1));
  sender.send(piece(2));
  await answer({ accepted: false });
  sender.send(piece(3));
  await settle();
  expect([ends, asked]).toEqual([1, ['feed 1']]);
});

it('goes on after a call that was lost with the connection, and without a door', async () => {
  const { client, asked, answer } = studio();
  let door: 'open' | 'shut' = 'shut';
  const sender = createSoundSender(
    's',
    () => (door === 'open' ? client() : null),
    () => {},
  );
  sender.send(piece(1));
  await settle();
  door = 'open';
  sender.send(piece(2));
  await answer(Promise.reject(new Error('gone')));
  sender.send(piece(3));
  await answer(taken);
  expect(asked).toEqual(['feed 2', 'feed 3']);
});

it('is 16 bit little-endian, also of a part of a larger buffer', () => {
  expect(Buffer.from(base64Of(new Int16Array([9, 0x1234, -2]).subarray(1)), 'base64')).toEqual(Buffer.from([0x34, 0x12, 0xfe, 0xff]));
});
