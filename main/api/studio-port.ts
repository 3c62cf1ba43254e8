/** What the handlers need of the running studio. The composition root implements it; handlers stay one-line adapters. */
import type { Event } from '../kernel/emitter.ts';
import type { ShowEvent } from '../contract/show-events.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { ShowOptions, StudioSnapshot } from './contract/studio.ts';
import type { DoneView } from './contract/engines.ts';
import type { DestinationsPort } from './destinations-port.ts';
import type { EncodingPort } from './encoding-port.ts';
import type { EnginesPort } from './engines-port.ts';
import type { KnowledgePort } from './knowledge-port.ts';
import type { PortraitsPort } from './portraits-port.ts';
import type { RecordingPort } from './recording-port.ts';
import type { HearingPort } from './hearing-port.ts';
import type { ShowPort } from './show-port.ts';
import type { FoldersPort, MachinePort, ShortcutsPort } from './settings-port.ts';
import type { QuietTimePort } from './quiet-time-port.ts';
import type { TurnsPort } from './turns-port.ts';
import type { VoicesPort } from './voices-port.ts';

export type SayResult = { readonly accepted: true; readonly turnId: string } | { readonly accepted: false; readonly reason: UserMessage };

export type HearResult =
  { readonly accepted: true; readonly turnId: string; readonly text: string } | { readonly accepted: false; readonly reason: UserMessage };

export interface StudioPort {
  snapshot(): StudioSnapshot;
  readonly onChange: Event<void>;
  readonly onEvent: Event<ShowEvent>;
  startShow(options: ShowOptions): Promise<{ showId: string }>;
  stopShow(): Promise<{ recordingPath: string | null }>;
  acceptResume(): Promise<{ showId: string }>;
  declineResume(): void;
  say(line: { readonly author: string; readonly text: string }): SayResult;
  /** One utterance, 16 kHz mono; settles once it became a turn, or why it did not. */
  hear(utterance: { readonly author: string; readonly pcm: Int16Array }): Promise<HearResult>;
  cancel(): Promise<{ silentAfterMs: number }>;
  readonly hearing: HearingPort;
  pin(turnId: string, pinned: boolean): DoneView;
  skip(turnId: string): Promise<DoneView>;
  readonly turns: TurnsPort;
  /** What may be done with a show that is on. */
  readonly controls: ShowPort;
  readonly encoding: EncodingPort;
  readonly engines: EnginesPort;
  readonly knowledge: KnowledgePort;
  readonly destinations: DestinationsPort;
  readonly portraits: PortraitsPort;
  readonly recording: RecordingPort;
  readonly quietTime: QuietTimePort;
  readonly machine: MachinePort;
  readonly folders: FoldersPort;
  readonly shortcuts: ShortcutsPort;
  readonly voices: VoicesPort;
}
