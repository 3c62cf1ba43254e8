/** What may be set of the puppet, checked. */
export interface PuppetOptions {
  readonly width: number;
  readonly height: number;
}

const smallest = 128;
const largest = 1920;
const usual = 640;

/** `problem` is a sentence for the user. */
export function parsePuppetOptions(options: Readonly<Record<string, unknown>>): PuppetOptions | { readonly problem: string } {
  const { width = usual, height = usual, ...unknown } = options;
  const strange = Object.keys(unknown);
  if (strange.length > 0) return { problem: `The puppet face knows the options width and height, not ${strange.join(', ')}.` };
  for (const [name, value] of [
    ['width', width],
    ['height', height],
  ] as const) {
    if (typeof value !== 'number' || !Number.isInteger(value) || value % 2 !== 0 || value < smallest || value > largest) {
      return { problem: `The puppet face needs an even ${name} from ${smallest} to ${largest} pixels, got ${JSON.stringify(value)}.` };
    }
  }
  return { width: width as number, height: height as number };
}
