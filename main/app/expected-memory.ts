/** What a choice will hold in memory before it was ever measured: for a model file, computed from what the file says of itself. */
import { statSync } from 'node:fs';
import type { EngineChoice } from '../engines/contract/choice.ts';
import { checkModelFile } from '../engines/models/check-model-file.ts';
import { contextTokensFor, estimateLlamaMemory } from '../engines/models/estimate-llama-memory.ts';
import type { MemoryLedger } from '../swap/types.ts';

/** undefined: nothing can be known (another engine, no such file); then it is watched while it loads. */
export type EstimateMemory = (choice: EngineChoice) => number | undefined;

export function createMemoryEstimate(): EstimateMemory {
  /** By file and context; a file that was changed is looked at again. */
  const known = new Map<string, { readonly stamp: string; readonly bytes: number }>();
  return ({ engineId, options }) => {
    const file = options['modelPath'];
    if (engineId !== 'llama' || typeof file !== 'string') return undefined;
    const asked = typeof options['contextTokens'] === 'number' ? options['contextTokens'] : undefined;
    const stat = statSync(file, { throwIfNoEntry: false });
    if (!stat) return undefined;
    const key = JSON.stringify([file, asked]);
    const stamp = `${stat.mtimeMs} ${stat.size}`;
    const before = known.get(key);
    if (before?.stamp === stamp) return before.bytes;
    try {
      const header = checkModelFile(file, 'sizes');
      const bytes = estimateLlamaMemory(header, contextTokensFor(header, asked));
      known.set(key, { stamp, bytes });
      return bytes;
    } catch {
      // loading it will say what is wrong with it
      return undefined;
    }
  };
}

/** Measured figures win. */
export function withEstimates(ledger: MemoryLedger, estimate: EstimateMemory): MemoryLedger {
  return {
    expectedBytes: (choice) => ledger.expectedBytes(choice) ?? estimate(choice),
    expectedGraphicsBytes: (choice) => ledger.expectedGraphicsBytes?.(choice),
    remember: (choice, bytes, graphicsBytes) => ledger.remember(choice, bytes, graphicsBytes),
  };
}
