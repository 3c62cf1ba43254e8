/** Main <-> outlet process. Methods are the keys of OutletMethods; events are OutletEvent under the name 'outlet'. */
import type { UserMessage } from '../../contract/failure.ts';
import type { DestinationId, ShowId } from '../../contract/ids.ts';
import type { VideoFormat } from '../../contract/media.ts';
import type { DestinationState, SourceState } from '../../contract/show-events.ts';

export interface OutletConfig {
  readonly showId: ShowId;
  readonly video: VideoFormat;
  /** The programme connects here and sends its encoder's FLV; packets: { type:'flv', encoderGeneration } + bytes in any chunking; a new generation starts with a whole FLV header; { type:'flv-end', encoderGeneration } says that it ended. */
  readonly mediaPath: string;
  /** One closed GOP loop of the slate, encoded with the show's own parameters (FLV file made by `buildSlate`). */
  readonly slatePath: string;
  /** No media for this long = slate. */
  readonly sourceTimeoutMs: number;
}

export interface DestinationSpec {
  readonly id: DestinationId;
  /** rtmp://host[:port]/app */
  readonly url: string;
  /** Never logged, never in an argv. May hold a query string. */
  readonly streamKey: string;
  /** Bound of the queue; past it: drop to the next keyframe, state 'congested'. */
  readonly maxQueueBytes: number;
}

export interface RecordingSpec {
  /** .mp4; never overwritten: when it exists, `-2`, `-3` … before the extension (also for a further part of the same recording). */
  readonly path: string;
  readonly title: string;
  /** Embedded as metadata: AI-generated. */
  readonly aiGenerated: boolean;
}

export interface OutletMethods {
  configure(config: OutletConfig): { readonly pid: number };
  'add-destination'(spec: DestinationSpec): void;
  'remove-destination'(request: { readonly id: DestinationId }): void;
  'start-recording'(spec: RecordingSpec): void;
  /** `path` is the first part; `parts` all of them, in order. */
  'stop-recording'(): { readonly path: string; readonly durationMs: number; readonly parts: readonly string[] } | null;
  stats(): OutletStats;
}

export interface DestinationStats {
  readonly id: DestinationId;
  readonly state: DestinationState;
  readonly queuedBytes: number;
  readonly sentBytes: number;
  readonly acknowledgedBytes: number;
  readonly droppedVideoTags: number;
  readonly reconnects: number;
}

export interface OutletStats {
  readonly source: SourceState;
  readonly encoderGenerations: number;
  /** Timeline position of the last tag, ms. */
  readonly videoMs: number;
  readonly audioMs: number;
  readonly slateMs: number;
  readonly destinations: readonly DestinationStats[];
  readonly recordingBytes: number;
}

export type OutletEvent =
  | { readonly type: 'source'; readonly state: SourceState }
  | { readonly type: 'destination'; readonly id: DestinationId; readonly state: DestinationState; readonly message?: UserMessage }
  | {
      readonly type: 'recording';
      readonly state: 'recording' | 'stopped' | 'failed';
      readonly path: string;
      readonly message?: UserMessage;
    };
