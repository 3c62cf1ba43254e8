/** A person's outline made fit for cutting: a small mask in, one that follows the picture's own edges out. */
import type { UserMessage } from '../../contract/failure.ts';
import type { Landmarks } from '../pictures/landmarks.ts';

export interface CutPersonRequest {
  readonly picturePath: string;
  /** Base64 of `width` x `height` bytes over the whole picture: how sure it is that a person is there. */
  readonly mask: { readonly width: number; readonly height: number; readonly cover: string };
  /** Whom the mask must hold: the faces that were found. */
  readonly faces: readonly Landmarks['face'][];
  /** PNG: white where the person is, transparent elsewhere. */
  readonly outPath: string;
}

/** In words, where the mask cuts nobody out; nothing is written then. */
export type CutPersonAnswer = { readonly made: true } | { readonly refused: UserMessage };
