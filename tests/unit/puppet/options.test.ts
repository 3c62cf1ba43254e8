/** Options of the puppet: defaults, and a sentence for what cannot be. */
import { describe, expect, it } from 'vitest';
import { parsePuppetOptions } from '../../../main/engines/entries/puppet/options.ts';

describe('puppet options', () => {
  it('default to 640x640 and take even sizes', () => {
    expect(parsePuppetOptions({})).toEqual({ width: 640, height: 640 });
    expect(parsePuppetOptions({ width: 512, height: 720 })).toEqual({ width: 512, height: 720 });
  });

  it('name what is wrong', () => {
    for (const bad of [{ width: 511 }, { height: 64 }, { width: '640' }, { height: 4000 }, { width: Number.NaN }, { colour: 'red' }]) {
      const result = parsePuppetOptions(bad);
      expect('problem' in result && result.problem).toMatch(/width|height|colour/);
    }
  });
});
