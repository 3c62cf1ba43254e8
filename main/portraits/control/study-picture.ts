/** The portrait studio's two questions about a picture, each in a process of its own. */
import { readFile } from 'node:fs/promises';
import type { PictureLooker } from '../../contract/picture-looker.ts';
import type { KeepPictureAnswer, KeepPictureRequest } from '../protocol/keep-picture.ts';
import type { StudyPictureAnswer, StudyPictureRequest, ThumbnailAnswer, ThumbnailRequest } from '../protocol/study-picture.ts';
import { askPictureReader, withPictureReader, type PictureReaderOptions } from './ask-picture-reader.ts';

/** With a second finder, where there is one: it looks at the picture that was kept, and the reader weighs what both say. */
export function studyPicture(
  options: PictureReaderOptions,
  request: StudyPictureRequest,
  looker?: PictureLooker,
): Promise<StudyPictureAnswer> {
  if (!looker || looker.fault()) return askPictureReader(options, 'study', request);
  return withPictureReader(options, async (ask) => {
    const kept = await ask<KeepPictureAnswer>('keep', request satisfies KeepPictureRequest);
    if ('refused' in kept) return kept;
    const looked = await looker.faces(await readFile(request.outPath));
    return ask('study', 'seen' in looked ? { ...request, seen: looked.seen.map(({ mesh }) => mesh) } : request);
  });
}

export function makeThumbnail(options: PictureReaderOptions, request: ThumbnailRequest): Promise<ThumbnailAnswer> {
  return askPictureReader<ThumbnailAnswer>(options, 'thumbnail', request);
}
