/** The portrait studio's two questions about a picture, each in a process of its own. */
import type { StudyPictureAnswer, StudyPictureRequest, ThumbnailAnswer, ThumbnailRequest } from '../protocol/study-picture.ts';
import { askPictureReader, type PictureReaderOptions } from './ask-picture-reader.ts';

export function studyPicture(options: PictureReaderOptions, request: StudyPictureRequest): Promise<StudyPictureAnswer> {
  return askPictureReader<StudyPictureAnswer>(options, 'study', request);
}

export function makeThumbnail(options: PictureReaderOptions, request: ThumbnailRequest): Promise<ThumbnailAnswer> {
  return askPictureReader<ThumbnailAnswer>(options, 'thumbnail', request);
}
