/** Turns as the doors see them: those of this run, which come with each snapshot, and those that are stored, page by page. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { Permission } from '../../access/permissions.ts';
import { doorErrors, userMessage } from './errors.ts';

const needs = (permission: Permission) => oc.$meta<{ readonly permission?: Permission }>({}).errors(doorErrors).meta({ permission });

export const largestTurnPage = 200;
const usualTurnPage = 100;

export const turnView = z.object({
  /** Turn ids begin anew with each show. */
  showId: z.string(),
  turnId: z.string(),
  author: z.string(),
  text: z.string(),
  /** The anchor talks by itself: no viewer's line. */
  kind: z.literal('idle').optional(),
  state: z.enum(['queued', 'thinking', 'waiting', 'speaking', 'ended', 'cancelled', 'failed', 'refused']),
  reply: z.string(),
  atMs: z.number(),
  /** Waiting, and answered before those that are not pinned. */
  pinned: z.literal(true).optional(),
  reason: userMessage.optional(),
});
export type TurnView = z.infer<typeof turnView>;

/** `cut-off`: the studio ended in the middle of it. */
export const pastTurnView = turnView.extend({ state: z.enum([...turnView.shape.state.options, 'cut-off']) });
export type PastTurnView = z.infer<typeof pastTurnView>;

/** Where a turn stands among all that are stored: a page is asked for from here, whatever came or went meanwhile. */
export const turnPlace = z.object({ atMs: z.number().int().nonnegative(), showId: z.string().max(128), turnId: z.string().max(64) });

export const turnPageRequest = z.object({
  direction: z.enum(['older', 'newer']),
  /** The turn itself is not in the page. null: from the newest (older) or from the very first (newer). */
  from: turnPlace.nullable(),
  count: z.number().int().min(1).max(largestTurnPage).default(usualTurnPage),
});
export type TurnPageRequest = z.infer<typeof turnPageRequest>;

export const turnPage = z.object({
  /** Oldest first, of one show after the other. */
  turns: z.array(pastTurnView),
  /** There are others further that way. */
  more: z.boolean(),
  /** The shows that these turns belong to. */
  shows: z.array(z.object({ showId: z.string(), startedAtMs: z.number() })),
});
export type TurnPageView = z.infer<typeof turnPage>;

export const turnsContract = {
  /** Of every show that is stored, this one's too. Long texts come with their end cut off. */
  page: needs('studio:view').input(turnPageRequest).output(turnPage),
};
