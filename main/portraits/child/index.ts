/** Child entry of the picture reader: a picture's path in; its face's markers and what is to be said of them out, or the picture in a plain form. */
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Canvas } from '@napi-rs/canvas';
import { distMainDir } from '../../kernel/shipped-files.ts';
import { serveProcess } from '../../processes/child/serve-process.ts';
import { decodePicture } from '../pictures/decode-picture.ts';
import { PictureError } from '../pictures/picture-error.ts';
import type { FindFaceAnswer, FindFaceRequest, FoundFace } from '../protocol/find-face.ts';
import type { CutPersonAnswer, CutPersonRequest } from '../protocol/find-person.ts';
import type { KeepPictureAnswer, KeepPictureRequest } from '../protocol/keep-picture.ts';
import type { StudyPictureAnswer, StudyPictureRequest, ThumbnailAnswer, ThumbnailRequest } from '../protocol/study-picture.ts';
import { cutPerson } from './cut-person.ts';
import { cutSquare, shrink } from './cut-square.ts';
import { findInPicture } from './find-in-picture.ts';
import { fitDrawing } from './fit-drawing.ts';
import { finding, judgeEachFace, judgeFaces } from './judge-faces.ts';
import { loadHuman } from './load-human.ts';
import { weighFinders } from './weigh-finders.ts';

/** A window shows a picture no larger. */
const shownSide = 1024;
/** Written by the build beside the entries. */
const modelsDir = join(distMainDir(), 'face-finder');

serveProcess(() => {
  // only a look for a face needs it
  let loading: ReturnType<typeof loadHuman> | undefined;
  const human = (): ReturnType<typeof loadHuman> => (loading ??= loadHuman(modelsDir));
  return {
    methods: {
      find: ({ picturePath }: FindFaceRequest): Promise<FindFaceAnswer> =>
        orRefused(async () => {
          const picture = await decodePicture(picturePath);
          return { found: onItsLines(picture, judgeFaces(await findInPicture(await human(), picture), picture)) };
        }),
      study: ({ picturePath, outPath, shownPath, seen }: StudyPictureRequest): Promise<StudyPictureAnswer> =>
        orRefused(async () => {
          const picture = await decodePicture(picturePath);
          const claimed = weighFinders(await findInPicture(await human(), picture), seen);
          const faces = judgeEachFace(claimed, picture).map((face) => onItsLines(picture, face));
          await put(outPath, await picture.encode('png'));
          await put(shownPath, await shrink(picture, shownSide).encode('webp', 88));
          return { kept: { width: picture.width, height: picture.height }, faces };
        }),
      cutPerson: ({ picturePath, mask, faces, outPath }: CutPersonRequest): Promise<CutPersonAnswer> =>
        orRefused(async () => {
          const cut = cutPerson(await decodePicture(picturePath), mask, faces);
          if ('refused' in cut) return cut;
          await put(outPath, await cut.outline.encode('png'));
          return { made: true };
        }),
      thumbnail: ({ picturePath, part, side, outPath }: ThumbnailRequest): Promise<ThumbnailAnswer> =>
        orRefused(async () => {
          await put(outPath, await cutSquare(await decodePicture(picturePath), part, side).encode('webp', 85));
          return { made: true };
        }),
      keep: ({ picturePath, outPath }: KeepPictureRequest): Promise<KeepPictureAnswer> =>
        orRefused(async () => {
          const picture = await decodePicture(picturePath);
          await put(outPath, await picture.encode('png'));
          return { kept: { width: picture.width, height: picture.height } };
        }),
    },
  };
});

/** A drawing's markers are moved onto its lines; what does not go there whole is doubted. */
function onItsLines(picture: Canvas, found: FoundFace): FoundFace {
  if (found.landmarks.source === 'guess') return found;
  const { landmarks, fit } = fitDrawing(picture, found.landmarks);
  const doubted = found.findings.some(({ code }) => code === 'unsure');
  return { landmarks, findings: fit === 'partly' && !doubted ? [...found.findings, finding('unsure')] : found.findings };
}

/** Whole or not there. */
async function put(file: string, bytes: Uint8Array): Promise<void> {
  await writeFile(`${file}.part`, bytes);
  await rename(`${file}.part`, file);
}

async function orRefused<Answer>(work: () => Promise<Answer>): Promise<Answer | { readonly refused: PictureError['words'] }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PictureError) return { refused: error.words };
    throw error;
  }
}
