/** What may be set of the portrait face, checked. Paths are taken from the shipped resources unless absolute. */
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';

const side = z.number().int().multipleOf(2).min(128).max(1280);
const schema = z.strictObject({
  /** The still picture. */
  picturePath: z.string().min(1),
  /** Landmarks; without it the picture's path with `.landmarks.json` behind. */
  landmarksPath: z.string().min(1).optional(),
  width: side.default(640),
  height: side.default(640),
  /** How large the face stands: its height as a share of the canvas. `whole` fits the whole picture in. */
  faceShare: z.union([z.number().min(0.2).max(0.8), z.literal('whole')]).default('whole'),
  /** The square of the picture that fills the canvas, instead of `faceShare`: left and top as shares of its width and height, side as a share of its height. */
  crop: z.strictObject({ x: z.number().min(-1).max(2), y: z.number().min(-1).max(2), size: z.number().min(0.01).max(3) }).optional(),
  /**
   * `keep`, `blur` (soft towards the edges), `cut` (a flat background is made transparent), `person` (what `personPath` leaves out is), `auto`: soft, unless it
   * is cut out already.
   */
  background: z.enum(['auto', 'keep', 'blur', 'cut', 'person']).default('auto'),
  /** With `person`: a PNG over the whole picture, opaque where the person is. */
  personPath: z.string().min(1).optional(),
  /** How the mouth moves: `warp` bends the picture's lips, `drawn` draws a mouth in its colours, `auto` decides by the lips. */
  mouth: z.enum(['auto', 'warp', 'drawn']).default('auto'),
});
export type PortraitOptions = z.infer<typeof schema> & { readonly landmarksPath: string };

/** `problem` is a sentence for the user. */
export function parsePortraitOptions(
  options: Readonly<Record<string, unknown>>,
  resourcesDir: string,
): PortraitOptions | { readonly problem: string } {
  const parsed = schema.safeParse(options);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { problem: `The portrait face cannot use its options: ${issue?.path.join('.') || 'options'}: ${issue?.message ?? 'unknown'}.` };
  }
  const { personPath } = parsed.data;
  if (parsed.data.background === 'person' && personPath === undefined)
    return { problem: 'The portrait face is to show the person alone, but no outline is named (personPath).' };
  const at = (path: string): string => (isAbsolute(path) ? path : join(resourcesDir, path));
  const picturePath = at(parsed.data.picturePath);
  return {
    ...parsed.data,
    ...(personPath === undefined ? {} : { personPath: at(personPath) }),
    picturePath,
    landmarksPath: at(parsed.data.landmarksPath ?? `${picturePath}.landmarks.json`),
  };
}
