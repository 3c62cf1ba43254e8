/** Quiet time as the doors see it: the anchor's own talk while nobody writes, and music under the speech. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { Permission } from '../../access/permissions.ts';
import { doorErrors, userMessage } from './errors.ts';

const needs = (permission: Permission) => oc.$meta<{ readonly permission?: Permission }>({}).errors(doorErrors).meta({ permission });
const done = z.union([z.object({ done: z.literal(true) }), z.object({ done: z.literal(false), words: userMessage })]);

const idleSettings = z.object({
  /** 'script': the lines of the script; 'model': the running language model talks about what it knows. */
  source: z.enum(['off', 'script', 'model']),
  /** It is quiet for a time between these before the anchor talks. */
  minSeconds: z.number().min(1).max(86_400),
  maxSeconds: z.number().min(1).max(86_400),
  order: z.enum(['sequential', 'shuffled']),
  /** What a language model talks about; '' = what it likes. */
  topic: z.string().trim().max(500),
  lang: z.enum(['zh', 'en']),
  /** One line each; those that begin with # are not said. */
  script: z.string().max(600_000),
});
const musicSettings = z.object({
  state: z.enum(['on', 'off']),
  /** dB under the speech while nobody speaks. */
  belowDb: z.number().min(0).max(40),
  /** dB further down while somebody speaks. */
  duckDb: z.number().min(0).max(40),
});

export const quietTimeView = z.object({
  idle: idleSettings.extend({
    lineCount: z.number(),
    /** Before all lines were said; null: no script is on. */
    linesLeft: z.number().nullable(),
    /** Until the anchor talks by itself, as of this snapshot; null: not planned. */
    dueInMs: z.number().nullable(),
  }),
  music: musicSettings.extend({
    files: z.array(z.object({ path: z.string(), title: z.string(), durationMs: z.number(), lufs: z.number() })),
    now: z.object({ state: z.enum(['playing', 'off', 'held', 'skipped']), title: z.string() }),
  }),
});
export type QuietTimeView = z.infer<typeof quietTimeView>;
/** What is left out stays as it is. */
export const idleChange = idleSettings.partial();
export type IdleChange = z.infer<typeof idleChange>;
export const musicChange = musicSettings.partial().extend({ paths: z.array(z.string().trim().min(1).max(4096)).max(200).optional() });
export type MusicChange = z.infer<typeof musicChange>;

export const idleContract = {
  set: needs('show:operate').input(idleChange).output(done),
  /** Talks at once, where nothing is said or asked. */
  talkNow: needs('show:operate').output(done),
};
export const musicContract = {
  /** `paths`: all the files, in their order; new ones are looked at, which takes seconds. One that will not do refuses the whole change, in words. */
  set: needs('show:operate').input(musicChange).output(done),
};
