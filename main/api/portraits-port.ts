/** What the handlers need of the portrait studio. Answers in words where something cannot be done; throws only for a fault of the studio. */
import type { UserMessage } from '../contract/failure.ts';
import type { DoneView } from './contract/engines.ts';
import type { DraftAnswer, PersonAnswer, PortraitLook, PreviewNews } from './contract/portraits.ts';

export interface PortraitsPort {
  read(picture: { readonly name: string; readonly bytes: Uint8Array }): Promise<DraftAnswer>;
  open(choiceId: string): Promise<DraftAnswer>;
  findPerson(draftId: string): Promise<PersonAnswer>;
  discard(draftId: string): Promise<void>;
  /** Ends by itself, with `ready` or `refused`; an aborted signal ends it early, with everything that it started. */
  preview(
    request: { readonly draftId: string; readonly look: PortraitLook; readonly text: string },
    signal: AbortSignal,
  ): AsyncGenerator<PreviewNews, void, void>;
  /** `by`: the principal's id, kept with the permission to use the face. */
  save(
    request: { readonly draftId: string; readonly look: PortraitLook; readonly title: string },
    by: string,
  ): Promise<{ readonly done: true; readonly choiceId: string } | { readonly done: false; readonly words: UserMessage }>;
  remove(choiceId: string): Promise<DoneView>;
  thumbnails(): Promise<{ choiceId: string; picture: string }[]>;
}
