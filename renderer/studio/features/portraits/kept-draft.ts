/** The portrait that is being made, as far as it is: looking at another screen of the window loses nothing of it. Gone with the window. */
import type { PortraitDraft } from '../../../../main/api/contract/portraits.ts';

export interface KeptDraft {
  /** With what has been set so far. */
  readonly draft: PortraitDraft;
  /** Which of its faces was chosen. */
  readonly chosen: number;
}

let kept: KeptDraft | null = null;

export const keptDraft = {
  get: (): KeptDraft | null => kept,
  set(next: KeptDraft | null): void {
    kept = next;
  },
};
