/** One look for a face, in a process of its own that ends with it. */
import type { FindFaceAnswer } from '../protocol/find-face.ts';
import { askPictureReader, type PictureReaderOptions } from './ask-picture-reader.ts';

export function findFace(options: PictureReaderOptions, picturePath: string): Promise<FindFaceAnswer> {
  return askPictureReader<FindFaceAnswer>(options, 'find', { picturePath });
}
