/** Main <-> outlet process. Methods are the keys of OutletMethods; events are OutletEvent under the name 'outlet'. */
import type { UserMessage } from '../../contract/failure.ts';
import type { DestinationId, ShowId } from '../../contract/ids.ts';
import type { VideoFormat } from '../../contract/media.ts';
import type { DestinationState, SourceState } from '../../contract/show-events.ts';

export interface SlateFiles {
  /** One closed GOP loop of the slate, encoded with the show's own parameters (FLV file made by `buildSlate`). */
  readonly slatePath: string;
  /** Other slates of the same kind, read in advance so that each comes on at once. */
  readonly moreSlatePaths?: readonly string[];
  /** A slate that is on by command: the programme is not shown. */
  readonly heldSlatePath?: string;
}

export interface OutletConfig extends SlateFiles {
  readonly showId: ShowId;
  readonly video: VideoFormat;
  /** The programme connects here and sends its encoder's FLV; packets: { type:'flv', encoderGeneration } + bytes in any chunking; a new generation starts with a whole FLV header; { type:'flv-end', encoderGeneration } says that it ended. */
  readonly mediaPath: string;
  /** No media for this long = slate. */
  readonly sourceTimeoutMs: number;
}

export interface DestinationSpec {
  readonly id: DestinationId;
  /** rtmp(s)://host[:port]/app or srt://host:port[?options] */
  readonly url: string;
  /** Never logged, never in an argv. May hold a query string. SRT: the stream id. */
  readonly streamKey: string;
  /** Bounds of the queue; past one of them: drop to the next keyframe, state 'congested'. */
  readonly maxQueueBytes: number;
  /** On the stream's own clock; default 6000. */
  readonly maxQueueMs?: number;
  /** RTMPS: certificates that are trusted beside the well-known authorities. */
  readonly extraCaPem?: string;
  /** An ffmpeg that has the srt protocol; without it an srt:// address fails in words. */
  readonly srtFfmpegPath?: string;
}

/** Tries a destination before the show, from a process of its own. */
export interface PreflightRequest {
  readonly url: string;
  readonly streamKey: string;
  /** 'publish' puts a few seconds of `samplePath` there under the key; 'look' only asks whether the server serves such an address. */
  readonly intent: 'publish' | 'look';
  /** FLV, at most a few seconds; filled up to the rate that is tried. Needed for 'publish'. */
  readonly samplePath?: string;
  /** What the show would send to this destination. */
  readonly wantedKbps: number;
  readonly extraCaPem?: string;
  readonly srtFfmpegPath?: string;
}

export type PreflightStepName = 'address' | 'reach' | 'accept' | 'upload';

export interface PreflightStep {
  readonly step: PreflightStepName;
  readonly outcome: 'ok' | 'warn' | 'failed' | 'skipped';
  readonly message: UserMessage;
}

export interface PreflightReport {
  readonly steps: readonly PreflightStep[];
  /** Confirmed by the server; null: not measured. A lower bound when it reached the rate that was tried. */
  readonly measuredKbps: number | null;
}

export interface RecordingSpec {
  /** .mp4; never overwritten: when it exists, `-2`, `-3` … before the extension (also for a further part of the same recording). */
  readonly path: string;
  readonly title: string;
  /** Embedded as metadata: AI-generated. */
  readonly aiGenerated: boolean;
}

/** The last minutes, kept on the disk whether or not something is recorded. */
export interface ReplaySpec {
  /** Of its own; made when it is not there, gone with the end of the ring. */
  readonly dir: string;
  /** On the stream's own clock. */
  readonly maxMs: number;
  readonly maxBytes: number;
}

/** On the timeline, ms. */
export interface ReplayRange {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly bytes: number;
}

/** Files that stay as they are until they are released. `head` and the fragments in a row are one FLV stream. */
export interface ReplayHold {
  readonly holdId: number;
  /** base64: file header and decoder configurations. */
  readonly head: string;
  /** Only so many bytes of each: the last one may still grow. */
  readonly fragments: readonly { readonly path: string; readonly bytes: number }[];
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface OutletMethods {
  configure(config: OutletConfig): { readonly pid: number };
  'add-destination'(spec: DestinationSpec): void;
  'remove-destination'(request: { readonly id: DestinationId }): void;
  'start-recording'(spec: RecordingSpec): void;
  /** A slate by command, made like `slatePath`: on at once, while the programme goes on unseen. null: back to the programme at its next keyframe. */
  'hold-slate'(request: { readonly path: string | null }): { readonly atVideoMs: number };
  /** The show is encoded by another encoder now: these in place of the slates before. One that is on goes over to its new self with a keyframe. */
  'use-slates'(files: SlateFiles): void;
  /** `path` is the first part; `parts` all of them, in order. */
  'stop-recording'(): { readonly path: string; readonly durationMs: number; readonly parts: readonly string[] } | null;
  /** null ends it. Another one than before begins anew. */
  'set-replay'(spec: ReplaySpec | null): void;
  /** null: nothing is kept. */
  'hold-replay'(request: { readonly lastMs: number }): ReplayHold | null;
  'release-replay'(request: { readonly holdId: number }): void;
  stats(): OutletStats;
  /** Needs no configuration. */
  preflight(request: PreflightRequest): PreflightReport;
}

/** Figures of one destination since it was added. */
export interface DestinationFigures {
  /** Sent over the last few seconds. */
  readonly kbps: number;
  readonly droppedVideoTags: number;
  readonly reconnects: number;
  /** While reconnecting: until the next try. */
  readonly nextTryInMs: number | null;
}

export interface DestinationStats extends DestinationFigures {
  readonly id: DestinationId;
  readonly state: DestinationState;
  readonly queuedBytes: number;
  readonly queuedMs: number;
  readonly sentBytes: number;
  /** 0 for ever with servers that send no acknowledgements. */
  readonly acknowledgedBytes: number;
  /** The last thing that went wrong, kept when it works again. */
  readonly lastProblem: UserMessage | null;
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
  readonly replay: ReplayRange | null;
}

export type OutletEvent =
  | { readonly type: 'source'; readonly state: SourceState }
  /** From here to the next anchor, programme frame `frame` + n is n frames behind `atMs` in that part. */
  | { readonly type: 'recording-anchor'; readonly path: string; readonly frame: number; readonly atMs: number }
  /** The same for the last minutes that are kept; `timelineMs` as in ReplayHold. */
  | { readonly type: 'replay-anchor'; readonly frame: number; readonly timelineMs: number }
  /** 'slow': it goes on with a hole. */
  | { readonly type: 'replay'; readonly state: 'failed' | 'slow'; readonly message: UserMessage }
  | {
      readonly type: 'destination';
      readonly id: DestinationId;
      readonly state: DestinationState;
      readonly figures: DestinationFigures;
      readonly message?: UserMessage;
    }
  | {
      readonly type: 'recording';
      readonly state: 'recording' | 'stopped' | 'failed';
      readonly path: string;
      readonly message?: UserMessage;
    };
