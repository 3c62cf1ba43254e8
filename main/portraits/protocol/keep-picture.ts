/** A picture read once and kept in a plain form: upright, bounded, PNG. */
import type { UserMessage } from '../../contract/failure.ts';

export interface KeepPictureRequest {
  readonly picturePath: string;
  /** Written whole; what is there is replaced. */
  readonly outPath: string;
}

/** In words, where the picture cannot be used; nothing is written then. */
export type KeepPictureAnswer = { readonly kept: { readonly width: number; readonly height: number } } | { readonly refused: UserMessage };
