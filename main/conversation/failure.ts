/** The errors of this layer. Callers switch on `code`. */
import { LayerError } from '../contract/failure.ts';

export type ConversationErrorCode =
  | 'cancelled'
  | 'disposed'
  | 'brain-timeout'
  | 'brain-silent'
  | 'voice-timeout'
  | 'voice-silent'
  | 'feeling-timeout'
  | 'stage-timeout'
  | 'stage-failed'
  | 'stage-lost'
  | 'stage-gone';

export class ConversationError extends LayerError<ConversationErrorCode> {
  constructor(code: ConversationErrorCode, message: string, options?: { cause?: unknown }) {
    super('ConversationError', code, message, options);
  }
}
