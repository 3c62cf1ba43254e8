/** The settings of the engine `openai-ear`, checked: how to reach the server as the engine `openai` does, and what belongs to hearing. */
import { z } from 'zod';
import type { LoadSpec } from '../../contract/requests.ts';
import { checkOptions, optionsSchema } from '../../model-server/options.ts';

const earSchema = z.strictObject({
  ...optionsSchema.pick({ baseUrl: true, model: true, apiKey: true, keyName: true, connectTimeoutMs: true, headers: true }).shape,
  /** ISO 639-1; without it the server finds out. */
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/, 'is no language code, such as zh or en')
    .optional(),
  /** From the connection to the words of one utterance. Less than hearing waits for an engine, so that the engine's own words are told. */
  answerTimeoutMs: z.number().min(1).max(600_000).default(12_000),
});

export type EarOptions = z.infer<typeof earSchema>;

export function parseEarOptions(spec: LoadSpec): EarOptions {
  return checkOptions(earSchema, spec);
}
