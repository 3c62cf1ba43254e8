/** What a person reads when the studio's file cannot be used as it is. */
import type { UserMessage } from '../contract/failure.ts';

export const storageWords = {
  damaged: (kept: string): UserMessage => ({
    en: `The studio's memory (swaps, turns, settings of models) was damaged and has been put aside as ${kept}. A new one was begun; the show is not affected.`,
    zh: `演播室的数据文件（切换记录、对话、模型设置）已损坏，原文件保留为 ${kept}，已新建数据文件。直播不受影响。`,
  }),
  newer: {
    en: "The studio's memory was written by a later version of the app and is left as it is. This version works without it: nothing is kept after it is closed. Install the later version again to go on with it.",
    zh: '演播室的数据文件由更新版本的应用写入，已原样保留。当前版本可正常使用，但关闭后不会保存任何内容。请重新安装新版本以继续使用。',
  },
  unavailable: {
    en: "The studio's memory cannot be opened or written (is the disk full, or the folder read-only?). Everything works, but nothing is kept after the studio is closed.",
    zh: '演播室的数据文件无法打开或写入（磁盘已满，或文件夹只读？）。一切功能正常，但关闭后不会保存任何内容。',
  },
  notWritten: {
    en: "Something could not be written into the studio's memory (is the disk full?). The show goes on; swaps and turns of this time may be missing in the history.",
    zh: '部分内容未能写入演播室的数据文件（磁盘已满？）。直播照常进行，历史记录中可能缺少这段时间的切换和对话。',
  },
} as const;
