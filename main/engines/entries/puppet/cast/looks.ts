/** The cast: who there is, in which outfits, and how each is put together. */
import type { CharacterName, Look } from './cast.ts';
import { kaiLook } from './kai.ts';
import { miraLook } from './mira.ts';

const builders: Readonly<Record<CharacterName, Readonly<Record<string, () => Look>>>> = {
  mira: { blazer: () => miraLook('blazer'), hoodie: () => miraLook('hoodie') },
  kai: { suit: () => kaiLook('suit'), jacket: () => kaiLook('jacket') },
};

export const outfitsOf = (character: CharacterName): readonly string[] => Object.keys(builders[character]);

/** Absent: the first character, the character's first outfit. */
export function lookOf(character: CharacterName = 'mira', outfit = outfitsOf(character)[0] ?? ''): Look {
  const build = builders[character][outfit];
  if (!build) throw new RangeError(`${character} has no outfit '${outfit}'`);
  return build();
}
