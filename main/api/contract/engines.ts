/** What may be asked about engines: slots and what can fill them, swaps as they happen, receipts, prepared and shadow engines, packs, secrets. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { engineKinds } from '../../engines/contract/manifest.ts';
import { swapCodes, swapOutcomes, swapPhases } from '../../contract/swap.ts';
import type { Permission } from '../../access/permissions.ts';
import { doorErrors, userMessage } from './errors.ts';

const base = oc.$meta<{ readonly permission?: Permission }>({}).errors(doorErrors);
const needs = (permission: Permission) => base.meta({ permission });

const slotId = z.string().min(1).max(64);
const choiceId = z.string().min(1).max(128);
const packId = z.string().min(1).max(64);
const kind = z.enum(engineKinds);

export const choiceRef = z.object({ choiceId: z.string(), title: userMessage });
export const phaseTiming = z.object({ phase: z.enum(swapPhases), atMs: z.number(), durationMs: z.number() });

export const modelSlotView = z.object({
  slotId: z.string(),
  kind,
  phase: z.enum(swapPhases),
  swapId: z.string().nullable(),
  active: choiceRef.extend({ instanceId: z.string(), rssBytes: z.number().nullable(), state: z.string() }).nullable(),
  candidate: choiceRef.extend({ instanceId: z.string().nullable(), rssBytes: z.number().nullable() }).nullable(),
  /** While watching: what "roll back" returns to; null title = the slot was off. */
  previous: z.object({ choice: choiceRef.nullable(), instanceId: z.string().nullable(), rssBytes: z.number().nullable() }).nullable(),
  warm: z.array(choiceRef.extend({ instanceId: z.string(), rssBytes: z.number().nullable() })),
  phases: z.array(phaseTiming),
  watchEndsAtMs: z.number().nullable(),
  pinned: z.boolean(),
});
export const choiceView = z.object({
  choiceId: z.string(),
  engineId: z.string(),
  kind,
  title: userMessage,
  summary: userMessage,
  license: z.string(),
  /** Largest memory that was ever measured for it, or an estimate; null = not known yet. */
  expectedBytes: z.number().nullable(),
  /** Made by the user (may be removed). */
  own: z.boolean(),
  /** It needs a pack that is not installed. */
  missingPack: z.string().nullable(),
});
export const receiptView = z.object({
  swapId: z.string(),
  slotId: z.string(),
  kind,
  from: choiceRef.nullable(),
  to: choiceRef.nullable(),
  mode: z.enum(['beside', 'stop-then-start']),
  by: z.string(),
  reason: z.string(),
  startedAtMs: z.number(),
  endedAtMs: z.number(),
  phases: z.array(phaseTiming),
  outcome: z.enum(swapOutcomes),
  code: z.enum(swapCodes).optional(),
  words: userMessage.optional(),
  figures: z.object({
    candidateBytes: z.number().optional(),
    candidateGraphicsBytes: z.number().optional(),
    flipMs: z.number().optional(),
    rollbackMs: z.number().optional(),
    probeFirstMs: z.number().optional(),
    medianMs: z.number().optional(),
    baselineMedianMs: z.number().optional(),
    requests: z.number().optional(),
    failures: z.number().optional(),
  }),
});
/** One real turn answered twice: heard (active) and unheard (shadow). */
export const shadowAnswer = z.object({
  text: z.string(),
  firstOutputMs: z.number().nullable(),
  totalMs: z.number().nullable(),
  state: z.enum(['answering', 'answered', 'failed', 'left-out']),
});
export const shadowView = z.object({
  slotId: z.string(),
  choice: choiceRef,
  /** Newest first, at most 20. */
  turns: z.array(z.object({ turnId: z.string(), atMs: z.number(), asked: z.string(), active: shadowAnswer, shadow: shadowAnswer })),
});
export const packView = z.object({
  packId: z.string(),
  title: userMessage,
  summary: userMessage,
  license: z.string(),
  version: z.string(),
  state: z.enum(['absent', 'installing', 'installed', 'failed']),
  downloadBytes: z.number(),
  /** While it is not installed: what an interrupted installation goes on with. */
  doneBytes: z.number(),
  /** Why the last installation did not end well. */
  message: userMessage.optional(),
  /** What can be added on this system (graphics cards). */
  parts: z.array(z.object({ partId: z.string(), title: userMessage, state: z.enum(['absent', 'installed']), downloadBytes: z.number() })),
});
export const modelsView = z.object({
  slots: z.array(modelSlotView),
  choices: z.array(choiceView),
  /** Newest first, at most 50. */
  receipts: z.array(receiptView),
  shadows: z.array(shadowView),
  packs: z.array(packView),
  memory: z.object({ budgetBytes: z.number(), usedBytes: z.number() }),
});
export type ModelsView = z.infer<typeof modelsView>;
export type ModelSlotView = z.infer<typeof modelSlotView>;
export type ChoiceView = z.infer<typeof choiceView>;
export type ReceiptView = z.infer<typeof receiptView>;
export type ShadowView = z.infer<typeof shadowView>;
export type PackView = z.infer<typeof packView>;

const answer = z.union([
  z.object({ accepted: z.literal(true), swapId: z.string() }),
  z.object({ accepted: z.literal(false), words: userMessage }),
]);
const done = z.union([z.object({ done: z.literal(true) }), z.object({ done: z.literal(false), words: userMessage })]);
export type SwapAnswerView = z.infer<typeof answer>;
export type DoneView = z.infer<typeof done>;

export const enginesContract = {
  /** Answered at once; phases and outcome come with the snapshot. choiceId null = off. */
  swap: needs('engine:operate')
    .input(
      z.object({
        slotId,
        choiceId: choiceId.nullable(),
        mode: z.enum(['beside', 'stop-then-start']).default('beside'),
        reason: z.string().max(200).default(''),
      }),
    )
    .output(answer),
  rollBack: needs('engine:operate').input(z.object({ slotId })).output(answer),
  /** Gives up a swap that is still loading. */
  abandon: needs('engine:operate').input(z.object({ slotId })).output(done),
  /** Ends the watch: the old one may go. */
  commit: needs('engine:operate').input(z.object({ slotId })).output(done),
  /** Loads and validates beside the active one, without switching. */
  prepare: needs('engine:operate').input(z.object({ slotId, choiceId })).output(done),
  /** Ends a prepared engine. */
  unload: needs('engine:operate')
    .input(z.object({ instanceId: z.string().max(128) }))
    .output(done),
  /** Lets a prepared (else: first prepares it) choice answer real turns unheard; null ends it. */
  shadow: needs('engine:operate')
    .input(z.object({ slotId, choiceId: choiceId.nullable() }))
    .output(done),
  addChoice: needs('engine:operate')
    .input(
      z.object({
        engineId: z.string().max(64),
        title: z.string().trim().min(1).max(80),
        options: z.record(z.string().max(64), z.unknown()),
      }),
    )
    .output(z.union([z.object({ done: z.literal(true), choiceId: z.string() }), z.object({ done: z.literal(false), words: userMessage })])),
  removeChoice: needs('engine:operate').input(z.object({ choiceId })).output(done),
  /** Answered at once; progress and outcome come with the snapshot. Without a part: what works without a graphics card. */
  installPack: needs('engine:operate')
    .input(z.object({ packId, partId: z.string().max(64).optional() }))
    .output(done),
  /** What was fetched is kept for the next time. */
  cancelPack: needs('engine:operate').input(z.object({ packId })).output(done),
  removePack: needs('engine:operate').input(z.object({ packId })).output(done),
  /** `keep`: in the system's keychain, as a plain file only this user may read, or until the app ends. */
  setSecret: needs('engine:operate')
    .input(
      z.object({
        name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
        value: z.string().min(1).max(4096),
        keep: z.enum(['keychain', 'plain-file', 'this-run']),
      }),
    )
    .output(done),
};
