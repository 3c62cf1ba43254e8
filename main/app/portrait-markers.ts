/**
 * Markers for a picture: those that a person set (named, or `PICTURE.landmarks.json` beside it) always win; else those found before, kept by the
 * picture's content in the data folder; else the face finder is asked. What it could not find is a guess, said in words.
 */
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import { findFace } from '../portraits/control/find-face.ts';
import { decodePicture } from '../portraits/pictures/decode-picture.ts';
import { PictureError } from '../portraits/pictures/picture-error.ts';
import { readLandmarks } from '../portraits/pictures/read-landmarks.ts';
import type { Finding } from '../portraits/protocol/find-face.ts';
import type { ProcessAdapter } from '../processes/host/types.ts';

export interface PortraitMarkers {
  readonly landmarksPath: string;
  readonly origin: 'hand' | 'kept' | 'found';
  /** What to look at before it goes on air. */
  readonly findings: readonly Finding[];
}

export interface PortraitMarkersOptions {
  readonly adapter: ProcessAdapter;
  readonly entriesDir: string;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

const there = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Throws a PictureError with words. */
export async function portraitMarkers(
  options: PortraitMarkersOptions,
  picturePath: string,
  markersPath?: string,
): Promise<PortraitMarkers> {
  const byHand = markersPath ?? `${picturePath}.landmarks.json`;
  if (markersPath !== undefined || (await there(byHand))) {
    await readLandmarks(byHand);
    return { landmarksPath: byHand, origin: 'hand', findings: [] };
  }
  // refuses what cannot be read before its content is asked for
  await decodePicture(picturePath);
  const name = createHash('sha256')
    .update(await readFile(picturePath))
    .digest('hex')
    .slice(0, 32);
  const folder = join(options.dataDir, 'portraits');
  const landmarksPath = join(folder, `${name}.landmarks.json`);
  const findingsPath = join(folder, `${name}.findings.json`);
  if ((await there(landmarksPath)) && (await there(findingsPath))) {
    const findings = JSON.parse(await readFile(findingsPath, 'utf8')) as Finding[];
    return { landmarksPath, origin: 'kept', findings };
  }
  const answer = await findFace(options, picturePath);
  if ('refused' in answer) throw new PictureError('bad-file', answer.refused);
  await mkdir(folder, { recursive: true });
  await put(findingsPath, answer.found.findings);
  await put(landmarksPath, answer.found.landmarks);
  return { landmarksPath, origin: 'found', findings: answer.found.findings };
}

/** Whole or not there. */
async function put(path: string, value: unknown): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(value));
  await rename(`${path}.new`, path);
}
