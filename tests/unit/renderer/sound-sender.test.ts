/** Sound on its way to the studio: in order, one piece at a time, bounded, and ended where the studio does not listen any more. */
import { expect, it } from 'vitest';
import type { SoundTaken } from '../../../main/api/contract/hearing.ts';
import { base64Of, createSoundSender, type SoundDoor } from '../../../renderer/studio/features/hearing/sound-sender.ts';
import { settle } from '../../fakes/fake-clock.ts';

function studio(): { door: () => SoundDoor; asked: string[]; answer: (taken: SoundTaken | Promise<never>) => Promise<void> } {
  const asked: string[] = [];
  const waiting: ((taken: SoundTaken | Promise<never>) => void)[] = [];
  const ask = (what: string): Promise<SoundTaken> =>
    new Promise((resolve) => {
      asked.push(what);
      waiting.push(resolve);
    });
  return {
    door: () => ({
      feed: ({ pcm }) => ask(`feed ${Buffer.from(pcm, 'base64').readInt16LE(0)}`),
      talk: ({ button }) => ask(button),
    }),
    asked,
    async answer(taken) {
      waiting.shift()?.(taken);
      await settle();
    },
  };
}
const piece = (value: number) => ({ pcm: Int16Array.of(value, value) });
const taken: SoundTaken = { accepted: true };
const refused: SoundTaken = { accepted: false, reason: { en: 'off', zh: '关' } };

it('sends one after the other, the button where it was pressed', async () => {
  const { door, asked, answer } = studio();
  const sender = createSoundSender('s', door, () => {});
  for (const step of [piece(1), { button: 'pressed' } as const, piece(2), { button: 'released' } as const]) sender.send(step);
  expect(asked).toEqual(['feed 1']);
  for (let step = 0; step < 4; step += 1) await answer(taken);
  expect(asked).toEqual(['feed 1', 'pressed', 'feed 2', 'released']);
});

it('lets the oldest sound go where the studio does not keep up, and never the button', async () => {
  const { door, asked, answer } = studio();
  const sender = createSoundSender('s', door, () => {});
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
  const { door, asked, answer } = studio();
  let ends = 0;
  const sender = createSoundSender('s', door, () => (ends += 1));
  sender.send(piece(1));
  sender.send(piece(2));
  await answer(refused);
  sender.send(piece(3));
  await settle();
  expect([ends, asked]).toEqual([1, ['feed 1']]);
});

it('goes on after a call that was lost with the connection, and without a door', async () => {
  const { door, asked, answer } = studio();
  let state: 'open' | 'shut' = 'shut';
  const sender = createSoundSender(
    's',
    () => (state === 'open' ? door() : null),
    () => {},
  );
  sender.send(piece(1));
  await settle();
  state = 'open';
  sender.send(piece(2));
  await answer(Promise.reject(new Error('gone')));
  sender.send(piece(3));
  await answer(taken);
  expect(asked).toEqual(['feed 2', 'feed 3']);
});

it('is 16 bit little-endian, also of a part of a larger buffer', () => {
  expect(Buffer.from(base64Of(new Int16Array([9, 0x1234, -2]).subarray(1)), 'base64')).toEqual(Buffer.from([0x34, 0x12, 0xfe, 0xff]));
});
