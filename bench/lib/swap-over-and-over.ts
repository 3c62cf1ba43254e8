/** Swaps the engines of a beacon show without a pause, every second swap a face; throws when one does not end as switched. */
import type { ReceiptView } from '../../main/api/contract/engines.ts';
import type { Studio } from '../../main/app/create-studio.ts';

const pairs = {
  face: ['beacon-face', 'beacon-face-2'],
  tts: ['beacon-voice', 'beacon-voice-2'],
  llm: ['echo', 'echo-2'],
} as const;
const order = ['face', 'tts', 'face', 'llm'] as const;

/** Resolves with how many swaps of each slot there were. */
export async function swapOverAndOver(studio: Studio, goesOn: () => boolean): Promise<Record<string, number>> {
  const done: Record<string, number> = {};
  for (let index = 0; goesOn(); index += 1) {
    const slotId = order[index % order.length] ?? 'face';
    const now = studio.snapshot().models.slots.find((slot) => slot.slotId === slotId)?.active?.choiceId;
    const choiceId = pairs[slotId].find((one) => one !== now) ?? pairs[slotId][0];
    const receipt = await swapOnce(studio, slotId, choiceId);
    if (receipt.outcome !== 'switched') throw new Error(`the ${slotId} was not switched: ${receipt.words?.en ?? receipt.outcome}`);
    done[slotId] = (done[slotId] ?? 0) + 1;
  }
  return done;
}

/** Resolves with the receipt: the old engine's exit was seen. */
export async function swapOnce(
  studio: Studio,
  slotId: string,
  choiceId: string,
  mode: 'beside' | 'stop-then-start' = 'beside',
): Promise<ReceiptView> {
  const answer = studio.engines.swap({ slotId, choiceId, mode, reason: 'bench' }, 'bench');
  if (!answer.accepted) throw new Error(answer.words.en);
  return receiptOf(studio, answer.swapId);
}

export function receiptOf(studio: Studio, swapId: string): Promise<ReceiptView> {
  return new Promise((resolve) => {
    const look = (): void => {
      const receipt = studio.snapshot().models.receipts.find((candidate) => candidate.swapId === swapId);
      if (!receipt) return;
      stop();
      resolve(receipt);
    };
    const stop = studio.onChange(look);
    look();
  });
}
