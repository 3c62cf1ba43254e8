/** Why a picture or its markers cannot be used, in words. Whoever serves a request turns it into an answer of its own. */
import type { UserMessage } from '../../contract/failure.ts';

export class PictureError extends Error {
  override readonly name = 'PictureError';
  readonly code: 'bad-file' | 'missing-file';
  readonly words: UserMessage;

  constructor(code: 'bad-file' | 'missing-file', words: UserMessage, options: { readonly cause?: unknown } = {}) {
    super(words.en, options);
    this.code = code;
    this.words = words;
  }
}

export function badPicture(en: string, zh: string, cause?: unknown): PictureError {
  return new PictureError('bad-file', { en, zh }, cause === undefined ? {} : { cause });
}
