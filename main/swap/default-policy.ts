/** How careful a swap is when nothing else is said. */
import type { SwapPolicy } from './types.ts';

export const defaultPolicy: SwapPolicy = Object.freeze({
  watchMs: 120_000,
  drainMs: 30_000,
  loadTimeoutMs: 120_000,
  probeTimeoutMs: 20_000,
  instancesPerKind: { llm: 2, tts: 2, face: 2, expression: 2, asr: 2, enhance: 2 },
  warmLimit: 2,
  breach: { failures: 2, window: 20, minRequests: 5, latencyFactor: 3, latencySlackMs: 400 },
});
