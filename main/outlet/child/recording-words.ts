/** What the streamer reads when the recording has trouble. */
import type { UserMessage } from '../../contract/failure.ts';

export type RecordingTrouble = 'disk-full' | 'not-writable' | 'write-failed';

/** EEXIST: a file stands where the folder should. */
const notWritable: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST']);

export function recordingTrouble(error: unknown): RecordingTrouble {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOSPC' || code === 'EDQUOT') return 'disk-full';
    if (code !== undefined && notWritable.has(code)) return 'not-writable';
  }
  return 'write-failed';
}

export function recordingWords(trouble: RecordingTrouble, path: string, savedMs: number): UserMessage {
  const seconds = Math.floor(savedMs / 1000);
  const keptEn = seconds > 0 ? ` What was recorded until then (about ${seconds} s) is saved in ${path} and plays.` : '';
  const keptZh = seconds > 0 ? `此前录制的内容（约 ${seconds} 秒）已保存在 ${path}，可以正常播放。` : '';
  switch (trouble) {
    case 'disk-full':
      return {
        en: `The disk is full: recording has stopped.${keptEn} The broadcast goes on. Free some space or choose another disk, then start the recording again.`,
        zh: `磁盘已满，录制已停止。${keptZh}直播不受影响。请清理空间或更换磁盘后重新开始录制。`,
      };
    case 'not-writable':
      return {
        en: `The recording cannot be written to ${path}.${keptEn} The broadcast goes on. Choose another folder and start the recording again.`,
        zh: `无法将录制写入 ${path}。${keptZh}直播不受影响。请选择其他文件夹后重新开始录制。`,
      };
    case 'write-failed':
      return {
        en: `Writing the recording failed: it has stopped.${keptEn} The broadcast goes on. Check the disk and start the recording again.`,
        zh: `写入录制文件失败，录制已停止。${keptZh}直播不受影响。请检查磁盘后重新开始录制。`,
      };
    default:
      return trouble satisfies never;
  }
}

export const slowDiskWords: UserMessage = {
  en: 'The disk is too slow for the recording: some pictures are missing in the file. The broadcast goes on. Choose a faster disk if it lasts.',
  zh: '磁盘写入速度不足，录制文件中缺少部分画面。直播不受影响。如果持续出现，请更换更快的磁盘。',
};
