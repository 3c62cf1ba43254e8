/** A show that the studio's own death cut off, as the doors see it. Never a key. */
import { z } from 'zod';

export const resumeOffer = z.object({
  showId: z.string(),
  startedAtMs: z.number(),
  /** When it was last seen on air. */
  cutOffAtMs: z.number(),
  record: z.boolean(),
  /** The size or format that it was started with, in words of the contract. */
  preset: z.string(),
  /** Kept destinations that were on air. */
  destinations: z.array(z.object({ destinationId: z.string(), title: z.string() })),
  /** Those that were given for that show alone: their keys are nowhere, so they cannot come back by themselves. */
  leftOut: z.array(z.string()),
});
export type ResumeOffer = z.infer<typeof resumeOffer>;
