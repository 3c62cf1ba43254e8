/** What the portrait studio says: what happened, what still works, what to do. */
import type { UserMessage } from '../contract/failure.ts';

export const portraitWords = {
  noPicture: {
    en: 'This file is no picture that can be used. Nothing was added; choose a PNG, JPEG, WebP or GIF.',
    zh: '此文件不是可用的图片，未添加任何内容。请选择 PNG、JPEG、WebP 或 GIF。',
  },
  notRead: {
    en: 'The picture could not be looked at. Faces that are there already still work; try again, or choose another picture.',
    zh: '无法分析这张图片。已有的形象不受影响；请重试，或换一张图片。',
  },
  draftGone: {
    en: 'This picture is not being worked on any more. Nothing was changed; choose it again.',
    zh: '这张图片的编辑已结束，未作任何更改，请重新选择。',
  },
  personNotFound: {
    en: 'The person was not looked for yet, so the background cannot be taken away. Choose "Find the person" again, or another background.',
    zh: '尚未识别人物，无法去除背景。请重新选择“找出人物”，或换一种背景。',
  },
  personNotRead: {
    en: 'The person could not be told from the background. Nothing was changed; try again, or choose another background.',
    zh: '未能区分人物与背景，未作任何更改。请重试，或换一种背景。',
  },
  notOwn: {
    en: 'This face came with the studio or is gone, so it cannot be edited or removed. Nothing was changed.',
    zh: '该形象为自带形象或已不存在，无法编辑或删除，未作任何更改。',
  },
  inUse: {
    en: 'This face is in use, so it was not removed. Put another face on first.',
    zh: '该形象正在使用中，未删除。请先换上其他形象。',
  },
  notTested: {
    en: 'The live test could not be made. The picture is still here and can be saved; try the test again.',
    zh: '试播未能完成。图片仍保留，可以保存；也可再次试播。',
  },
  notOnAirNow: {
    en: 'A show is on, and a live test would take processor time from it. Markers can be set and the portrait saved; test it when the show is over.',
    zh: '节目正在进行，试播会占用处理器。仍可调整标记点并保存形象，节目结束后再试播。',
  },
  notSaved: {
    en: 'The portrait could not be written to the data folder. It is still open here; look whether the disk is full, then save again.',
    zh: '无法将形象写入数据文件夹。编辑内容仍保留；请检查磁盘空间后再保存。',
  },
} satisfies Readonly<Record<string, UserMessage>>;
