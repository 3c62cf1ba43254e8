/** Video encoders as the doors see them: what works on this machine and why the others do not, and whether a picture format can be held. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { Permission } from '../../access/permissions.ts';
import { frameRates, videoPresetNames } from '../../contract/media.ts';
import { encoderWishes, videoEncoderIds } from '../../contract/video-encoders.ts';
import { doorErrors, userMessage } from './errors.ts';

const needs = (permission: Permission) => oc.$meta<{ readonly permission?: Permission }>({}).errors(doorErrors).meta({ permission });

export const encoderWish = z.enum(encoderWishes);
export const videoRate = z.literal(frameRates);
export const formatQuestion = z.object({
  preset: z.enum(videoPresetNames),
  fps: videoRate.optional(),
  encoder: encoderWish.optional(),
});
export type FormatQuestion = z.infer<typeof formatQuestion>;

export const encodersView = z.object({
  /** What a show gets that names none. */
  chosen: z.object({ encoder: z.enum(videoEncoderIds), why: userMessage }),
  /** Those that this kind of machine could have, the preferred first. */
  encoders: z.array(
    z.object({
      encoder: z.enum(videoEncoderIds),
      title: userMessage,
      outcome: z.enum(['works', 'missing', 'failed', 'timed-out']),
      reason: userMessage,
    }),
  ),
});
export type EncodersView = z.infer<typeof encodersView>;

export const checkedFormat = z.object({
  holds: z.boolean(),
  encoder: z.enum(videoEncoderIds),
  /** Frames a second; null = it could not be measured. */
  measuredFps: z.number().nullable(),
  neededFps: z.number(),
  /** With the figures, and what would fit where this does not. */
  message: userMessage,
});
export type CheckedFormat = z.infer<typeof checkedFormat>;

/** How the picture on air is encoded. */
export const encodingView = z.object({
  encoder: z.enum(videoEncoderIds),
  title: userMessage,
  why: userMessage,
  /** kbit/s of the picture now, and when nothing is congested. */
  videoKbps: z.number(),
  wantedVideoKbps: z.number(),
});
export type EncodingView = z.infer<typeof encodingView>;

export const encodingContract = {
  /** The first call of a run tries each encoder: some seconds. */
  encoders: needs('studio:view').output(encodersView),
  /** A short measurement where the answer is not known yet: up to half a minute. `show.start` asks the same by itself. */
  check: needs('show:operate').input(formatQuestion).output(checkedFormat),
};
