/** Two projects: `unit` needs nothing built; `integration` runs real children from dist/ (its set-up builds when sources are newer). */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts', 'tests/architecture/**/*.test.ts', 'tests/conformance/**/*.unit.test.ts'], pool: 'threads', testTimeout: 20_000 } },
      { test: { name: 'integration', include: ['tests/integration/**/*.test.ts', 'tests/conformance/**/*.int.test.ts'], globalSetup: ['tests/global-setup.ts'], pool: 'forks', maxWorkers: 1, testTimeout: 120_000, hookTimeout: 120_000 } },
    ],
  },
});
