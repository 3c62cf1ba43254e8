/** Child entry of the face finder: a picture's path in, markers and what is to be said of them out. */
import { join } from 'node:path';
import { distMainDir } from '../../kernel/shipped-files.ts';
import { serveProcess } from '../../processes/child/serve-process.ts';
import { decodePicture } from '../pictures/decode-picture.ts';
import { PictureError } from '../pictures/picture-error.ts';
import type { FindFaceAnswer, FindFaceRequest } from '../protocol/find-face.ts';
import { findInPicture } from './find-in-picture.ts';
import { fitDrawing } from './fit-drawing.ts';
import { finding, judgeFaces } from './judge-faces.ts';
import { loadHuman } from './load-human.ts';

/** Written by the build beside the entries. */
const modelsDir = join(distMainDir(), 'face-finder');

serveProcess(async () => {
  const human = await loadHuman(modelsDir);
  return {
    methods: {
      async find({ picturePath }: FindFaceRequest): Promise<FindFaceAnswer> {
        try {
          const picture = await decodePicture(picturePath);
          const found = judgeFaces(await findInPicture(human, picture), picture);
          if (found.landmarks.source === 'guess') return { found };
          const { landmarks, fit } = fitDrawing(picture, found.landmarks);
          const doubted = found.findings.some(({ code }) => code === 'unsure');
          return { found: { landmarks, findings: fit === 'partly' && !doubted ? [...found.findings, finding('unsure')] : found.findings } };
        } catch (error) {
          if (error instanceof PictureError) return { refused: error.words };
          throw error;
        }
      },
    },
  };
});
