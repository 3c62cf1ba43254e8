/** What the streamer reads of finished recordings and of the disk. */
import { basename } from 'node:path';
import type { UserMessage } from '../contract/failure.ts';
import type { FinaliseErrorCode } from './finalise-recording.ts';

export const finaliseWords: Readonly<Record<FinaliseErrorCode, (path: string) => UserMessage>> = {
  'not-a-recording': (path) => ({
    en: `${path} is not a recording that can be finished. Nothing was changed; name the .mp4 of a recording or its folder.`,
    zh: `${path} 不是可以整理的录像，未作任何更改；请指定录像的 .mp4 文件或其所在文件夹。`,
  }),
  'on-air': (path) => ({
    en: `${path} is being recorded now. End the show (or the recording) first; nothing was changed.`,
    zh: `${path} 正在录制。请先结束直播（或停止录制）；未作任何更改。`,
  }),
  'nothing-recorded': (path) => ({
    en: `${path} holds no picture: the recording ended before its first seconds were written. The file may be deleted.`,
    zh: `${path} 中没有画面：录制在写入最初几秒之前就结束了。可以删除该文件。`,
  }),
  'no-room': (path) => ({
    en: `There is not enough room on the disk to finish ${path}: it takes as much again while it is made. The recording is kept as it is and plays. Free some space, then run "vanchor finalise" on it.`,
    zh: `磁盘空间不足，无法整理 ${path}：整理时需要同样大小的空间。录像原样保留，可以播放。请清理空间后对它运行 “vanchor finalise”。`,
  }),
  'no-room-to-save': (path) => ({
    en: `There is not enough room on the disk to save the last minutes to ${path}. The show goes on, and they are kept a while. Free some space, then save again.`,
    zh: `磁盘空间不足，无法将最近几分钟保存到 ${path}。直播照常进行，画面会暂时保留。请清理空间后重新保存。`,
  }),
  'not-saved': (path) => ({
    en: `The last minutes could not be saved to ${path}. The show goes on, and they are kept a while. Try again.`,
    zh: `最近几分钟未能保存到 ${path}。直播照常进行，画面会暂时保留。请重试。`,
  }),
  'not-writable': (path) => ({
    en: `Nothing can be written beside ${path}. The recording is kept as it is and plays. Copy it to another folder, then run "vanchor finalise" there.`,
    zh: `无法在 ${path} 所在的文件夹写入。录像原样保留，可以播放。请复制到其他文件夹后再运行 “vanchor finalise”。`,
  }),
  failed: (path) => ({
    en: `${path} could not be turned into a seekable file. The recording is kept as it is and plays. Run "vanchor finalise" on it to try again.`,
    zh: `${path} 无法整理为可拖动播放的文件。录像原样保留，可以播放。可对它运行 “vanchor finalise” 再试一次。`,
  }),
};

/** `further` in the order of the show. */
export function severalFilesWords(path: string, further: readonly string[]): UserMessage {
  const names = further.map((file) => basename(file));
  return {
    en: `The encoder was changed during ${path}, and pictures of different encoders do not go into one file without encoding them anew. It is ${names.length + 1} files now: what follows is in ${names.join(', ')}, beside it. Each one plays and has its own chapters and subtitles.`,
    zh: `${path} 录制期间更换过编码器，不重新编码就无法把不同编码器的画面放进同一个文件，因此整理成了 ${names.length + 1} 个文件：后面的内容在同一文件夹的 ${names.join('、')} 中。每个文件都可以播放，并有各自的章节和字幕。`,
  };
}

const lasting = (minutes: number): UserMessage => {
  const hours = Math.floor(minutes / 60);
  const rest = Math.floor(minutes % 60);
  return hours > 0 ? { en: `${hours} h ${rest} min`, zh: `${hours} 小时 ${rest} 分钟` } : { en: `${rest} min`, zh: `${rest} 分钟` };
};

export const diskWords = {
  low: (minutes: number): UserMessage => ({
    en: `The disk is filling up: enough for about ${lasting(minutes).en} of recording. The stream is not touched; free some space, or the recording stops before the disk is full.`,
    zh: `磁盘空间不多：大约还能录制 ${lasting(minutes).zh}。直播不受影响；请清理空间，否则录制会在磁盘写满前停止。`,
  }),
  noRoom: {
    en: 'The disk is nearly full, so nothing was recorded. The stream goes on. Free some space, then start the recording with the next show.',
    zh: '磁盘即将写满，因此没有录制。直播照常进行。请清理空间，下一场再开始录制。',
  },
  stopped: (path: string): UserMessage => ({
    en: `The disk is nearly full, so the recording was closed: ${path} is whole and plays. The stream goes on. Free some space before the next show.`,
    zh: `磁盘即将写满，录制已正常结束：${path} 完整可播放。直播照常进行。请在下一场前清理空间。`,
  }),
} as const;
