/** What a door may hear from the studio besides results. The message is the user's, in English; both languages are in `words`. */
import { LayerError, type UserMessage } from '../contract/failure.ts';

export type StudioErrorCode = 'show-already-on' | 'start-failed' | 'format-too-much' | 'nothing-to-resume';

export class StudioError extends LayerError<StudioErrorCode> {
  readonly words: UserMessage;

  constructor(code: StudioErrorCode, words: UserMessage, options: { readonly cause?: unknown } = {}) {
    super('StudioError', code, words.en, { ...options, detail: { words } });
    this.words = words;
  }
}
