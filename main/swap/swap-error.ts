/** The error of this layer. Callers switch on `code`; `detail.words` is what a person reads, in both languages. */
import { LayerError, type UserMessage } from '../contract/failure.ts';
import type { SwapCode } from '../contract/swap.ts';

export class SwapError extends LayerError<SwapCode> {
  /** Put the sentence for people into `detail.words`; without it the controller says what the code says. */
  constructor(code: SwapCode, message: string, options?: { cause?: unknown; detail?: Readonly<Record<string, unknown>> }) {
    super('SwapError', code, message, options);
  }
}

/** The sentence in `detail.words` of any error that carries one, whichever layer threw it. */
export function wordsIn(error: unknown): UserMessage | undefined {
  const words: unknown = error instanceof LayerError ? error.detail?.['words'] : undefined;
  if (typeof words !== 'object' || words === null || !('en' in words) || !('zh' in words)) return undefined;
  const { en, zh } = words;
  return typeof en === 'string' && typeof zh === 'string' && en !== '' && zh !== '' ? { en, zh } : undefined;
}
