/** What may be drawn as a slate. */
import type { UserMessage } from '../../contract/failure.ts';

export type SlatePicture =
  /** On a calm background, in both languages. */
  | { readonly text: UserMessage }
  /** A PNG of the streamer's, fitted into the frame. */
  | { readonly picturePath: string };

export interface DrawSlateRequest {
  readonly picture: SlatePicture;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** PNG; written whole, what is there is replaced. */
  readonly outPath: string;
}
