/** Reads a picture of the user's and keeps it in a plain form, in a process of its own. */
import type { KeepPictureAnswer, KeepPictureRequest } from '../protocol/keep-picture.ts';
import { askPictureReader, type PictureReaderOptions } from './ask-picture-reader.ts';

export function keepPicture(options: PictureReaderOptions, request: KeepPictureRequest): Promise<KeepPictureAnswer> {
  return askPictureReader<KeepPictureAnswer>(options, 'keep', request);
}
