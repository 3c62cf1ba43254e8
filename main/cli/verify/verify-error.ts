/** Why an input cannot be measured. Exit code 2. */
import { LayerError } from '../../contract/failure.ts';

export type VerifyErrorCode = 'bad-arguments' | 'no-such-file' | 'ffmpeg-missing' | 'unreadable-input' | 'no-media' | 'no-beacon';

export class VerifyError extends LayerError<VerifyErrorCode> {
  constructor(code: VerifyErrorCode, message: string, options?: { cause?: unknown }) {
    super('VerifyError', code, message, options);
  }
}
