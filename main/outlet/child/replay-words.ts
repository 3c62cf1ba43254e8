/** What the streamer reads when the last minutes cannot be kept. */
import type { UserMessage } from '../../contract/failure.ts';
import type { RecordingTrouble } from './recording-words.ts';

export const replayWords: Readonly<Record<RecordingTrouble, UserMessage>> = {
  'disk-full': {
    en: 'The disk is full, so the last minutes are not kept any more and cannot be saved. The broadcast goes on. Free some space, then switch keeping them on again.',
    zh: '磁盘已满，不再保留最近几分钟的画面，因此无法保存。直播不受影响。请清理空间后重新打开该功能。',
  },
  'not-writable': {
    en: 'The last minutes cannot be kept: their folder cannot be written. The broadcast goes on. Check the data folder, then switch keeping them on again.',
    zh: '无法写入数据文件夹，因此不能保留最近几分钟的画面。直播不受影响。请检查数据文件夹后重新打开该功能。',
  },
  'write-failed': {
    en: 'Writing the last minutes failed, so they are not kept any more. The broadcast goes on. Check the disk, then switch keeping them on again.',
    zh: '写入最近几分钟的画面失败，已停止保留。直播不受影响。请检查磁盘后重新打开该功能。',
  },
};

export const slowReplayDiskWords: UserMessage = {
  en: 'The disk is too slow to keep the last minutes whole: what can be saved begins behind the hole. The broadcast goes on.',
  zh: '磁盘写入速度不足，最近几分钟的画面不完整，只能保存断点之后的部分。直播不受影响。',
};
