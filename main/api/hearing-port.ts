/** What the door may ask of listening. */
import type { ListeningOptions, SoundTaken } from './contract/hearing.ts';

export interface HearingPort {
  /** Somebody turned listening on, and nobody has turned it off since: only then may a page have the microphone. */
  readonly wanted: boolean;
  start(options: ListeningOptions): { readonly sessionId: string };
  feed(sessionId: string, pcm: Int16Array): SoundTaken;
  talk(sessionId: string, button: 'pressed' | 'released'): SoundTaken;
  /** Harmless when it has ended. */
  stop(sessionId: string): void;
}
