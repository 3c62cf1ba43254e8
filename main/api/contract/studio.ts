/**
 * What may be asked of the studio: one contract for every door (window, HTTP, WebSocket). Each procedure names its permission.
 * Types and schemas only; handlers live in ../handlers.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { permissions } from '../../access/permissions.ts';
import type { Permission } from '../../access/permissions.ts';
import type { ShowEvent } from '../../contract/show-events.ts';
import { destinationsContract, destinationView } from './destinations.ts';
import { encodingContract, encodingView } from './encoding.ts';
import { enginesContract, modelsView } from './engines.ts';
import { knowledgeContract, knowledgeView } from './knowledge.ts';
import { portraitsContract } from './portraits.ts';
import { recordingContract, recordingView } from './recording.ts';
import { resumeOffer } from './resume.ts';
import { doorErrors, userMessage } from './errors.ts';
import { hearingContract, hearingView, soundOf } from './hearing.ts';
import { airView, healthLine, showContract, type showOptions } from './show.ts';
import { quietTimeView } from './quiet-time.ts';
import { foldersContract, machineContract, shortcutsContract } from './settings.ts';
import { turnsContract, turnView } from './turns.ts';
import { voiceOffer, voicesContract } from './voices.ts';

export { permissions };
export type { Permission };
export interface ProcedureMeta {
  readonly permission?: Permission;
}

const base = oc.$meta<ProcedureMeta>({}).errors(doorErrors);
const needs = (permission: Permission) => base.meta({ permission });

export const maxChatLineLength = 20_000;
export const chatLine = z.object({ author: z.string().trim().min(1).max(80), text: z.string().max(200_000) });
export const utterance = z.object({ author: z.string().trim().min(1).max(80), pcm: soundOf(30) });
const done = z.union([z.object({ done: z.literal(true) }), z.object({ done: z.literal(false), words: userMessage })]);

export const engineView = z.object({
  slotId: z.string(),
  kind: z.string(),
  engineId: z.string(),
  title: userMessage,
  instanceId: z.string().nullable(),
  pid: z.number().nullable(),
  state: z.enum(['off', 'loading', 'ready', 'failed', 'restarting']),
  rssBytes: z.number().nullable(),
  detail: z.string(),
});
export const processView = z.object({
  name: z.string(),
  pid: z.number().nullable(),
  state: z.string(),
  rssBytes: z.number().nullable(),
  cpuPercent: z.number().nullable(),
});
export const studioSnapshot = z.object({
  show: z.object({
    state: z.enum(['off', 'starting', 'on-air', 'stopping']),
    showId: z.string().nullable(),
    sinceMs: z.number().nullable(),
    previewUrl: z.string().nullable(),
    rtmpUrl: z.string().nullable(),
    recordingPath: z.string().nullable(),
    source: z.enum(['starting', 'live', 'slate']).nullable(),
    air: airView,
    framesHeldSpeaking: z.number(),
    framesSkipped: z.number(),
    width: z.number(),
    height: z.number(),
    fps: z.number(),
    /** null: off air. */
    encoding: encodingView.nullable(),
  }),
  speaking: z
    .object({
      turnId: z.string(),
      clauseId: z.string(),
      text: z.string(),
      /** When its first sound was sent. */
      sinceMs: z.number(),
      /** When each word is said: index of its first character, ms after `sinceMs`. Empty: the voice does not tell, or not yet. */
      words: z.array(z.object({ at: z.number(), ms: z.number() })),
    })
    .nullable(),
  /** How the show goes, in one sentence. */
  health: healthLine,
  /** The last ones of this run; `turns.page` has those before them. */
  turns: z.array(turnView),
  engines: z.array(engineView),
  /** The live microphone. */
  hearing: hearingView,
  /** Slots, what can fill them, swaps as they happen, receipts. */
  models: modelsView,
  /** Which book the anchor answers from. */
  knowledge: knowledgeView,
  processes: z.array(processView),
  destinations: z.array(destinationView),
  recording: recordingView,
  /** A show that a crash cut off and that may be taken up again. */
  resumeOffer: resumeOffer.nullable(),
  quietTime: quietTimeView,
  /** null: the anchor's own voice is in a slot, or it has none. */
  voiceOffer: voiceOffer.nullable(),
  notices: z.array(z.object({ atMs: z.number(), level: z.enum(['info', 'warn', 'error']), message: userMessage })),
});
export type StudioSnapshot = z.infer<typeof studioSnapshot>;
export type EngineView = z.infer<typeof engineView>;
export type ProcessView = z.infer<typeof processView>;
export type NoticeView = StudioSnapshot['notices'][number];
export type ShowView = StudioSnapshot['show'];
/** What is left out is left as it is. */
type WithDefault = 'keptDestinations' | 'audience' | 'slate';
export type ShowOptions = Omit<z.infer<typeof showOptions>, WithDefault> & Partial<Pick<z.infer<typeof showOptions>, WithDefault>>;
export type { AirView, HealthLine, LogEntry } from './show.ts';
export type { DestinationView } from './destinations.ts';
export type { PastTurnView, TurnView } from './turns.ts';

export const studioContract = {
  studio: {
    snapshot: needs('studio:view').output(studioSnapshot),
    /** A fresh snapshot first, then one after each change, at most 10 a second. */
    watch: needs('studio:view').output(eventIterator(studioSnapshot)),
    /** Every show event as it happens. */
    events: needs('studio:view').output(eventIterator(z.custom<ShowEvent>())),
  },
  show: showContract,
  chat: {
    /** The one door for chat lines. `refused` says in words why a line does not become a turn; it is no error. */
    say: needs('chat:send')
      .input(chatLine)
      .output(
        z.union([
          z.object({ accepted: z.literal(true), turnId: z.string() }),
          z.object({ accepted: z.literal(false), reason: userMessage }),
        ]),
      ),
    /** One utterance of speech; its words go through the door of typed chat. `refused` also where no ear is switched on. */
    hear: needs('chat:send')
      .input(utterance)
      .output(
        z.union([
          z.object({ accepted: z.literal(true), turnId: z.string(), text: z.string() }),
          z.object({ accepted: z.literal(false), reason: userMessage }),
        ]),
      ),
    /** Silence at once: everything queued or being spoken is dropped. */
    cancel: needs('show:operate').output(z.object({ silentAfterMs: z.number() })),
    /** A waiting line goes before those that are not pinned. */
    pin: needs('show:operate')
      .input(z.object({ turnId: z.string().max(64), pinned: z.boolean() }))
      .output(done),
    /** Drops one line, waiting or being spoken; the others are answered. */
    skip: needs('show:operate')
      .input(z.object({ turnId: z.string().max(64) }))
      .output(done),
  },
  turns: turnsContract,
  hearing: hearingContract,
  encoding: encodingContract,
  engines: enginesContract,
  knowledge: knowledgeContract,
  destinations: destinationsContract,
  portraits: portraitsContract,
  recording: recordingContract,
  machine: machineContract,
  folders: foldersContract,
  shortcuts: shortcutsContract,
  voices: voicesContract,
};
export type StudioContract = typeof studioContract;
