/** What is asked of the picture reader for the portrait studio: a picture kept, with every face in it; and a small square out of a kept one. */
import type { UserMessage } from '../../contract/failure.ts';
import type { Point } from '../pictures/landmarks.ts';
import type { FoundFace } from './find-face.ts';

export interface StudyPictureRequest {
  readonly picturePath: string;
  /** The picture in a plain form: upright, bounded, PNG. */
  readonly outPath: string;
  /** The same for a window: smaller, WebP. */
  readonly shownPath: string;
  /** Meshes that the second finder saw, in shares of the picture; left out where it did not look. */
  readonly seen?: readonly (readonly Point[])[];
}

/** At least one face: where none was found, the guess. In words, where the picture itself cannot be used; nothing is written then. */
export type StudyPictureAnswer =
  | { readonly kept: { readonly width: number; readonly height: number }; readonly faces: readonly FoundFace[] }
  | { readonly refused: UserMessage };

export interface ThumbnailRequest {
  readonly picturePath: string;
  /** Middle and height of the square, as shares of the picture's width and height. */
  readonly part: { readonly x: number; readonly y: number; readonly height: number };
  /** Pixels. */
  readonly side: number;
  /** WebP. */
  readonly outPath: string;
}

export type ThumbnailAnswer = { readonly made: true } | { readonly refused: UserMessage };
