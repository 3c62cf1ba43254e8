/** The error of this layer. Callers switch on `code`; `detail.words` is what a person reads, in both languages. */
import { LayerError } from '../contract/failure.ts';
import type { SwapCode } from '../contract/swap.ts';

export class SwapError extends LayerError<SwapCode> {
  /** Put the sentence for people into `detail.words`; without it the controller says what the code says. */
  constructor(code: SwapCode, message: string, options?: { cause?: unknown; detail?: Readonly<Record<string, unknown>> }) {
    super('SwapError', code, message, options);
  }
}
