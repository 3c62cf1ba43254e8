/** Registers the process scenarios as vitest tests for one adapter. */
import { describe, it } from 'vitest';
import { processScenarios, type ProcessBench } from './process-scenarios.ts';

export function processConformance(name: string, makeAdapter: () => ProcessBench): void {
  describe(`process conformance: ${name}`, () => {
    for (const scenario of processScenarios) it(scenario.name, () => scenario.run(makeAdapter()));
  });
}
