/** The settings of the engine `llama`, checked. */
import { z } from 'zod';
import { EngineError } from '../../contract/engine-error.ts';
import type { LoadSpec } from '../../contract/requests.ts';

const optionsSchema = z.strictObject({
  /** Absolute. */
  modelPath: z.string().min(1).max(4096),
  /** Put here by the host; absent: the pack is not installed. */
  packDir: z.string().min(1).max(4096).optional(),
  /** Default: 4 096, at most what the model was made for. */
  contextTokens: z.number().int().min(128).max(16_777_216).optional(),
  /** `auto`: a graphics card whose part of the pack is installed, else the processor. */
  gpu: z.enum(['auto', 'off', 'cuda', 'vulkan', 'metal']).default('auto'),
  /** How many layers go onto the graphics card; `auto`: as many as fit. */
  gpuLayers: z.union([z.enum(['auto', 'max']), z.number().int().min(0).max(4096)]).default('auto'),
  /** Default: all but two of the processor's cores, at least one: the show needs them too. */
  threads: z.number().int().min(1).max(1024).optional(),
  temperature: z.number().min(0).max(2).default(0.7),
  /** The same seed, prompt and machine: the same answer. */
  seed: z.number().int().min(0).max(4_294_967_295).optional(),
  /** Upper bound; a request may ask for less. */
  maxTokens: z.number().int().min(1).max(131_072).default(512),
  /** Persona; goes before the system message of the show, in the same message. */
  system: z.string().max(32_768).default(''),
  /** Tokens that a thinking model may think before it speaks. */
  thoughtTokens: z.number().int().min(0).max(131_072).default(0),
});

export type LlamaOptions = z.infer<typeof optionsSchema>;

export function parseOptions(spec: LoadSpec): LlamaOptions {
  const result = optionsSchema.safeParse(spec.options);
  if (result.success) return result.data;
  const list = result.error.issues.map((issue) => `${issue.path.join('.') || 'options'}: ${issue.message}`).join('; ');
  throw new EngineError('bad-options', `Engine ${spec.engineId}: ${list}`, {
    detail: { reason: 'bad-options', words: { en: `The settings of the engine are not right: ${list}.`, zh: `引擎设置有误：${list}。` } },
  });
}
