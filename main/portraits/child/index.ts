/** Child entry of the picture reader: a picture's path in; its face's markers and what is to be said of them out, or the picture in a plain form. */
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { distMainDir } from '../../kernel/shipped-files.ts';
import { serveProcess } from '../../processes/child/serve-process.ts';
import { decodePicture } from '../pictures/decode-picture.ts';
import { PictureError } from '../pictures/picture-error.ts';
import type { FindFaceAnswer, FindFaceRequest } from '../protocol/find-face.ts';
import type { KeepPictureAnswer, KeepPictureRequest } from '../protocol/keep-picture.ts';
import { findInPicture } from './find-in-picture.ts';
import { fitDrawing } from './fit-drawing.ts';
import { finding, judgeFaces } from './judge-faces.ts';
import { loadHuman } from './load-human.ts';

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
          const found = judgeFaces(await findInPicture(await human(), picture), picture);
          if (found.landmarks.source === 'guess') return { found };
          const { landmarks, fit } = fitDrawing(picture, found.landmarks);
          const doubted = found.findings.some(({ code }) => code === 'unsure');
          return { found: { landmarks, findings: fit === 'partly' && !doubted ? [...found.findings, finding('unsure')] : found.findings } };
        }),
      keep: ({ picturePath, outPath }: KeepPictureRequest): Promise<KeepPictureAnswer> =>
        orRefused(async () => {
          const picture = await decodePicture(picturePath);
          await writeFile(`${outPath}.part`, await picture.encode('png'));
          await rename(`${outPath}.part`, outPath);
          return { kept: { width: picture.width, height: picture.height } };
        }),
    },
  };
});

async function orRefused<Answer>(work: () => Promise<Answer>): Promise<Answer | { readonly refused: PictureError['words'] }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PictureError) return { refused: error.words };
    throw error;
  }
}
