/** How a swap is judged and how long it may take, unless the settings say otherwise. */
import type { SwapPolicy } from './types.ts';

export const defaultSwapPolicy: SwapPolicy = {
  watchMs: 120_000,
  drainMs: 30_000,
  loadTimeoutMs: 120_000,
  probeTimeoutMs: 20_000,
  instancesPerKind: {},
  warmLimit: 2,
  breach: {
    failures: 2,
    window: 20,
    minRequests: 5,
    latencyFactor: 3,
    latencySlackMs: 400,
    // From a lookup (milliseconds) to a model on a laptop's processor: the first words may take this much longer.
    latencySlackMsPerKind: { llm: 2500 },
  },
};

export const defaultInstancesPerKind = 2;
/** Every so often the memory of what is loading is looked at. */
export const memoryPollMs = 250;
/** One look at a process's memory; past it the figure is not known. */
export const memoryReadTimeoutMs = 1000;
/** A candidate that has not reached the show by then is not switched to. */
export const onAirTimeoutMs = 15_000;
/** Longer than a process needs from the stop request to SIGKILL: past it the exit is not waited for any more. */
export const retireTimeoutMs = 10_000;
