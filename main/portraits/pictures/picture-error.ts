/** Why a picture or its markers cannot be used, in words. */
import { LayerError, type UserMessage } from '../../contract/failure.ts';

export class PictureError extends LayerError<'bad-file' | 'missing-file'> {
  readonly words: UserMessage;

  constructor(code: 'bad-file' | 'missing-file', words: UserMessage, options: { readonly cause?: unknown } = {}) {
    super('PictureError', code, words.en, { ...options, detail: { words } });
    this.words = words;
  }
}

export function badPicture(en: string, zh: string, cause?: unknown): PictureError {
  return new PictureError('bad-file', { en, zh }, cause === undefined ? {} : { cause });
}
