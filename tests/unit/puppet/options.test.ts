/** Options of the puppet: defaults, and a sentence for what cannot be. */
import { describe, expect, it } from 'vitest';
import { builtInChoices } from '../../../main/engines/catalog/choices.ts';
import { characters } from '../../../main/engines/entries/puppet/cast/cast.ts';
import { lookOf, outfitsOf } from '../../../main/engines/entries/puppet/cast/looks.ts';
import { parsePuppetOptions } from '../../../main/engines/entries/puppet/options.ts';

describe('puppet options', () => {
  it('default to Mira in her blazer at 640x640, and take even sizes', () => {
    expect(parsePuppetOptions({})).toEqual({ width: 640, height: 640, character: 'mira', outfit: 'blazer' });
    expect(parsePuppetOptions({ width: 512, height: 720, character: 'kai' })).toEqual({
      width: 512,
      height: 720,
      character: 'kai',
      outfit: 'suit',
    });
  });

  it('name what is wrong', () => {
    for (const bad of [
      { width: 511 },
      { height: 64 },
      { width: '640' },
      { height: 4000 },
      { width: Number.NaN },
      { colour: 'red' },
      { character: 'nobody' },
      { character: 7 },
      { outfit: 'suit' },
      { character: 'kai', outfit: 'blazer' },
      { outfit: null },
    ]) {
      const result = parsePuppetOptions(bad);
      expect('problem' in result && result.problem, JSON.stringify(bad)).toMatch(
        /width|height|colour|characters mira and kai|has the outfits/,
      );
    }
  });

  it('offers every look as a choice that loads, Mira first', () => {
    const choices = builtInChoices.filter(({ engineId }) => engineId === 'puppet');
    expect(choices[0]?.choiceId).toBe('puppet-mira');
    const looks = choices.map(({ options }) => {
      const parsed = parsePuppetOptions(options);
      if ('problem' in parsed) throw new Error(parsed.problem);
      expect(lookOf(parsed.character, parsed.outfit).frontHair.length).toBeGreaterThan(0);
      return `${parsed.character} ${parsed.outfit}`;
    });
    expect(looks.toSorted()).toEqual(characters.flatMap((who) => outfitsOf(who).map((outfit) => `${who} ${outfit}`)).toSorted());
  });
});
