/** Swaps as show events: each phase of a swap once, its outcome with words for those who did not ask for it, and what a person should know besides. */
import type { SwapController } from '../swap/create-swap-controller.ts';
import type { StudioEvents } from './studio-events.ts';

export function tellSwaps(
  swaps: Pick<SwapController, 'onChange' | 'onReceipt' | 'onNotice'>,
  { emit, notice }: Pick<StudioEvents, 'emit' | 'notice'>,
): void {
  const told = new Map<string, string>();
  swaps.onChange(({ slotId, swapId, phase }) => {
    if (swapId === null || told.get(slotId) === `${swapId} ${phase}`) return;
    told.set(slotId, `${swapId} ${phase}`);
    emit({ type: 'swap', slotId, swapId, phase });
  });
  swaps.onReceipt(({ slotId, swapId, outcome, code, words }) =>
    emit({
      type: 'swap',
      slotId,
      swapId,
      phase: 'idle',
      outcome,
      ...(code ? { code } : {}),
      // who asked for it need not be told
      ...(words && code !== 'asked' && code !== 'abandoned' ? { message: words } : {}),
    }),
  );
  swaps.onNotice((message) => notice('warn', message));
}
