/** Swaps of every kind, one round after the other: beside, stop-then-start, taken back while watched, an enhancer on and off. Says what was wanted and what the receipt says. */
import type { Studio } from '../../../main/app/create-studio.ts';
import { receiptOf } from '../swap-over-and-over.ts';
import type { TurnFeed } from './feed-turns.ts';

const pairs = {
  face: ['beacon-face', 'beacon-face-2'],
  tts: ['beacon-voice', 'beacon-voice-2'],
  llm: ['echo', 'echo-2'],
} as const;
type Pair = keyof typeof pairs;
type Slot = Pair | 'enhance';

/** 'anew': stop, then start; nobody is to speak meanwhile, for there is no engine. 'taken back': the new one is on, and the old one is taken again. */
const rounds = [
  ['face', 'beside'],
  ['tts', 'beside'],
  ['llm', 'beside'],
  ['enhance', 'on'],
  ['face', 'taken back'],
  ['tts', 'anew'],
  ['enhance', 'off'],
  ['llm', 'taken back'],
  ['face', 'anew'],
  ['tts', 'taken back'],
  ['llm', 'anew'],
] as const;
type Way = (typeof rounds)[number][1];

export interface SwapDone {
  readonly atMs: number;
  readonly kind: string;
  readonly outcome: string;
  readonly result: 'as wanted' | 'otherwise';
  readonly tookMs: number;
  readonly words: string;
}

/** `none that stays`: what is on stays on, in the process it has; others are put on and taken back. */
export type SwapKinds = 'every kind' | 'none that stays';

/** Carries out round `index`; never throws for a swap that goes wrong. */
export async function swapRound(studio: Studio, feed: TurnFeed, index: number, kinds: SwapKinds): Promise<SwapDone> {
  const [slotId, way] = roundOf(studio, index, kinds);
  const kind = `${slotId} ${way}`;
  const swap = async (): Promise<SwapDone> => {
    const atMs = Date.now();
    const lens = way === 'on' ? 'beacon-lens' : null;
    const choiceId = slotId === 'enhance' ? lens : otherOf(studio, slotId);
    const answer = studio.engines.swap({ slotId, choiceId, mode: way === 'anew' ? 'stop-then-start' : 'beside', reason: 'soak' }, 'soak');
    if (!answer.accepted) return { atMs, kind, outcome: 'refused', result: 'otherwise', tookMs: 0, words: answer.words.en };
    const ended = receiptOf(studio, answer.swapId);
    if (way === 'taken back') {
      await Promise.race([watched(studio, slotId), ended]);
      studio.engines.rollBack(slotId, 'soak');
    }
    const receipt = await ended;
    const wanted = way === 'taken back' ? 'rolled-back' : way === 'anew' ? 'stop-then-started' : 'switched';
    return {
      atMs,
      kind,
      outcome: receipt.outcome,
      result: receipt.outcome === wanted ? 'as wanted' : 'otherwise',
      tookMs: receipt.endedAtMs - receipt.startedAtMs,
      words: receipt.words?.en ?? '',
    };
  };
  return way === 'anew' ? feed.quietly(swap) : swap();
}

function roundOf(studio: Studio, index: number, kinds: SwapKinds): readonly [Slot, Way] {
  if (kinds === 'every kind') return rounds[index % rounds.length] ?? rounds[0];
  // the one slot that may be empty is filled first: what runs there is watched to the end too
  if (activeOf(studio, 'enhance') === undefined) return ['enhance', 'on'];
  return [(['face', 'tts', 'llm'] as const)[index % 3] ?? 'face', 'taken back'];
}

const activeOf = (studio: Studio, slotId: string): string | undefined =>
  studio.snapshot().models.slots.find((slot) => slot.slotId === slotId)?.active?.choiceId;

function otherOf(studio: Studio, slotId: Pair): string {
  const now = activeOf(studio, slotId);
  return pairs[slotId].find((one) => one !== now) ?? pairs[slotId][0];
}

function watched(studio: Studio, slotId: Slot): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (studio.snapshot().models.slots.find((slot) => slot.slotId === slotId)?.phase !== 'watching') return;
      stop();
      resolve();
    };
    const stop = studio.onChange(look);
    look();
  });
}
