/** What the handlers need of the show's controls. Answers in words where the show is not in a state for it. */
import type { SlateId } from '../contract/air.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { Event } from '../kernel/emitter.ts';
import type { LogEntry } from './contract/show.ts';

type Refused = { readonly done: false; readonly words: UserMessage };
export type Asked<Extra = object> = ({ readonly done: true } & Extra) | Refused;

export interface ShowPort {
  goLive(options: { readonly record: boolean }): Promise<Asked>;
  slate(slate: SlateId | null): Promise<Asked>;
  panic(): Promise<Asked<{ readonly slateAfterMs: number; readonly silentAfterMs: number }>>;
  continue(): Promise<Asked>;
  chooseSlatePicture(picturePath: string): Promise<Asked>;
  forgetSlatePicture(): Promise<Asked>;
  readonly log: {
    /** The last ones, oldest first. */
    entries(): readonly LogEntry[];
    readonly onEntry: Event<LogEntry>;
  };
}
