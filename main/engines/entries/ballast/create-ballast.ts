/** The ballast: 20 s of load, 2 GiB, every core busy meanwhile; then an echo. Options `loadMs`, `bytes`, `threads` make it lighter or heavier. */
import os from 'node:os';
import { EngineError } from '../../contract/engine-error.ts';
import type { EngineOf, LoadedLlm } from '../../child/types.ts';
import { burn } from './burn.ts';
import { fillMemory } from './fill-memory.ts';

const usual = { loadMs: 20_000, bytes: 2 * 1024 ** 3 } as const;
const most = { loadMs: 600_000, bytes: 64 * 1024 ** 3, threads: 256 } as const;

export function createBallast(): EngineOf<LoadedLlm> {
  return {
    async load({ options }) {
      const loadMs = readNumber(options['loadMs'], 'loadMs', usual.loadMs, most.loadMs);
      const bytes = readNumber(options['bytes'], 'bytes', usual.bytes, most.bytes);
      const threads = readNumber(options['threads'], 'threads', os.availableParallelism(), most.threads);
      const burning = burn(threads);
      const held: Uint8Array[] = [];
      try {
        await fillMemory(held, bytes, loadMs);
      } finally {
        await burning.stop();
      }
      return {
        signature: { kind: 'llm', languages: ['*'], contextTokens: null, model: 'ballast' },
        async *infer(request, signal) {
          signal.throwIfAborted();
          const text = request.messages.findLast((message) => message.role === 'user')?.content ?? '';
          yield await Promise.resolve({ type: 'text' as const, text });
          yield { type: 'end' as const, finishReason: 'stop' as const };
        },
        unload() {
          held.length = 0;
        },
      };
    },
  };
}

export function readNumber(value: unknown, name: string, usually: number, largest: number): number {
  if (value === undefined) return usually;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= largest) return value;
  throw new EngineError('bad-options', `ballast: ${name} must be a whole number from 0 to ${largest}, not ${JSON.stringify(value)}`);
}
