/** What the handlers need of quiet time. Answers in words where something cannot be done. */
import type { DoneView } from './contract/engines.ts';
import type { IdleChange, MusicChange } from './contract/quiet-time.ts';

export interface QuietTimePort {
  setIdle(change: IdleChange): DoneView;
  talkNow(): DoneView;
  setMusic(change: MusicChange): Promise<DoneView>;
}
