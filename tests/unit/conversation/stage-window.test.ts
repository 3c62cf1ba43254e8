import { describe, expect, it } from 'vitest';
import { asClauseId, asTurnId } from '../../../main/contract/ids.ts';
import { createStageWindow } from '../../../main/conversation/stage-window.ts';
import { createFakeClock, settle } from '../../fakes/fake-clock.ts';

const turn = asTurnId('t');
const [a, b, c] = [asClauseId('a'), asClauseId('b'), asClauseId('c')];

function open() {
  const clock = createFakeClock();
  const window = createStageWindow({ places: 3, graceMs: 1000, calmMs: 150, clock, onStalled: () => {} });
  const admitted: string[] = [];
  const admit = async (id: typeof a, signal = new AbortController().signal): Promise<void> => {
    await window.admit(turn, id, signal);
    admitted.push(id);
  };
  return { clock, window, admitted, admit };
}

describe('the clause behind the one that is about to be heard', () => {
  it('waits until that is heard', async () => {
    const { window, admitted, admit } = open();
    await admit(a);
    window.complete(a, 900);
    const second = admit(b);
    await settle();
    expect(admitted).toEqual(['a']);
    window.started(a);
    await second;
    expect(admitted).toEqual(['a', 'b']);
    await admit(c);
  });

  it('waits no longer than a moment when nothing is told', async () => {
    const { clock, window, admitted, admit } = open();
    await admit(a);
    window.complete(a, 900);
    const second = admit(b);
    await clock.advance(149);
    expect(admitted).toEqual(['a']);
    await clock.advance(1);
    await second;
    expect(admitted).toEqual(['a', 'b']);
  });

  it('does not wait behind a clause that is too short to cover its making, is still being made, or is played already', async () => {
    for (const prepare of [
      (window: ReturnType<typeof open>['window']) => window.complete(a, 300),
      () => {},
      (window: ReturnType<typeof open>['window']) => {
        window.complete(a, 900);
        window.release(a);
      },
    ]) {
      const { window, admitted, admit } = open();
      await admit(a);
      prepare(window);
      await admit(b);
      expect(admitted).toEqual(['a', 'b']);
    }
  });

  it('is let go by a cancel', async () => {
    const { window, admit } = open();
    await admit(a);
    window.complete(a, 900);
    const controller = new AbortController();
    const second = admit(b, controller.signal);
    controller.abort(new Error('cancelled'));
    await expect(second).rejects.toThrow('cancelled');
    expect(window.size).toBe(1);
  });
});
