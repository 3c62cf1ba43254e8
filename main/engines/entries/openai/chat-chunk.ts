/** One event of a streamed answer, read: what may be spoken, what is thought, how it ends. Unknown fields are ignored; wrong ones are not. */
import { z } from 'zod';
import type { LlmItem } from '../../contract/requests.ts';
import { type ErrorObject, errorObject } from '../../model-server/server-refusal.ts';

type End = Extract<LlmItem, { type: 'end' }>;

export interface ChatChunk {
  readonly text: string;
  /** Characters of thought: never spoken, but a sign of life. */
  readonly thoughtChars: number;
  readonly finish?: End['finishReason'];
  readonly usage?: NonNullable<End['usage']>;
}

export type ReadEvent =
  | { readonly kind: 'chunk'; readonly chunk: ChatChunk }
  | { readonly kind: 'done' }
  | { readonly kind: 'error'; readonly error: ErrorObject }
  | { readonly kind: 'broken' };

/** Some servers send the content in parts, thoughts among them. */
const content = z
  .union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))])
  .nullish()
  .transform((value) => {
    if (typeof value === 'string') return value;
    return (value ?? []).map((part) => (part.type === 'text' ? (part.text ?? '') : '')).join('');
  });
const count = z.number().int().nonnegative();
const chunkSchema = z.looseObject({
  choices: z.array(
    z.looseObject({
      index: z.number().int().optional(),
      delta: z
        .looseObject({
          content,
          reasoning_content: z.string().nullish(),
          reasoning: z.string().nullish(),
          refusal: z.string().nullish(),
        })
        .nullish(),
      finish_reason: z.string().nullish(),
    }),
  ),
  usage: z.looseObject({ prompt_tokens: count, completion_tokens: count }).nullish().catch(undefined),
});

export function readEvent(data: string): ReadEvent {
  if (data.trim() === '[DONE]') return { kind: 'done' };
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return { kind: 'broken' };
  }
  if (isErrorEvent(value)) return { kind: 'error', error: errorObject(value) };
  const result = chunkSchema.safeParse(value);
  if (!result.success) return { kind: 'broken' };
  const { choices, usage } = result.data;
  // only one answer was asked for
  const choice = choices.find(({ index }) => index === undefined || index === 0);
  const delta = choice?.delta;
  const refusal = delta?.refusal ?? '';
  const finish = refusal === '' ? finishOf(choice?.finish_reason) : 'refused';
  return {
    kind: 'chunk',
    chunk: {
      text: delta?.content ?? '',
      thoughtChars: Math.max((delta?.reasoning_content ?? '').length, (delta?.reasoning ?? '').length),
      ...(finish === undefined ? {} : { finish }),
      ...(usage ? { usage: { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens } } : {}),
    },
  };
}

function isErrorEvent(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if ('error' in value && value.error !== null && value.error !== undefined) return true;
  return 'object' in value && value.object === 'error';
}

function finishOf(reason: string | null | undefined): End['finishReason'] | undefined {
  switch (reason) {
    case null:
    case undefined:
    case '':
      return undefined;
    case 'length':
    case 'max_tokens':
      return 'length';
    case 'content_filter':
      return 'refused';
    default:
      // 'stop', and words of its own ('eos', 'tool_calls' though no tool was offered): the server says that this is all
      return 'stop';
  }
}
