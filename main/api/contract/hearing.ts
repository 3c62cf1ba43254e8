/** Listening: a live microphone's sound in pieces. How it goes is in the snapshot and told as `hearing` events. The sound is signed 16 bit little-endian, mono, 16 kHz, in base64: the connection carries JSON. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { Permission } from '../../access/permissions.ts';
import { doorErrors, userMessage } from './errors.ts';

const sampleBytes = 2;
const sampleRate = 16_000;

/** At most so many seconds of sound, at least a sample. */
export const soundOf = (longestSeconds: number) => {
  const longestBytes = longestSeconds * sampleRate * sampleBytes;
  return z
    .base64()
    .max(Math.ceil(longestBytes / 3) * 4)
    .transform((sound) => Uint8Array.from(atob(sound), (character) => character.charCodeAt(0)))
    .refine(
      ({ length }) => length > 0 && length <= longestBytes && length % sampleBytes === 0,
      `is not 1 sample to ${longestSeconds} s of 16 bit sound`,
    )
    .transform((bytes) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return Int16Array.from({ length: bytes.length / sampleBytes }, (_, index) => view.getInt16(index * sampleBytes, true));
    });
};

export const listeningOptions = z.object({
  /** Whose lines they are. */
  author: z.string().trim().min(1).max(80),
  /** `open`: the voice gate tells speech from everything else. `push`: what is said between `pressed` and `released`. */
  mode: z.enum(['open', 'push']),
  /** `ignore`: nothing is listened to while the anchor speaks, or she would answer herself. `hear`: for headphones. */
  whileAnchorSpeaks: z.enum(['ignore', 'hear']).default('ignore'),
});
const sessionId = z.string().min(1).max(64);
/** At most a second at a time; one piece after the other. */
export const soundPiece = z.object({ sessionId, pcm: soundOf(1) });
export const talking = z.object({ sessionId, button: z.enum(['pressed', 'released']) });

/**
 * `starting`: the voice gate loads, or the microphone has not sent anything yet. `speech`: somebody speaks. `transcribing`: it is written down (and listened on).
 * `held`: not listened to right now, and why. `failed`: the voice gate does not run.
 */
export const hearingStates = ['off', 'starting', 'listening', 'speech', 'transcribing', 'held', 'failed'] as const;

export const hearingView = z.object({
  state: z.enum(hearingStates),
  /** The state in words. */
  words: userMessage,
  /** null: off. */
  session: z
    .object({ sessionId: z.string(), author: z.string(), mode: z.enum(['open', 'push']), whileAnchorSpeaks: z.enum(['ignore', 'hear']) })
    .nullable(),
  /** What became of the last utterance: its words, or why there are none. */
  last: z.object({ atMs: z.number(), text: z.string().nullable(), words: userMessage.nullable() }).nullable(),
});

/** `refused` says in words why the sound is not taken; it is no error. */
const taken = z.union([z.object({ accepted: z.literal(true) }), z.object({ accepted: z.literal(false), reason: userMessage })]);

const needs = (permission: Permission) => oc.$meta<{ readonly permission?: Permission }>({}).errors(doorErrors).meta({ permission });

export const hearingContract = {
  /** Turns listening on. There is one microphone: another start takes over from the one before. */
  start: needs('chat:send')
    .input(listeningOptions)
    .output(z.object({ sessionId: z.string() })),
  /** The next piece of sound. Without pieces for some seconds listening ends by itself. */
  feed: needs('chat:send').input(soundPiece).output(taken),
  /** Push to talk. */
  talk: needs('chat:send').input(talking).output(taken),
  stop: needs('chat:send')
    .input(z.object({ sessionId }))
    .output(z.object({ done: z.literal(true) })),
};

export type ListeningOptions = z.infer<typeof listeningOptions>;
export type HearingView = z.infer<typeof hearingView>;
export type HearingState = HearingView['state'];
export type SoundTaken = z.infer<typeof taken>;
