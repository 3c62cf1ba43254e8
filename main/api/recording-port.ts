/** What the handlers need of the recordings. Answers in words where something cannot be done. */
import type { UserMessage } from '../contract/failure.ts';
import type { DoneView } from './contract/engines.ts';
import type { RecordingEntryView } from './contract/recording.ts';

type Refused = { readonly done: false; readonly words: UserMessage };

export interface RecordingPort {
  start(): Promise<DoneView>;
  stop(): Promise<{ readonly done: true; readonly path: string | null } | Refused>;
  saveLast(minutes: number | undefined): Promise<{ readonly done: true; readonly path: string } | Refused>;
  setReplay(minutes: number): Promise<DoneView>;
  list(): Promise<{ readonly folder: string; readonly recordings: RecordingEntryView[] }>;
  finalise(file: string): Promise<DoneView>;
  remove(file: string): Promise<DoneView>;
  reveal(file: string | undefined): Promise<DoneView>;
}
