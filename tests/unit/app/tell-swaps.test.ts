/** A swap is told phase by phase, once each; its end with words, but not to the one who asked for it. */
import { describe, expect, it } from 'vitest';
import type { UnstampedShowEvent } from '../../../main/app/create-show.ts';
import { tellSwaps } from '../../../main/app/tell-swaps.ts';
import type { UserMessage } from '../../../main/contract/failure.ts';
import { Emitter } from '../../../main/kernel/emitter.ts';
import type { SlotSwapView, SwapReceipt } from '../../../main/swap/types.ts';

function rig() {
  const events: UnstampedShowEvent[] = [];
  const onChange = new Emitter<SlotSwapView>();
  const onReceipt = new Emitter<SwapReceipt>();
  const onNotice = new Emitter<UserMessage>();
  tellSwaps(
    { onChange: onChange.event, onReceipt: onReceipt.event, onNotice: onNotice.event },
    { emit: (event) => events.push(event), notice: (level, message) => events.push({ type: 'notice', level, message }) },
  );
  return {
    events,
    onNotice,
    phase: (slotId: string, swapId: string | null, phase: string) => onChange.emit({ slotId, swapId, phase } as SlotSwapView),
    ended: (receipt: object) => onReceipt.emit({ slotId: 'face', swapId: 's1', ...receipt } as SwapReceipt),
  };
}
const words = { en: 'It died while it was watched.', zh: '观察期间退出。' };

describe('swaps as show events', () => {
  it('tells each phase once, slot by slot, and nothing of a slot that rests', () => {
    const { events, phase } = rig();
    phase('face', null, 'idle');
    phase('face', 's1', 'loading');
    phase('face', 's1', 'loading');
    phase('tts', 's2', 'loading');
    phase('face', 's1', 'loading');
    phase('face', 's1', 'watching');
    phase('face', 's3', 'watching');
    expect(events).toEqual([
      { type: 'swap', slotId: 'face', swapId: 's1', phase: 'loading' },
      { type: 'swap', slotId: 'tts', swapId: 's2', phase: 'loading' },
      { type: 'swap', slotId: 'face', swapId: 's1', phase: 'watching' },
      { type: 'swap', slotId: 'face', swapId: 's3', phase: 'watching' },
    ]);
  });

  it.each([
    [{ outcome: 'switched' }, { outcome: 'switched' }],
    [
      { outcome: 'rolled-back', code: 'process-died', words },
      { outcome: 'rolled-back', code: 'process-died', message: words },
    ],
    [
      { outcome: 'rolled-back', code: 'asked', words },
      { outcome: 'rolled-back', code: 'asked' },
    ],
    [
      { outcome: 'rejected', code: 'abandoned', words },
      { outcome: 'rejected', code: 'abandoned' },
    ],
  ])('tells the end %j', (receipt, told) => {
    const { events, ended } = rig();
    ended(receipt);
    expect(events).toEqual([{ type: 'swap', slotId: 'face', swapId: 's1', phase: 'idle', ...told }]);
  });

  it('passes on what a person should know', () => {
    const { events, onNotice } = rig();
    onNotice.emit(words);
    expect(events).toEqual([{ type: 'notice', level: 'warn', message: words }]);
  });
});
