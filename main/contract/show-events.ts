/** Events that the studio, the CLI and the benches see. All times are wall-clock ms unless named otherwise. */
import type { Air } from './air.ts';
import type { ClauseId, DestinationId, Epoch, InstanceId, ShowId, SlotId, TurnId } from './ids.ts';
import type { UserMessage } from './failure.ts';
import type { VideoEncoderId } from './video-encoders.ts';
import type { SwapCode, SwapOutcome, SwapPhase } from './swap.ts';
import type { Expression, Lang } from './speech.ts';

/** 'waiting': answered, but the programme that speaks it is being started anew. */
export type TurnState = 'queued' | 'thinking' | 'waiting' | 'speaking' | 'ended' | 'cancelled' | 'failed' | 'refused';
const terminalTurnStates: readonly TurnState[] = ['ended', 'cancelled', 'failed', 'refused'];
/** A turn enters exactly one of these, exactly once. */
export const isTerminalTurn = (state: TurnState): boolean => terminalTurnStates.includes(state);

export type ShowState = 'off' | 'starting' | 'on-air' | 'stopping';
export type DestinationState = 'idle' | 'connecting' | 'live' | 'congested' | 'reconnecting' | 'failed' | 'stopped';
export type SourceState = 'starting' | 'live' | 'slate';

/**
 * Why a clause was not voiced; it is shown as a caption all the same unless it was moderated or cut short, or is a mere sign behind words that were said.
 * 'cut-short': the voice failed in the middle and cannot tell at which word: what was sent is heard, the rest is left out.
 */
export type UnvoicedReason = 'no-voice-for-language' | 'voice-failed' | 'moderated' | 'nothing-to-say' | 'cut-short';
/** 'no-face': nobody is in the picture, or the face is gone and old frames are played. */
export type MouthSeen = 'moving' | 'still' | 'no-face';

export interface ShowEventBase {
  readonly showId: ShowId;
  readonly atMs: number;
}

export type ShowEvent = ShowEventBase &
  (
    | {
        readonly type: 'show';
        readonly state: ShowState;
        readonly previewUrl?: string;
        readonly rtmpUrl?: string;
        readonly recordingPath?: string;
      }
    /** Rehearsal or platforms, slate or programme: what the controls did. */
    | ({ readonly type: 'air' } & Air)
    /** The format that this show is sent in. 'anew': it differs from the last show's, and every publisher has been started again for it. */
    | {
        readonly type: 'parameters';
        readonly width: number;
        readonly height: number;
        readonly fps: number;
        readonly videoBitrateKbps: number;
        readonly audioBitrateKbps: number;
        readonly publishers: 'first' | 'as-before' | 'anew';
      }
    | {
        readonly type: 'turn';
        readonly turnId: TurnId;
        readonly epoch: Epoch;
        readonly state: TurnState;
        readonly author: string;
        readonly text: string;
        /** The anchor talks by itself, because nobody wrote; `author` is '' then, and `text` the line of the script (a model's talk has none). */
        readonly kind?: 'idle';
        /** Waiting, and to be answered before those that are not pinned. */
        readonly pinned?: boolean;
        readonly reason?: UserMessage;
      }
    | {
        readonly type: 'clause';
        readonly turnId: TurnId;
        readonly clauseId: ClauseId;
        readonly index: number;
        readonly text: string;
        readonly lang: Lang;
        readonly expression: Expression;
        readonly voiced: boolean;
        readonly reason?: UnvoicedReason;
        /** The clause whose voice failed in the middle: this one is its rest (from the first word that was not said), and its text is part of that text. */
        readonly continues?: ClauseId;
      }
    /** When each word of a clause is said: `at` = index of its first character, `ms` = after the clause's first sound. Told once all of its sound was made. */
    | {
        readonly type: 'words';
        readonly turnId: TurnId;
        readonly clauseId: ClauseId;
        readonly words: readonly { readonly at: number; readonly ms: number }[];
      }
    /** Fired when the first sample of the clause is handed to the encoder. */
    | {
        readonly type: 'speech-started';
        readonly turnId: TurnId;
        readonly clauseId: ClauseId;
        readonly frame: number;
        /** When the programme handed the sample over; `atMs` is when main heard of it. */
        readonly heardAtMs: number;
      }
    /** The first frame of a clause that can be heard (its first samples are nearly silent). Told when its lips were seen to move, or have stayed still for some frames. */
    | {
        readonly type: 'speech-heard';
        readonly turnId: TurnId;
        readonly clauseId: ClauseId;
        readonly frame: number;
        /** When the programme handed the frame over. */
        readonly heardAtMs: number;
        /** What the mouth did in that very frame, by its pixels. */
        readonly mouth: MouthSeen;
        /** Frames until the mouth was seen to move, 0 = at once, null = not within a fifth of a second. */
        readonly mouthAfterFrames: number | null;
        /** When the first picture with moving lips was handed over with its sound; null = they stayed still, or there is no face. */
        readonly lipsAtMs: number | null;
      }
    | {
        readonly type: 'speech-ended';
        readonly turnId: TurnId;
        readonly clauseId: ClauseId;
        readonly frame: number;
        readonly complete: boolean;
        /** So much of its sound was handed over. */
        readonly playedMs?: number;
      }
    | { readonly type: 'cancelled'; readonly epoch: Epoch; readonly silentAfterMs: number }
    | {
        readonly type: 'engine';
        readonly slotId: SlotId;
        readonly instanceId: InstanceId;
        readonly engineId: string;
        readonly state: string;
        readonly message?: UserMessage;
      }
    /** A swap goes on, or has ended (`outcome`). */
    | {
        readonly type: 'swap';
        readonly slotId: SlotId;
        readonly swapId: string;
        readonly phase: SwapPhase;
        readonly outcome?: SwapOutcome;
        readonly code?: SwapCode;
        readonly message?: UserMessage;
      }
    | {
        readonly type: 'destination';
        readonly destinationId: DestinationId;
        readonly state: DestinationState;
        /** Since it was started. */
        readonly figures?: {
          readonly kbps: number;
          readonly droppedFrames: number;
          readonly reconnects: number;
          /** While reconnecting: until the next try. */
          readonly nextTryInMs: number | null;
        };
        readonly message?: UserMessage;
      }
    /** The live microphone: listening, speech, transcribing, held, off …, in words. */
    | { readonly type: 'hearing'; readonly state: string; readonly message: UserMessage }
    | { readonly type: 'source'; readonly state: SourceState }
    /** How the picture is encoded: at the start, and whenever that changes. */
    | {
        readonly type: 'encoding';
        readonly encoder: VideoEncoderId;
        /** kbit/s of the picture from now on, and when nothing is congested. */
        readonly videoKbps: number;
        readonly wantedVideoKbps: number;
        /** 'instead': the encoder that was asked for does not work here. 'fallback': it failed on air. 'platform': a platform's own limit holds from now on, or no more. */
        readonly cause: 'start' | 'instead' | 'fallback' | 'congested' | 'recovered' | 'refused' | 'platform';
        readonly message: UserMessage;
      }
    | {
        readonly type: 'recording';
        readonly state: 'recording' | 'stopped' | 'failed';
        readonly path: string;
        readonly message?: UserMessage;
      }
    /** Music under the speech. 'held': its sound does not come, it is tried again. 'skipped': that file gave none. `title`: its file's name. */
    | { readonly type: 'music'; readonly state: 'playing' | 'off' | 'held' | 'skipped'; readonly title: string }
    | { readonly type: 'process'; readonly name: string; readonly pid: number | null; readonly state: string }
    | { readonly type: 'notice'; readonly level: 'info' | 'warn' | 'error'; readonly message: UserMessage }
  );
