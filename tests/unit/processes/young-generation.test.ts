/** The flag of V8 that holds main's young generation is one that V8 may drop any day: it still does what it is set for. */
import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { expect, it } from 'vitest';
import { youngGenerationFlag } from '../../../main/kernel/keep-young-generation-small.ts';

/** MiB of the young generation after much has been made of which a part stays. */
function grown(flag: string | null): number {
  const script = `
    const v8 = require('node:v8');
    ${flag === null ? '' : `v8.setFlagsFromString(${JSON.stringify(flag)});`}
    const kept = [];
    for (let i = 0; i < 3e6; i += 1) { const one = { i, list: [i] }; if (i % 20 === 0) kept[(i / 20) % 20000] = one; }
    console.log(v8.getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 2 ** 20);`;
  return Number(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } }));
}

it('keeps the young generation of a running process as small as it began', () => {
  expect(grown(null)).toBeGreaterThan(8);
  expect(grown(youngGenerationFlag)).toBeLessThanOrEqual(4);
});
