/** The engine `openai-ear`: checks the endpoint at load, then sends each utterance whole and gives its words; no partials, so a retry says nothing twice. */
import { z } from 'zod';
import { type Clock, systemClock } from '../../../kernel/clock.ts';
import type { EngineOf, LoadedAsr } from '../../child/types.ts';
import { type AsrItem, type AsrRequest, hearingSampleRate } from '../../contract/requests.ts';
import { findServedModel, insist } from '../../model-server/check-endpoint.ts';
import { createEndpoint, type Endpoint } from '../../model-server/endpoint.ts';
import { createHttpClient } from '../../model-server/http-client.ts';
import { parseErrorBody, parseRetryAfter } from '../../model-server/server-refusal.ts';
import { untilUnload } from '../../model-server/until-unload.ts';
import { type EarOptions, parseEarOptions } from './options.ts';
import { transcriptionBody } from './transcription-body.ts';

export interface EarTools {
  readonly clock?: Clock;
  /** 0..1 */
  readonly random?: () => number;
}

interface Tools {
  readonly options: EarOptions;
  readonly endpoint: Endpoint;
  readonly clock: Clock;
  readonly random: () => number;
}

const transcriptSchema = z.looseObject({ text: z.string() });

export function createOpenAiEar({ clock = systemClock, random = Math.random }: EarTools = {}): EngineOf<LoadedAsr> {
  return {
    async load(spec) {
      const options = parseEarOptions(spec);
      const client = createHttpClient(clock);
      const running = new Set<AbortController>();
      try {
        const checking = { clock, random, signal: new AbortController().signal };
        await findServedModel(options, createEndpoint(options, client, clock, 'load'), checking);
      } catch (error) {
        client.close();
        throw error;
      }
      const tools = { options, endpoint: createEndpoint(options, client, clock, 'infer'), clock, random };
      return {
        signature: { kind: 'asr', sampleRate: hearingSampleRate, languages: [options.language ?? '*'] },
        infer: (request, signal) => untilUnload(running, signal, (ended) => hear(tools, request, ended)),
        unload() {
          for (const abort of running) abort.abort(new DOMException('the engine is being unloaded', 'AbortError'));
          client.close();
        },
      };
    },
  };
}

/** All attempts together have the time that one needs to connect and to answer. */
async function* hear(tools: Tools, { pcm, lang }: AsrRequest, signal: AbortSignal): AsyncGenerator<AsrItem> {
  const { options, clock, random } = tools;
  const language = options.language ?? lang?.split('-')[0];
  const body = transcriptionBody(pcm, {
    model: options.model,
    response_format: 'json',
    ...(language === undefined || language === 'und' ? {} : { language }),
  });
  const deadlineAtMs = clock.now() + options.connectTimeoutMs + options.answerTimeoutMs;
  const text = await insist({ clock, random, signal }, deadlineAtMs, () => transcribe(tools, body, deadlineAtMs, signal));
  signal.throwIfAborted();
  // the interface tells no times: the utterance as a whole
  yield { type: 'final', text, lang: language ?? 'und', fromMs: 0, untilMs: (pcm.length * 1000) / hearingSampleRate };
}

async function transcribe(
  { options, endpoint, clock }: Tools,
  body: ReturnType<typeof transcriptionBody>,
  deadlineAtMs: number,
  signal: AbortSignal,
): Promise<string> {
  const { failures } = endpoint;
  const limits = { answerTimeoutMs: options.answerTimeoutMs, deadlineAtMs, signal };
  const answer = await endpoint.requestText('POST', '/audio/transcriptions', limits, body);
  const { status, contentType, text } = answer;
  if (status !== 200) {
    const retryAfterMs = parseRetryAfter(answer.retryAfter, clock.wallNow());
    throw failures.fromRefusal({ status, ...parseErrorBody(text), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  }
  if (contentType === 'text/html') throw failures.fail('web-page');
  const transcript = transcriptSchema.safeParse(parseJson(text));
  if (!transcript.success) throw failures.fail('not-a-transcript', { what: contentType === '' ? 'no content type' : contentType });
  return transcript.data.text.trim();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
