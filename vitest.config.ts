/**
 * `unit` needs nothing built; `integration` runs real children from dist/ (its set-up builds when sources are newer); `e2e` drives real Electron and needs a display.
 * No part of `npm test`: `long` and `long-e2e`, files of the two before that take longest (`*.long.test.ts`, `*.long.spec.ts`; `npm run test:long`), and `package`,
 * which drives the packaged app that `npm run package` makes.
 */
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import LongestFirst from './tests/longest-first.ts';

const long = '**/*.long.*.ts';

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts', 'tests/architecture/{layers,named-files}.test.ts', 'tests/conformance/**/*.unit.test.ts'],
          pool: 'threads',
          // vitest leaves a core free, which is half of a small machine
          maxWorkers: Math.max(2, availableParallelism() - 1),
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts', 'tests/conformance/**/*.int.test.ts', 'tests/architecture/**/*.int.test.ts'],
          exclude: [long],
          globalSetup: ['tests/global-setup.ts'],
          pool: 'forks',
          // most of a test is waiting for a show: three side by side take little more than two
          maxWorkers: 3,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.spec.ts'],
          exclude: [long, 'tests/e2e/package.spec.ts'],
          globalSetup: ['tests/global-setup.ts', 'tests/e2e/support/build-fake-main.ts'],
          pool: 'forks',
          // two windows side by side save a minute, and now and then one of them is starved of its first picture
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'long',
          include: ['tests/**/*.long.test.ts'],
          globalSetup: ['tests/global-setup.ts'],
          pool: 'forks',
          maxWorkers: 3,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'long-e2e',
          include: ['tests/e2e/**/*.long.spec.ts'],
          globalSetup: ['tests/global-setup.ts', 'tests/e2e/support/build-fake-main.ts'],
          pool: 'forks',
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'package',
          include: ['tests/e2e/package.spec.ts'],
          pool: 'forks',
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
