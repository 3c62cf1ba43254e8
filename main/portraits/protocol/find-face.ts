/** What is asked of the face finder and what it answers. */
import type { UserMessage } from '../../contract/failure.ts';
import type { Landmarks } from '../pictures/landmarks.ts';

export interface FindFaceRequest {
  readonly picturePath: string;
}

/** `none`: the markers are a guess; the others say what to look at. */
export type FindingCode = 'none' | 'several' | 'profile' | 'hidden' | 'tiny' | 'huge' | 'unsure';

export interface Finding {
  readonly code: FindingCode;
  readonly words: UserMessage;
}

export interface FoundFace {
  /** The best there is; where no face was found, an ordinary face in the middle of the picture. */
  readonly landmarks: Landmarks;
  /** Empty: one face, seen well. */
  readonly findings: readonly Finding[];
}

/** In words, where the picture itself cannot be used. */
export type FindFaceAnswer = { readonly found: FoundFace } | { readonly refused: UserMessage };
