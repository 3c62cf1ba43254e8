/** What the handlers need to know of video encoders. */
import type { CheckedFormat, EncodersView, FormatQuestion } from './contract/encoding.ts';

export interface EncodingPort {
  /** Rejects with FfmpegError where there is no ffmpeg. */
  encoders(): Promise<EncodersView>;
  check(question: FormatQuestion): Promise<CheckedFormat>;
}
