/** The engine `faq`: options, one memory per show, and the answer as a stream of word-sized pieces. */
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { type Clock, delay, systemClock } from '../../../kernel/clock.ts';
import { EngineError } from '../../contract/engine-error.ts';
import type { EngineOf, LoadedLlm } from '../../child/types.ts';
import type { LlmItem, LlmRequest, LoadSpec } from '../../contract/requests.ts';
import type { LlmSignature } from '../../contract/signature.ts';
import { type AnswerMemory, type Composer, createComposer } from '../../knowledge/compose-answer.ts';
import { completeKnowledge } from '../../knowledge/complete-knowledge.ts';
import { knowledgeLanguages } from '../../knowledge/knowledge.ts';
import { loadKnowledge } from '../../knowledge/load-knowledge.ts';

const optionsSchema = z.strictObject({
  /** Absolute, or relative to the resources folder. */
  knowledgePath: z.string().min(1).max(4096).default('knowledge/tea-shop.yaml'),
  /** Holds the first piece back: for tests and benches. */
  delayMs: z.number().min(0).max(600_000).default(0),
});

const warmUpLines = ['Hello, how much is it, and do you ship?', '你好，这个多少钱，包邮吗？', '👋'];
/** Shows whose memory is kept; the longest unused one goes first. */
const rememberedShows = 16;

export function createFaqEngine(clock: Clock = systemClock): EngineOf<LoadedLlm> {
  return {
    async load(spec) {
      const options = parseOptions(spec);
      const path = isAbsolute(options.knowledgePath) ? options.knowledgePath : join(spec.resourcesDir, options.knowledgePath);
      let { composer, signature } = await readBook(path);
      const memories = new Map<string, AnswerMemory>();
      return {
        signature,
        infer: (request, signal) => answer(request, signal, () => composer, memories, options.delayMs, clock),
        async reload() {
          // a book that cannot be used throws here, and the one before stays
          ({ composer, signature } = await readBook(path));
          for (const memory of memories.values()) composer.adopt(memory);
          return signature;
        },
        unload: () => memories.clear(),
      };
    },
  };
}

async function readBook(path: string): Promise<{ composer: Composer; signature: LlmSignature }> {
  const knowledge = await loadKnowledge(path);
  const composer = createComposer(knowledge);
  // Segmenter and regular expressions are slow the first time: not in the first viewer's answer.
  for (const line of warmUpLines) composer.answer(line, composer.newMemory());
  const { title } = completeKnowledge(knowledge);
  return {
    composer,
    signature: { kind: 'llm', languages: knowledgeLanguages, contextTokens: null, model: `faq: ${title.en} / ${title.zh}` },
  };
}

function parseOptions(spec: LoadSpec): z.infer<typeof optionsSchema> {
  const result = optionsSchema.safeParse(spec.options);
  if (result.success) return result.data;
  const list = result.error.issues.map((issue) => `${issue.path.join('.') || 'options'}: ${issue.message}`).join('; ');
  throw new EngineError('bad-options', `Engine ${spec.engineId}: ${list}`, {
    detail: { words: { en: `The settings of the engine are not right: ${list}.`, zh: `引擎设置有误：${list}。` } },
  });
}

async function* answer(
  request: LlmRequest,
  signal: AbortSignal,
  current: () => Composer,
  memories: Map<string, AnswerMemory>,
  delayMs: number,
  clock: Clock,
): AsyncGenerator<LlmItem> {
  signal.throwIfAborted();
  const line = request.messages.findLast((message) => message.role === 'user');
  if (!line) throw new EngineError('engine-failed', 'The request has no user message');
  const memory = memories.get(request.showId) ?? current().newMemory();
  memories.delete(request.showId);
  memories.set(request.showId, memory);
  const oldest = memories.keys().next().value;
  if (memories.size > rememberedShows && oldest !== undefined) memories.delete(oldest);

  if (delayMs > 0) await delay(clock, delayMs, signal);
  const { text } = request.idleRound === undefined ? current().answer(line.content, memory) : current().talk(request.idleRound, memory);
  let pieces = 0;
  for (const piece of wordPieces(text)) {
    signal.throwIfAborted();
    if (request.maxTokens !== undefined && pieces >= request.maxTokens) {
      yield { type: 'end', finishReason: 'length' };
      return;
    }
    pieces += 1;
    yield { type: 'text', text: piece };
  }
  yield { type: 'end', finishReason: 'stop' };
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** A word with the marks and spaces that follow it; the pieces joined are the text. */
export function wordPieces(text: string): string[] {
  const pieces: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    const last = pieces.at(-1);
    if (isWordLike === true || last === undefined) pieces.push(segment);
    else pieces[pieces.length - 1] = last + segment;
  }
  return pieces;
}
