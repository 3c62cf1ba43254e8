/** Main <-> finaliser process. Progress comes as events named 'progress'. */
import type { UserMessage } from '../contract/failure.ts';
import type { Finalised, FinaliseErrorCode, FinalisePhase } from './finalise-recording.ts';
import type { SaveReplayRequest } from './save-replay.ts';

export interface FinaliseRequest {
  /** The first part. */
  readonly path: string;
  readonly ffmpegPath: string;
}

export type FinaliserAnswer =
  | { readonly done: true; readonly result: Finalised }
  | { readonly done: false; readonly code: FinaliseErrorCode; readonly words: UserMessage; readonly cause: string };

export interface FinaliserMethods {
  finalise(request: FinaliseRequest): Promise<FinaliserAnswer>;
  'save-replay'(request: SaveReplayRequest): Promise<FinaliserAnswer>;
}

export interface FinaliserProgress {
  readonly path: string;
  readonly phase: FinalisePhase;
  readonly share: number;
}
