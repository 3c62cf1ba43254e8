/** The show's controls as the doors see them: rehearsal, going live, slates, the emergency button, what happened so far. */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import type { Permission } from '../../access/permissions.ts';
import { airPhases, audiences, slateIds } from '../../contract/air.ts';
import { videoPresetNames } from '../../contract/media.ts';
import { encoderWish, videoRate } from './encoding.ts';
import { idleContract, musicContract } from './quiet-time.ts';
import { doorErrors, userMessage } from './errors.ts';

const needs = (permission: Permission) => oc.$meta<{ readonly permission?: Permission }>({}).errors(doorErrors).meta({ permission });
const slateId = z.enum(slateIds);
const refused = z.object({ done: z.literal(false), words: userMessage });
/** Refused in words where the show is not in a state for it; nothing has changed then. */
const done = z.union([z.object({ done: z.literal(true) }), refused]);

export const showOptions = z.object({
  preset: z.enum(videoPresetNames).default('720p'),
  /** Frames a second; default 30. */
  fps: videoRate.optional(),
  /** Default 'auto': the first hardware encoder that works here, else x264. One that does not work is replaced by x264, which is said. */
  encoder: encoderWish.optional(),
  /** Start in this format whatever was measured. Else `show.start` fails with the reason 'format-too-much' where the machine does not hold it. */
  force: z.boolean().optional(),
  record: z.boolean().default(false),
  /** RTMP destinations beside the local media server. */
  destinations: z
    .array(z.object({ url: z.string().max(2048), streamKey: z.string().max(512), caPem: z.string().max(65_536).optional() }))
    .max(32)
    .default([]),
  /** 'start': the kept destinations that are wanted go on air with it. */
  keptDestinations: z.enum(['start', 'leave']).default('leave'),
  /** 'rehearsal': everything runs, nothing goes to a platform until `goLive`. */
  audience: z.enum(audiences).default('platforms'),
  /** On from the first picture. */
  slate: slateId.nullable().default(null),
});

export const airView = z.object({
  phase: z.enum(airPhases),
  audience: z.enum(audiences),
  slate: slateId.nullable(),
  /** Whether a picture of the streamer's own is there to be chosen. */
  ownSlate: z.enum(['none', 'there']),
});
export type AirView = z.infer<typeof airView>;

/** One sentence on how the show goes. */
export const healthLine = z.object({ level: z.enum(['rest', 'well', 'care', 'trouble']), message: userMessage });
export type HealthLine = z.infer<typeof healthLine>;

export const logEntry = z.object({
  /** Rises by one with each entry. */
  number: z.number(),
  atMs: z.number(),
  level: z.enum(['info', 'warn', 'error']),
  message: userMessage,
});
export type LogEntry = z.infer<typeof logEntry>;

export const showContract = {
  start: needs('show:operate')
    .input(showOptions)
    .output(z.object({ showId: z.string() })),
  /** From the rehearsal, without a new programme: the destinations join, and where `record`, a recording begins unless one runs. */
  goLive: needs('show:operate')
    .input(z.object({ record: z.boolean().default(false) }))
    .output(done),
  /** The slate comes on at once, the programme goes on unseen. null: back to the programme at its next keyframe. */
  slate: needs('show:operate')
    .input(z.object({ slate: slateId.nullable() }))
    .output(done),
  /** Silence and slate now: everything queued and spoken is dropped, and no line is taken until `continue`. */
  panic: needs('show:operate').output(
    z.union([z.object({ done: z.literal(true), slateAfterMs: z.number(), silentAfterMs: z.number() }), refused]),
  ),
  continue: needs('show:operate').output(done),
  stop: needs('show:operate').output(z.object({ recordingPath: z.string().nullable() })),
  /** Takes up the show that was cut off: same format, same destinations, recording on or off as it was. */
  acceptResume: needs('show:operate').output(z.object({ showId: z.string() })),
  declineResume: needs('show:operate').output(z.object({ done: z.literal(true) })),
  /** A whole path on the studio's machine. Refused in words when it is no picture; the one before stays then. */
  chooseSlatePicture: needs('show:operate')
    .input(z.object({ picturePath: z.string().trim().min(1).max(4096) }))
    .output(done),
  forgetSlatePicture: needs('show:operate').output(done),
  /** The anchor's own talk while nobody writes. */
  idle: idleContract,
  music: musicContract,
  /** What happened, in words: the last entries, then each as it comes. */
  log: needs('studio:view').output(eventIterator(z.array(logEntry))),
};
