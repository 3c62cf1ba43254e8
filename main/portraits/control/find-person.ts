/** Who is in front of the background: the second finder looks, the picture reader makes an outline of what it saw. Off, in words, where nobody looks. */
import { readFile } from 'node:fs/promises';
import type { UserMessage } from '../../contract/failure.ts';
import type { PictureLooker } from '../../contract/picture-looker.ts';
import type { Landmarks } from '../pictures/landmarks.ts';
import type { CutPersonAnswer } from '../protocol/find-person.ts';
import { askPictureReader, type PictureReaderOptions } from './ask-picture-reader.ts';

export interface PersonFinder {
  /** Why it cannot be asked; null: it can. */
  off(): UserMessage | null;
  /** Writes the outline, or says why there is none. Rejects when the picture reader fails. */
  find(request: {
    readonly picturePath: string;
    readonly faces: readonly Landmarks['face'][];
    readonly outPath: string;
  }): Promise<CutPersonAnswer>;
}

const nobodyLooks: UserMessage = {
  en: 'Finding the person needs the desktop app. Here the background can be kept, faded or cut by colour.',
  zh: '“找出人物”需要桌面应用。此处背景可保留、淡出或按颜色抠除。',
};

export function createPersonFinder(options: PictureReaderOptions, looker: PictureLooker | undefined): PersonFinder {
  return {
    off: () => (looker ? looker.fault() : nobodyLooks),
    async find({ picturePath, faces, outPath }) {
      if (!looker) return { refused: nobodyLooks };
      const looked = await looker.person(await readFile(picturePath));
      if ('unseen' in looked) return { refused: looked.unseen };
      const { width, height, cover } = looked.seen;
      const mask = { width, height, cover: Buffer.from(cover).toString('base64') };
      return askPictureReader(options, 'cutPerson', { picturePath, mask, faces, outPath });
    },
  };
}
