/** How often the programme may die on air. */
import { expect, it } from 'vitest';
import { decideRestart } from '../../../main/processes/host/restart-policy.ts';
import { livePolicy } from '../../../main/programme/control/create-programme.ts';

const deaths = (livedMs: number, count: number): readonly ReturnType<typeof decideRestart>[] => {
  let failures = 0;
  return Array.from({ length: count }, () => {
    const decision = decideRestart(livePolicy, failures, livedMs);
    failures = decision.failures;
    return decision;
  });
};

it('a programme that was on air each time comes back at once, twenty times in a row', () => {
  const first = { kind: 'restart', failures: 1, delayMs: livePolicy.baseDelayMs };
  expect(deaths(8_000, 20)).toEqual(Array.from({ length: 20 }, () => first));
});

it('one that falls over at its start is given up', () => {
  expect(deaths(1_000, 20).at(-1)?.kind).toBe('give-up');
});
