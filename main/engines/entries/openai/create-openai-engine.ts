/** The engine `openai`: checks the endpoint at load, then streams answers: phases with exact limits, retries only before the first token. */
import { type Clock, delay, systemClock } from '../../../kernel/clock.ts';
import type { EngineOf, LoadedLlm } from '../../child/types.ts';
import type { LlmItem, LlmRequest } from '../../contract/requests.ts';
import { checkEndpoint } from '../../model-server/check-endpoint.ts';
import { createEndpoint } from '../../model-server/endpoint.ts';
import { EndpointFailure } from '../../model-server/endpoint-failure.ts';
import { createHttpClient } from '../../model-server/http-client.ts';
import { parseOptions } from '../../model-server/options.ts';
import { firstDialect } from './request-body.ts';
import { retryWaitMs } from '../../model-server/retry.ts';
import { streamAnswer, type AnswerTools } from './stream-answer.ts';
import { untilUnload } from '../../model-server/until-unload.ts';

/** When neither the settings nor the server tell the length of the context: what the least of the common servers gives. */
export const defaultContextTokens = 4096;

export interface EngineTools {
  readonly clock?: Clock;
  /** 0..1 */
  readonly random?: () => number;
}

export function createOpenAiEngine({ clock = systemClock, random = Math.random }: EngineTools = {}): EngineOf<LoadedLlm> {
  return {
    async load(spec) {
      const options = parseOptions(spec);
      const client = createHttpClient(clock);
      const running = new Set<AbortController>();
      try {
        const checked = await checkEndpoint(options, createEndpoint(options, client, clock, 'load'), {
          clock,
          random,
          signal: new AbortController().signal,
        });
        const tools: AnswerTools = {
          options,
          endpoint: createEndpoint(options, client, clock, 'infer'),
          clock,
          dialect: firstDialect,
        };
        return {
          signature: {
            kind: 'llm',
            languages: ['*'],
            contextTokens: checked.contextTokens ?? defaultContextTokens,
            model: `${options.model} (${new URL(options.baseUrl).host})`,
          },
          infer: (request, signal) => untilUnload(running, signal, (ended) => answer(tools, random, request, ended)),
          unload() {
            for (const abort of running) abort.abort(new DOMException('the engine is being unloaded', 'AbortError'));
            client.close();
          },
        };
      } catch (error) {
        client.close();
        throw error;
      }
    },
  };
}

/** All attempts together have the time in which the first word must come: nobody on air waits longer because there were several. */
async function* answer(tools: AnswerTools, random: () => number, request: LlmRequest, signal: AbortSignal): AsyncGenerator<LlmItem> {
  const { clock, options } = tools;
  const startedAtMs = clock.now();
  const deadlineAtMs = startedAtMs + options.firstTokenTimeoutMs;
  for (let retries = 0; ; retries += 1) {
    signal.throwIfAborted();
    try {
      yield* streamAnswer(tools, request, { startedAtMs, deadlineAtMs, signal });
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof EndpointFailure)) throw error;
      const waitMs = retryWaitMs(error, retries, clock.now(), deadlineAtMs, random);
      if (waitMs === undefined) throw error;
      await delay(clock, waitMs, signal);
    }
  }
}
