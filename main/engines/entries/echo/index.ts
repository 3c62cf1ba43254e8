/** A language model that repeats what it was told: for shows whose words are counted by the receiver, and for plumbing tests. */
import { serveLlmEngine } from '../../child/serve-engine.ts';

serveLlmEngine({
  load: async () => ({
    signature: { kind: 'llm', languages: ['*'], contextTokens: null, model: 'echo' },
    async *infer(request, signal) {
      signal.throwIfAborted();
      const text = request.messages.findLast((message) => message.role === 'user')?.content ?? '';
      yield await Promise.resolve({ type: 'text' as const, text });
      yield { type: 'end' as const, finishReason: 'stop' as const };
    },
    unload() {},
  }),
});
