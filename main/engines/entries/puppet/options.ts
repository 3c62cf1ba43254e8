/** What may be set of the puppet, checked. */
import { characters, type CharacterName } from './cast/cast.ts';
import { outfitsOf } from './cast/looks.ts';

export interface PuppetOptions {
  readonly width: number;
  readonly height: number;
  readonly character: CharacterName;
  readonly outfit: string;
}

const smallest = 128;
const largest = 1920;
const usual = 640;

/** `problem` is a sentence for the user. */
export function parsePuppetOptions(options: Readonly<Record<string, unknown>>): PuppetOptions | { readonly problem: string } {
  const { width = usual, height = usual, character = characters[0], outfit, ...unknown } = options;
  const strange = Object.keys(unknown);
  if (strange.length > 0)
    return { problem: `The puppet face knows the options width, height, character and outfit, not ${strange.join(', ')}.` };
  for (const [name, value] of [
    ['width', width],
    ['height', height],
  ] as const) {
    if (typeof value !== 'number' || !Number.isInteger(value) || value % 2 !== 0 || value < smallest || value > largest) {
      return { problem: `The puppet face needs an even ${name} from ${smallest} to ${largest} pixels, got ${JSON.stringify(value)}.` };
    }
  }
  const who = characters.find((name) => name === character);
  if (!who) return { problem: `The puppet face has the characters ${characters.join(' and ')}, not ${JSON.stringify(character)}.` };
  const outfits = outfitsOf(who);
  const worn = outfit === undefined ? outfits[0] : outfit;
  if (typeof worn !== 'string' || !outfits.includes(worn))
    return { problem: `The character ${who} has the outfits ${outfits.join(' and ')}, not ${JSON.stringify(outfit)}.` };
  return { width: width as number, height: height as number, character: who, outfit: worn };
}
