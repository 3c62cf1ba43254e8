/** What is said of recordings, of the last minutes, and of a show that was cut off: what happened, what still works, what to do. */
import type { UserMessage } from '../contract/failure.ts';

export const recordingMessages = {
  notOnAir: {
    en: 'The show is off air, so there is nothing to record. Go live first, then start the recording.',
    zh: '尚未开播，没有可以录制的内容。请先开播，再开始录制。',
  },
  alreadyRecording: { en: 'A recording is running already. It goes on.', zh: '已经在录制中，录制会继续。' },
  notRecording: { en: 'Nothing is being recorded, so there is nothing to stop.', zh: '当前没有在录制，无需停止。' },
  notStarted: {
    en: 'The recording could not be started. The stream goes on. Check the folder and the free space on the disk, then try again.',
    zh: '录制无法开始。直播照常进行。请检查录制文件夹和磁盘剩余空间后重试。',
  },
  replayOff: {
    en: 'The last minutes are not being kept, so nothing can be saved. Switch keeping them on; from then on they can be saved.',
    zh: '没有保留最近几分钟的画面，因此无法保存。请先打开该功能，之后的内容即可保存。',
  },
  replayEmpty: {
    en: 'Nothing has been kept yet. Wait for a few seconds of the show, then save again.',
    zh: '还没有保留到画面。请等待几秒后再保存。',
  },
  replayFailed: {
    en: 'The last minutes cannot be kept. The stream and the recording go on. Switch it off and on again.',
    zh: '无法保留最近几分钟的画面。直播和录制不受影响。请关闭后重新打开该功能。',
  },
  replayNoRoom: {
    en: 'The disk is nearly full, so the last minutes are not kept any more. The stream goes on. Free some space, then switch it on again.',
    zh: '磁盘即将写满，不再保留最近几分钟的画面。直播照常进行。请清理空间后重新打开该功能。',
  },
  saved: (file: string, durationMs: number): UserMessage => {
    const [minutes, seconds] = [Math.floor(durationMs / 60_000), Math.floor((durationMs / 1000) % 60)];
    return {
      en: `The last ${minutes} min ${seconds} s are saved: ${file}.`,
      zh: `最近 ${minutes} 分 ${seconds} 秒已保存：${file}。`,
    };
  },
  finished: (file: string): UserMessage => ({
    en: `The recording is a normal, seekable file now: ${file}.`,
    zh: `录像已整理为可拖动播放的普通文件：${file}。`,
  }),
  unknown: {
    en: 'There is no such recording in the folder any more. Nothing was changed; look at the list again.',
    zh: '文件夹中已没有该录像，未作任何更改。请重新查看列表。',
  },
  busy: {
    en: 'This recording is being written or finished right now, so nothing was changed. Wait for its end, then try again.',
    zh: '该录像正在写入或整理，未作任何更改。请等待完成后重试。',
  },
  notRemoved: (file: string): UserMessage => ({
    en: `${file} could not be deleted. It is kept as it is. Close the programs that have it open, then try again.`,
    zh: `无法删除 ${file}，文件原样保留。请关闭正在使用它的程序后重试。`,
  }),
  closing: {
    en: 'The studio is closing; the rest is done at its next start.',
    zh: '演播室正在关闭，剩余部分会在下次启动时继续。',
  },
  noFolderView: (folder: string): UserMessage => ({
    en: `The folder cannot be shown from here. It is ${folder}.`,
    zh: `无法在此处打开文件夹，其位置为 ${folder}。`,
  }),
  nothingToResume: {
    en: 'There is no show to take up any more. Press "Go live" to start one.',
    zh: '没有可以恢复的节目。请点击“开播”开始新的节目。',
  },
  cutOff: {
    en: 'The studio ended in the middle of this turn, so its answer was cut off.',
    zh: '演播室在这次应答途中中断，回答没有说完。',
  },
  resumed: (left: readonly string[]): UserMessage => ({
    en: `The show goes on. These destinations were given for that show alone, and their keys are not kept: ${left.join(', ')}. Add them again.`,
    zh: `节目已恢复。以下推流目标只属于中断的那一场，推流码没有保存：${left.join('、')}。请重新添加。`,
  }),
} as const;
