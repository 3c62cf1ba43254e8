/**
 * A further pair of eyes for still pictures, where the shell has one (a page of its own, main/shell/looker). Whoever asks works without it: what it did not
 * see is told in words and the caller goes on with what it has. Points are shares of the picture's width and height.
 */
import type { UserMessage } from './failure.ts';

export interface SeenFace {
  /** MediaPipe's face mesh with irises: 478 points. */
  readonly mesh: readonly (readonly [x: number, y: number])[];
}

/** How sure it is, pixel by pixel, that a person is there: 0..255, row by row, over the whole picture. */
export interface PersonMask {
  readonly width: number;
  readonly height: number;
  readonly cover: Uint8Array;
}

export type Looked<Seen> = { readonly seen: Seen } | { readonly unseen: UserMessage };

export interface PictureLooker {
  /** Why it looks no more in this run; null: it may be asked. */
  fault(): UserMessage | null;
  /** Never rejects. A PNG, upright. */
  faces(png: Uint8Array): Promise<Looked<readonly SeenFace[]>>;
  /** Never rejects. */
  person(png: Uint8Array): Promise<Looked<PersonMask>>;
  dispose(): void;
}
