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
  /** `keep`, `blur` (soft towards the edges), `cut` (a flat background is made transparent), `auto`: soft, unless it is cut out already. */
  background: z.enum(['auto', 'keep', 'blur', 'cut']).default('auto'),
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
  const at = (path: string): string => (isAbsolute(path) ? path : join(resourcesDir, path));
  const picturePath = at(parsed.data.picturePath);
  return { ...parsed.data, picturePath, landmarksPath: at(parsed.data.landmarksPath ?? `${picturePath}.landmarks.json`) };
}
