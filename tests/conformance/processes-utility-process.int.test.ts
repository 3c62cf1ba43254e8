/** The Electron adapter: the same scenarios, run inside a real Electron main process. */
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { runInElectron } from '../fixtures/run-in-electron.ts';
import { processScenarios } from './process-scenarios.ts';

interface Outcome {
  readonly name: string;
  readonly passed: boolean;
  readonly message?: string;
}

it('process conformance: utility-process', async () => {
  const { lines, stderr } = await runInElectron('electron-conformance', {
    env: { TEST_CHILD_ENTRY: resolve(import.meta.dirname, '../../dist/main/children/test-child.js') },
  });
  const outcomes = lines.filter((line) => line.startsWith('{"name"')).map((line) => JSON.parse(line) as Outcome);
  expect(outcomes.filter(({ passed }) => !passed)).toEqual([]);
  expect(
    outcomes.map(({ name }) => name),
    stderr,
  ).toEqual(processScenarios.map(({ name }) => name));
});
