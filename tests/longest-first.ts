/** Order of test files: those that take longest begin first, so that none of them is left running alone at the end. The others as vitest has them. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const longest = [
  'soak/soak',
  'faults/who-may-die',
  'verify/verify',
  'swap/on-air',
  'beacon/beacon-show',
  'faults/resume',
  'controls/show-controls',
  'programme/live',
  'outlet/fuzz',
  'puppet/puppet-renderer',
  'programme/mouth-watch',
  'performance/cue-sheet',
  'e2e/studio',
  'e2e/portrait',
  'e2e/screens',
];

const rank = ({ moduleId }: TestSpecification): number => {
  const found = longest.findIndex((name) => moduleId.includes(`/${name}.`));
  return found < 0 ? longest.length : found;
};

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
