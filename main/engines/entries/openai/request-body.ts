/** The body of a chat request, and how it bends to servers that refuse one of its optional fields. */
import type { ChatMessage, LlmRequest } from '../../contract/requests.ts';
import type { OpenAiOptions } from '../../model-server/options.ts';
import { isAboutContent, type ServerRefusal } from '../../model-server/server-refusal.ts';

/** What a server has been found to accept. */
export interface Dialect {
  readonly usage: 'asked' | 'not-asked';
  readonly limitField: 'max_tokens' | 'max_completion_tokens';
  readonly temperature: 'sent' | 'left-out';
}

export const firstDialect: Dialect = { usage: 'asked', limitField: 'max_tokens', temperature: 'sent' };

export function maxTokensOf(options: OpenAiOptions, request: LlmRequest): number {
  return Math.min(options.maxTokens, request.maxTokens ?? options.maxTokens);
}

export function buildBody(options: OpenAiOptions, request: LlmRequest, dialect: Dialect): string {
  return JSON.stringify({
    model: options.model,
    messages: buildMessages(options.system, request.messages),
    stream: true,
    ...(dialect.usage === 'asked' ? { stream_options: { include_usage: true } } : {}),
    [dialect.limitField]: maxTokensOf(options, request),
    ...(options.temperature === undefined || dialect.temperature === 'left-out' ? {} : { temperature: options.temperature }),
  });
}

/** Servers refuse other characters in names, and viewers have them; without its name the line is still answered. */
const allowedName = /^[a-zA-Z0-9_-]{1,64}$/;

/** Many chat templates take one system message and only in the first place. */
function buildMessages(persona: string, messages: readonly ChatMessage[]): readonly object[] {
  const system = [persona, ...messages.filter(({ role }) => role === 'system').map(({ content }) => content)].filter((text) => text !== '');
  return [
    ...(system.length === 0 ? [] : [{ role: 'system', content: system.join('\n\n') }]),
    ...messages
      .filter(({ role }) => role !== 'system')
      .map(({ role, content, name }) => ({ role, content, ...(name !== undefined && allowedName.test(name) ? { name } : {}) })),
  ];
}

/** The next dialect to try after this refusal; undefined when the refusal is about something else. Each step is taken once, so it ends. */
export function adaptDialect(dialect: Dialect, refusal: ServerRefusal): Dialect | undefined {
  if (refusal.status !== 400 && refusal.status !== 422) return undefined;
  const about = `${refusal.param ?? ''} ${refusal.message ?? ''}`;
  if (dialect.usage === 'asked' && /stream_options|include_usage/.test(about)) return { ...dialect, usage: 'not-asked' };
  if (dialect.limitField === 'max_tokens' && about.includes('max_completion_tokens'))
    return { ...dialect, limitField: 'max_completion_tokens' };
  if (dialect.temperature === 'sent' && /\btemperature\b/.test(about)) return { ...dialect, temperature: 'left-out' };
  // a server that does not say what it dislikes: the newest field is the likeliest
  if (dialect.usage === 'asked' && refusal.param === undefined && !namesAnotherCause(refusal)) return { ...dialect, usage: 'not-asked' };
  return undefined;
}

function namesAnotherCause(refusal: ServerRefusal): boolean {
  const { code, message } = refusal;
  return code === 'context_length_exceeded' || isAboutContent(refusal) || /context|model|message|token/i.test(message ?? '');
}
