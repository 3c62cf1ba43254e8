/** Voices as the doors see them: who can speak which language, how each is set, who speaks by default and with which anchor, the dictionary, and trying one out. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { Permission } from '../../access/permissions.ts';
import { emotions } from '../../contract/speech.ts';
import { doorErrors, userMessage } from './errors.ts';

const needs = (permission: Permission) => oc.$meta<{ readonly permission?: Permission }>({}).errors(doorErrors).meta({ permission });
const done = z.union([z.object({ done: z.literal(true) }), z.object({ done: z.literal(false), words: userMessage })]);

const lang = z.string().regex(/^[a-z]{2,3}$/);
export const voiceRef = z.object({ engineId: z.string().min(1).max(64), voiceId: z.string().min(1).max(128) });
export const voiceTuning = z.object({
  /** 1 = the voice's own */
  speed: z.number().min(0.5).max(2),
  /** Semitones */
  pitch: z.number().min(-12).max(12),
  /** Linear gain, 1 = the voice's own */
  volume: z.number().min(0.2).max(2),
});
const reading = z.object({
  lang: z.enum(['zh', 'en']),
  word: z.string(),
  reading: z.string(),
  /** Of an English word that was given in phones; `reading` is then only about the same in letters. */
  phones: z.string().optional(),
});
/** As it is written: an English reading may be phones. Bounded far above what is kept: what is wrong with an entry is said in words. */
const readingDraft = z.object({ lang: z.enum(['zh', 'en']), word: z.string().max(2000), reading: z.string().max(2000) });

export const voicesView = z.object({
  voices: z.array(
    voiceRef.extend({
      name: userMessage,
      tuning: voiceTuning,
      follows: z.object({ speed: z.boolean(), pitch: z.boolean(), volume: z.boolean() }),
      /** Its engine fills a slot. */
      loaded: z.boolean(),
    }),
  ),
  languages: z.array(
    z.object({
      lang,
      /** Of those that speak it, in the order in which they would. */
      voices: z.array(voiceRef),
      wanted: voiceRef.nullable(),
      /** `switched`: another voice was put into its slot since; `not-loaded`: its engine is in no slot. */
      wantedState: z.enum(['none', 'counts', 'not-loaded', 'switched']),
      /** Who speaks it now, and on whose account. null: nobody. */
      speaks: voiceRef.extend({ by: z.enum(['anchor', 'default', 'slot']) }).nullable(),
    }),
  ),
  anchors: z.array(z.object({ choiceId: z.string(), title: userMessage, inUse: z.boolean(), voice: voiceRef.nullable() })),
  dictionary: z.array(reading),
});
export type VoicesView = z.infer<typeof voicesView>;
export type VoiceRefView = z.infer<typeof voiceRef>;
export type VoiceTuningView = z.infer<typeof voiceTuning>;
export type ReadingView = z.infer<typeof reading>;

/** The voice of the anchor that is in use is in no slot: what a swap would put where. */
export const voiceOffer = z.object({ anchor: userMessage, voice: userMessage, slotId: z.string(), choiceId: z.string() });
export type VoiceOfferView = z.infer<typeof voiceOffer>;

const previewOf = voiceRef.extend({
  lang,
  /** Left out or empty: a sentence of the language. */
  text: z.string().max(200).optional(),
  /** Left out: as the voice is set. */
  tuning: voiceTuning.optional(),
  emotion: z.enum(emotions).default('neutral'),
});
export type VoicePreviewRequest = z.input<typeof previewOf>;

export const voicesContract = {
  list: needs('studio:view').output(voicesView),
  /** Sound of one sentence, made beside the show; a new one ends the one before. At most 30 s, a mono 16-bit WAV file in base64. May take seconds the first time. */
  preview: needs('engine:operate')
    .input(previewOf)
    .output(
      z.union([
        z.object({ done: z.literal(true), wavBase64: z.string(), sampleRate: z.number(), durationMs: z.number(), text: z.string() }),
        z.object({ done: z.literal(false), words: userMessage }),
      ]),
    ),
  /** Heard from the next clause on. */
  tune: needs('engine:operate')
    .input(voiceRef.extend({ tuning: voiceTuning }))
    .output(done),
  /** From the next clause on; null: the slots' own order again. */
  setDefault: needs('engine:operate')
    .input(z.object({ lang, voice: voiceRef.nullable() }))
    .output(done),
  /** The voice that comes with a face; null: none. */
  setAnchorVoice: needs('engine:operate')
    .input(z.object({ choiceId: z.string().min(1).max(128), voice: voiceRef.nullable() }))
    .output(done),
  /** A word that is there already gets the new reading. */
  putReading: needs('engine:operate').input(readingDraft).output(done),
  removeReading: needs('engine:operate')
    .input(readingDraft.pick({ lang: true, word: true }))
    .output(done),
};
