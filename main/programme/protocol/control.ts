/** Main <-> programme process. Method names are the keys of ProgrammeMethods; events are ProgrammeEvent under the name 'programme'. */
import type { ClauseId, Epoch, InstanceId, ShowId, TurnId } from '../../contract/ids.ts';
import type { MouthSeen } from '../../contract/show-events.ts';
import type { Expression, Lang, Mark } from '../../contract/speech.ts';
import type { Rect, VideoFormat } from '../../contract/media.ts';
import type { VideoEncoderId } from '../../contract/video-encoders.ts';

export interface ProgrammeLook {
  /** Built-in background id or an absolute picture path. */
  readonly background: string;
  /** '' = none */
  readonly namePlate: string;
  readonly captions: boolean;
  /** The visible "AI" label; default on. */
  readonly aiLabel: boolean;
  /** Where the face frame goes; default: chosen from the video format. Scaled to fit, bottom centred. */
  readonly anchorRect?: Rect;
}

export interface EncoderSettings {
  readonly ffmpegPath: string;
  /** Default: x264. */
  readonly encoder?: VideoEncoderId;
  /** See CodecRequest. */
  readonly device?: string;
  readonly videoBitrateKbps: number;
  readonly audioBitrateKbps: number;
  /** x264 preset; default 'veryfast' with tune zerolatency. */
  readonly preset: string;
  readonly keyframeIntervalSeconds: number;
}

export interface ProgrammeConfig {
  readonly showId: ShowId;
  readonly video: VideoFormat;
  readonly look: ProgrammeLook;
  readonly encoder: EncoderSettings;
  /** Engines connect here (the programme listens). */
  readonly mediaPath: string;
  readonly resourcesDir: string;
  /** Seed of the idle motion, so that a restart goes on in the same manner. */
  readonly motionSeed: number;
  /** 'live': real time, FLV to the outlet. 'file': as fast as possible, into `path` (mp4), ends when the queue has drained after `finish`. */
  readonly output: { readonly mode: 'live'; readonly outletPath: string } | { readonly mode: 'file'; readonly path: string };
  /** First frame number (a restarted programme continues the count). */
  readonly firstFrame: number;
}

export interface ClauseSpec {
  readonly turnId: TurnId;
  readonly epoch: Epoch;
  readonly clauseId: ClauseId;
  /** 0 for the first clause of a turn. */
  readonly index: number;
  readonly text: string;
  readonly lang: Lang;
  readonly expression: Expression;
  /** PCM stream to play; null = caption only, shown for a reading time. */
  readonly streamId: string | null;
  /** What is known of its sounds by now; more may come by 'clause-marks'. */
  readonly marks: readonly Mark[];
}

/** So long the mouth is watched after the first audible frame. */
export const mostMouthFrames = 6;

export interface MusicTrack {
  /** Absolute. */
  readonly path: string;
  /** Brings the track to the loudness of speech. */
  readonly gainDb: number;
}

/** Music under the speech: one track after another, in a loop, without a gap. */
export interface MusicPlan {
  readonly state: 'on' | 'off';
  readonly tracks: readonly MusicTrack[];
  /** Begins with this one. */
  readonly firstTrack: number;
  /** How far under the speech it is while nobody speaks, and how much further while somebody does; both 0 or more. */
  readonly belowDb: number;
  readonly duckDb: number;
}

/** 'playing': this track is heard. 'held': its sound does not come, and it is tried again. 'skipped': it gave no sound at all, the next one is tried. */
export type MusicState = 'playing' | 'off' | 'held' | 'skipped';

export interface ProgrammeMethods {
  configure(config: ProgrammeConfig): { readonly pid: number };
  start(): void;
  /** The face whose frames are on air; null = none. The engine must have attached (it says hello on the media socket). */
  'set-face'(request: { readonly instanceId: InstanceId | null }): void;
  /** The enhancer that the face's pictures are given to from now on; null = none. It may attach later. */
  'set-enhancer'(request: { readonly instanceId: InstanceId | null }): void;
  'set-look'(look: Partial<ProgrammeLook>): void;
  'enqueue-clause'(clause: ClauseSpec): void;
  'clause-marks'(request: { readonly clauseId: ClauseId; readonly marks: readonly Mark[] }): void;
  /** No more PCM follows. failed = play what is there, then go on. */
  'clause-end'(request: { readonly clauseId: ClauseId; readonly failed: boolean }): void;
  /**
   * The voice failed in mid-clause: the clause ends, complete, with the last of these word boundaries (ms from its first sample) that is neither
   * behind the playhead nor beyond the sound that came; the sound fades there within 10 ms, and what still comes of the stream is dropped.
   * `boundary` is its index; null = none would do, and all that came is heard: `keptMs` of it. Also answers for a clause that has just ended.
   * Fails with 'unknown-clause' where it cannot be told what was heard: nothing of the clause may be said again then.
   */
  'cut-clause'(request: { readonly clauseId: ClauseId; readonly boundariesMs: readonly number[] }): {
    readonly keptMs: number;
    readonly boundary: number | null;
  };
  /** No more clauses for this turn. */
  'end-turn'(request: { readonly turnId: TurnId }): void;
  /** The turn ends, incomplete, with the next word: its waiting clauses are dropped, the one that is heard is cut at its next word end (else at its end). */
  'yield-turn'(request: { readonly turnId: TurnId }): void;
  /** What is played under the speech, from now on; tracks that stay are not begun anew. */
  'set-music'(plan: MusicPlan): void;
  /** Drops everything of an epoch <= `epoch` at once; sound fades within 10 ms. Resolves when silence was handed to the encoder. */
  cancel(request: { readonly epoch: Epoch }): { readonly silentAfterMs: number };
  /** From a keyframe within a second on: a new encoder generation that loses no frame. */
  'set-bitrate'(request: { readonly videoKbps: number }): void;
  'attach-outlet'(request: { readonly path: string }): void;
  /** File mode: end when all is played. Resolves when the file is closed. */
  finish(): { readonly frames: number };
  stats(): ProgrammeStats;
}

export interface ProgrammeStats {
  readonly frame: number;
  /** Frames whose tick came more than one frame late: skipped by the clock (never burst). */
  readonly framesSkipped: number;
  /** While speaking: face frame not there in time, mouth held. */
  readonly framesHeldSpeaking: number;
  readonly framesHeldIdle: number;
  readonly framesSpeaking: number;
  /** Changes from one face on air to another: cross-faded, and cut. */
  readonly faceFades: number;
  readonly faceCuts: number;
  /** While an enhancer is on: pictures of the face that it gave in time, and those that were shown as the face drew them. */
  readonly framesEnhanced: number;
  readonly framesPlain: number;
  /** PCM not there in mid-clause. */
  readonly underruns: number;
  readonly queuedClauses: number;
  readonly encoderRestarts: number;
  readonly encoderPid: number | null;
  readonly encoderQueueBytes: number;
  /** Mean time that this process works on a frame (drawing, sound, handing over); null before the first one. */
  readonly frameCostMs: number | null;
}

export type ProgrammeEvent =
  | {
      readonly type: 'speech-started';
      readonly turnId: TurnId;
      readonly clauseId: ClauseId;
      readonly frame: number;
      readonly atMs: number;
    }
  /**
   * The first frame in which this clause can be heard (over -40 dBFS for 5 ms), and what the mouth did in that very frame. Told once per clause that is
   * heard at all: when its lips were seen to move, or have stayed still for `mostMouthFrames`.
   */
  | {
      readonly type: 'speech-heard';
      readonly turnId: TurnId;
      readonly clauseId: ClauseId;
      readonly frame: number;
      readonly atMs: number;
      /** 'moving': the picture of that frame was drawn for that frame, and in its pixels the mouth differs from the mouth at rest. */
      readonly mouth: MouthSeen;
      /** Frames from that one until the mouth was seen to move: 0 when it moved at once, null when it did not within `mostMouthFrames`. */
      readonly mouthAfterFrames: number | null;
      /** When the first picture with moving lips was handed over with its sound; null = they stayed still, or there is no face. */
      readonly lipsAtMs: number | null;
    }
  | {
      readonly type: 'speech-ended';
      readonly turnId: TurnId;
      readonly clauseId: ClauseId;
      readonly frame: number;
      readonly atMs: number;
      readonly complete: boolean;
      readonly playedMs: number;
    }
  | { readonly type: 'turn-ended'; readonly turnId: TurnId; readonly frame: number; readonly atMs: number; readonly complete: boolean }
  | { readonly type: 'cancelled'; readonly epoch: Epoch; readonly atMs: number; readonly silentAfterMs: number }
  /** 'on-air': its picture is seen alone (a cross-fade to it is over). */
  | { readonly type: 'face'; readonly instanceId: InstanceId | null; readonly state: 'attached' | 'on-air' | 'lost' }
  /** 'on-air': its first picture is there. 'lost': it is gone or silent, and the face is shown as it is. */
  | { readonly type: 'enhancer'; readonly instanceId: InstanceId; readonly state: 'attached' | 'on-air' | 'lost' }
  /** Every second of shown frames while an enhancer is on; `costMs`: of one picture, null while none came back. */
  | {
      readonly type: 'enhancer-share';
      readonly instanceId: InstanceId;
      readonly enhanced: number;
      readonly plain: number;
      readonly costMs: number | null;
    }
  /** `pid`: of its decoder, null while there is none. */
  | { readonly type: 'music'; readonly state: MusicState; readonly track: number; readonly pid: number | null; readonly detail: string }
  | { readonly type: 'encoder'; readonly state: 'running' | 'restarting' | 'failed'; readonly pid: number | null; readonly detail: string }
  /** The hardware's encoder kept failing; from the next generation on x264 encodes. `detail`: ffmpeg's last words. */
  | { readonly type: 'encoder-fallback'; readonly from: VideoEncoderId; readonly detail: string }
  /**
   * kbit/s of the picture that is sent from now on: at the start, and after 'set-bitrate'. 'refused': as before, for a second encoder could not be started
   * beside the one at work.
   */
  | { readonly type: 'bitrate'; readonly videoKbps: number; readonly outcome: 'taken' | 'refused' }
  | { readonly type: 'stats'; readonly stats: ProgrammeStats };
// atMs: wall-clock ms (Date.now) at which the data was handed to the encoder.
