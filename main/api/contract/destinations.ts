/** Destinations as the doors see them: what is kept, how each goes, and what may be asked about one. Never a key. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { Permission } from '../../access/permissions.ts';
import { destinationPresetIds } from '../../contract/destination-presets.ts';
import { formatQuestion } from './encoding.ts';
import { doorErrors, userMessage } from './errors.ts';

const needs = (permission: Permission) => oc.$meta<{ readonly permission?: Permission }>({}).errors(doorErrors).meta({ permission });
const destinationId = z.string().min(1).max(64);

export const destinationView = z.object({
  destinationId: z.string(),
  label: z.string(),
  state: z.enum(['idle', 'connecting', 'live', 'congested', 'reconnecting', 'failed', 'stopped']),
  message: userMessage.optional(),
  /** Kept destinations only; the others belong to the show. 'on' = it starts with the show. */
  kept: z.object({ presetId: z.enum(destinationPresetIds), title: z.string(), wanted: z.enum(['on', 'off']) }).optional(),
  figures: z
    .object({
      kbps: z.number(),
      droppedFrames: z.number(),
      reconnects: z.number(),
      queuedMs: z.number(),
      nextTryInMs: z.number().nullable(),
    })
    .optional(),
  /** What went wrong last, kept while it works again. */
  lastProblem: userMessage.optional(),
});
export type DestinationView = z.infer<typeof destinationView>;

const draft = z.object({
  presetId: z.enum(destinationPresetIds),
  title: z.string().trim().max(60).default(''),
  url: z.string().trim().min(1).max(2048),
  streamKey: z.string().max(512),
});
const showFormat = formatQuestion.omit({ encoder: true });
export type ShowFormatInput = z.infer<typeof showFormat>;
const refused = z.object({ done: z.literal(false), words: userMessage });
const done = z.union([z.object({ done: z.literal(true) }), refused]);
export const preflightReport = z.object({
  steps: z.array(
    z.object({
      step: z.enum(['address', 'reach', 'accept', 'upload', 'limits']),
      outcome: z.enum(['ok', 'warn', 'failed', 'skipped']),
      message: userMessage,
    }),
  ),
  /** Confirmed by the server, kbit/s; null = not measured. */
  measuredKbps: z.number().nullable(),
});
export type PreflightView = z.infer<typeof preflightReport>;

export const destinationsContract = {
  /** The key goes into the secret store at once; it is in no answer, event or log. */
  add: needs('show:operate')
    .input(draft.extend({ keep: z.enum(['keychain', 'plain-file', 'this-run']).default('keychain') }))
    .output(z.union([z.object({ done: z.literal(true), destinationId: z.string() }), refused])),
  /** Its key is forgotten, too. */
  remove: needs('show:operate').input(z.object({ destinationId })).output(done),
  /** On air: now, while the others run. Off air: with the next show. */
  start: needs('show:operate').input(z.object({ destinationId })).output(done),
  stop: needs('show:operate').input(z.object({ destinationId })).output(done),
  /** Takes up to half a minute. Publishes only where that puts nobody on air. `format`: what the show is to have; one that is on has its own. Default: 720p at 30. */
  preflight: needs('show:operate')
    .input(z.union([z.object({ destinationId, format: showFormat.optional() }), draft.extend({ format: showFormat.optional() })]))
    .output(z.union([preflightReport, refused])),
};
