/** `--portrait PICTURE [--markers FILE]`: the face slot with a picture that speaks. Says on the terminal what there is to say of the picture. */
import path from 'node:path';
import { portraitMarkers } from '../app/portrait-markers.ts';
import type { StudioConfig } from '../app/studio-config.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import { createNodeForkAdapter } from '../processes/adapters/node-fork.ts';

export async function withPortrait(
  slots: StudioConfig['slots'],
  picture: string,
  markers: string | undefined,
  options: { readonly entriesDir: string; readonly dataDir: string; readonly logger: Logger; readonly print: (line: string) => void },
): Promise<StudioConfig['slots']> {
  const picturePath = path.resolve(picture);
  const { landmarksPath, findings } = await portraitMarkers(
    { adapter: createNodeForkAdapter(), clock: systemClock, ...options },
    picturePath,
    markers === undefined ? undefined : path.resolve(markers),
  );
  for (const { words } of findings) options.print(`! ${words.en} ${words.zh}\n`);
  return slots.map((slot) => (slot.slotId === 'face' ? { ...slot, engineId: 'portrait', options: { picturePath, landmarksPath } } : slot));
}
