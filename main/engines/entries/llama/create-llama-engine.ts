/** The engine `llama`: one model, one context, one answer at a time. Text is handed on as it comes; an abort ends the generation within a token. */
import { createItemQueue } from '../../child/item-queue.ts';
import { createThoughtFilter } from '../../child/thought-filter.ts';
import { EngineError } from '../../contract/engine-error.ts';
import type { EngineOf, LoadedLlm } from '../../child/types.ts';
import type { LlmItem, LlmRequest } from '../../contract/requests.ts';
import { fitMessages } from './fit-messages.ts';
import type { ChatItem } from './llama-module.ts';
import { loadModel, type LoadedModel } from './load-model.ts';
import { type LlamaOptions, parseOptions } from './options.ts';
import { llamaError } from './words.ts';

/** Tokens between prompt and answer that templates add. */
const marginTokens = 8;
/** In one answer. */
const mostThoughts = 3;

export function createLlamaEngine(): EngineOf<LoadedLlm> {
  return {
    async load(spec) {
      const options = parseOptions(spec);
      const loaded = await loadModel(options);
      const running = new Set<AbortController>();
      let before: Promise<unknown> = Promise.resolve();
      return {
        signature: { kind: 'llm', languages: ['*'], contextTokens: loaded.contextTokens, model: loaded.description },
        async *infer(request, signal) {
          signal.throwIfAborted();
          const abort = new AbortController();
          const onAbort = (): void => abort.abort(signal.reason);
          signal.addEventListener('abort', onAbort, { once: true });
          running.add(abort);
          let done = (): void => {};
          const turn = before;
          // one context: the next answer waits for the end of this one
          before = new Promise<void>((resolve) => (done = resolve));
          try {
            await turn;
            abort.signal.throwIfAborted();
            yield* answer(loaded, options, request, abort);
          } finally {
            signal.removeEventListener('abort', onAbort);
            running.delete(abort);
            done();
          }
        },
        async unload() {
          for (const abort of running) abort.abort(new DOMException('the engine is being unloaded', 'AbortError'));
          await before;
          await loaded.llama.dispose();
        },
      };
    },
  };
}

async function* answer(loaded: LoadedModel, options: LlamaOptions, request: LlmRequest, abort: AbortController): AsyncGenerator<LlmItem> {
  const { chat, model, sequence, contextTokens } = loaded;
  if (!request.messages.some(({ role }) => role === 'user')) throw llamaError('no-question');
  const wanted = Math.min(options.maxTokens, request.maxTokens ?? options.maxTokens);
  const count = (chatHistory: readonly ChatItem[]): number =>
    chat.chatWrapper.generateContextState({ chatHistory }).contextText.tokenize(model.tokenizer).length;
  // an answer may take half of the context, so that a question always has the other half
  const reserved = Math.min(wanted, Math.floor(contextTokens / 2));
  const fitted = fitMessages(options.system, request.messages, contextTokens - reserved - marginTokens, count);
  if (!fitted.fits) throw llamaError('persona-too-long', { tokens: contextTokens });

  const queue = createItemQueue<LlmItem>(Infinity);
  const thoughts = createThoughtFilter();
  let said: 'nothing' | 'text' = 'nothing';
  let thoughtsBegun = 0;
  const say = (text: string): void => {
    if (text === '') return;
    said = 'text';
    void queue.push({ type: 'text', text });
  };
  const before = sequence.tokenMeter.usedOutputTokens;
  const generation = chat
    .generateResponse(fitted.items, {
      // a template that says nothing of thoughts leaves them in the text
      onTextChunk: (text) => say(thoughts.push(text)),
      onResponseChunk({ type, segmentStartTime }) {
        if (type === 'segment' && segmentStartTime) thoughtsBegun += 1;
        // cut short, it begins to think again, and again
        if (thoughtsBegun > mostThoughts) abort.abort(llamaError('endless'));
      },
      signal: abort.signal,
      maxTokens: Math.min(wanted, contextTokens - fitted.tokens - marginTokens),
      temperature: options.temperature,
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      budgets: { thoughtTokens: options.thoughtTokens },
    })
    .then(({ metadata }) => {
      say(thoughts.end());
      if (said === 'nothing' && metadata.stopReason === 'maxTokens') throw llamaError('endless');
      const usage = { promptTokens: fitted.tokens, completionTokens: sequence.tokenMeter.usedOutputTokens - before };
      void queue.push({ type: 'end', finishReason: metadata.stopReason === 'maxTokens' ? 'length' : 'stop', usage });
      queue.end();
    })
    .catch((error: unknown) => queue.fail(error));
  try {
    for await (const item of queue.items) {
      abort.signal.throwIfAborted();
      yield item;
    }
  } catch (error) {
    abort.signal.throwIfAborted();
    if (error instanceof EngineError) throw error;
    throw llamaError('generation-failed', { what: error instanceof Error ? error.message : String(error), cause: error });
  } finally {
    // a reader that has gone wants no more; the context is free only when the generation has ended
    abort.abort(new DOMException('the answer is not wanted any more', 'AbortError'));
    await generation;
  }
}
