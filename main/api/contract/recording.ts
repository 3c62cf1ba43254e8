/** Recordings as the doors see them: the one that runs, the last minutes that are kept, those that are being finished, and those that lie in the folder. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { Permission } from '../../access/permissions.ts';
import { doorErrors, userMessage } from './errors.ts';

const needs = (permission: Permission) => oc.$meta<{ readonly permission?: Permission }>({}).errors(doorErrors).meta({ permission });

export const longestReplayMinutes = 30;
const replayMinutes = z.number().int().min(1).max(longestReplayMinutes);
/** A name in the folder of recordings, never a path. */
const recordingFile = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^/\\\0]+\.mp4$/i, 'is not the name of a recording');

export const recordingView = z.object({
  state: z.enum(['off', 'starting', 'recording', 'failed']),
  path: z.string().nullable(),
  sinceMs: z.number().nullable(),
  /** By a clock that does not jump. */
  durationMs: z.number(),
  bytes: z.number(),
  parts: z.number(),
  /** On the disk of the recordings; null: not known. */
  freeBytes: z.number().nullable(),
  minutesLeft: z.number().nullable(),
  /** What went wrong with the last one. */
  error: userMessage.nullable(),
  /** Files that are being made, or wait for it. */
  finishing: z.array(
    z.object({
      kind: z.enum(['finalise', 'save']),
      file: z.string(),
      phase: z.enum(['waiting', 'reading', 'joining', 'checking']),
      percent: z.number(),
    }),
  ),
  /** The last minutes. */
  replay: z.object({
    /** 0 = they are not kept. */
    minutes: z.number(),
    state: z.enum(['off', 'waiting', 'running', 'failed']),
    coveredMs: z.number(),
    bytes: z.number(),
    error: userMessage.nullable(),
  }),
  /** Grows when `list` would answer something else. */
  listVersion: z.number(),
});
export type RecordingView = z.infer<typeof recordingView>;

export const recordingEntry = z.object({
  file: z.string(),
  atMs: z.number(),
  durationMs: z.number().nullable(),
  bytes: z.number(),
  parts: z.number(),
  subtitles: z.boolean(),
  state: z.enum(['recording', 'finishing', 'unfinished', 'finished']),
});
export type RecordingEntryView = z.infer<typeof recordingEntry>;

const refused = z.object({ done: z.literal(false), words: userMessage });
const done = z.union([z.object({ done: z.literal(true) }), refused]);

export const recordingContract = {
  /** During a show; the stream does not notice. */
  start: needs('show:operate').output(done),
  stop: needs('show:operate').output(z.union([z.object({ done: z.literal(true), path: z.string().nullable() }), refused])),
  /** The last minutes as a file of its own; answers when it is there. Progress is in the snapshot. */
  saveLast: needs('show:operate')
    .input(z.object({ minutes: replayMinutes.optional() }))
    .output(z.union([z.object({ done: z.literal(true), path: z.string() }), refused])),
  /** How many minutes are kept; 0 = none. Holds at once and from then on. */
  setReplay: needs('show:operate')
    .input(z.object({ minutes: z.union([z.literal(0), replayMinutes]) }))
    .output(done),
  list: needs('studio:view').output(z.object({ folder: z.string(), recordings: z.array(recordingEntry) })),
  /** Once more; answers at once. */
  finalise: needs('show:operate')
    .input(z.object({ file: recordingFile }))
    .output(done),
  /** With its subtitles, for good. */
  remove: needs('recording:remove')
    .input(z.object({ file: recordingFile, confirm: z.literal(true) }))
    .output(done),
  /** Shows it in the file manager of the machine that the studio runs on. */
  reveal: needs('show:operate')
    .input(z.object({ file: recordingFile.optional() }))
    .output(done),
};
