/** What the handlers need of the studio's engines. Answers in words where something cannot be done; throws only for a fault of the studio. */
import type { DoneView, SwapAnswerView } from './contract/engines.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { SwapMode } from '../contract/swap.ts';

export interface EnginesPort {
  /** `by`: the principal's id. */
  swap(
    request: { readonly slotId: string; readonly choiceId: string | null; readonly mode: SwapMode; readonly reason: string },
    by: string,
  ): SwapAnswerView;
  rollBack(slotId: string, by: string): SwapAnswerView;
  abandon(slotId: string, by: string): DoneView;
  commit(slotId: string): DoneView;
  prepare(slotId: string, choiceId: string): Promise<DoneView>;
  unload(instanceId: string): Promise<DoneView>;
  shadow(slotId: string, choiceId: string | null): Promise<DoneView>;
  addChoice(choice: {
    readonly engineId: string;
    readonly title: string;
    readonly options: Readonly<Record<string, unknown>>;
  }): { readonly done: true; readonly choiceId: string } | { readonly done: false; readonly words: UserMessage };
  /** A key that nothing else names goes with it. */
  removeChoice(choiceId: string): Promise<DoneView>;
  installPack(packId: string, partId?: string): DoneView;
  cancelPack(packId: string): DoneView;
  removePack(packId: string): Promise<DoneView>;
  setSecret(secret: {
    readonly name: string;
    readonly value: string;
    readonly keep: 'keychain' | 'plain-file' | 'this-run';
  }): Promise<DoneView>;
}
