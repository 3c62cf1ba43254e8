/** The errors that a caller may meet, the same for every procedure. `data.message` is for people; callers switch on the code. */
import { z } from 'zod';

export const userMessage = z.object({ en: z.string(), zh: z.string() });

export const doorErrors = {
  /** What was sent does not fit; nothing was done. `field` names the first thing that is wrong, '' for the input as a whole. */
  INPUT_INVALID: { status: 422, data: z.object({ message: userMessage, field: z.string() }) },
  /** The caller's role does not hold the permission; nothing was done. */
  FORBIDDEN: { status: 403, data: z.object({ message: userMessage, permission: z.string() }) },
  /** The studio tried and could not. `reason` is the layer's own code. */
  STUDIO_FAILED: { status: 500, data: z.object({ message: userMessage, reason: z.string() }) },
  /** A subscriber read too slowly and its queue is full: subscribe again and take a fresh snapshot. */
  SUBSCRIBER_TOO_SLOW: { status: 429, data: z.object({ message: userMessage, lost: z.number() }) },
} as const;

export type DoorErrorCode = keyof typeof doorErrors;
