/** What is said to the user about quiet time: what happened, what still works, what to do. Both languages, always. */
import type { UserMessage } from '../contract/failure.ts';
import type { TrackRefusal } from './measure-track.ts';
import { longestScriptLine, mostScriptLines, type ParsedScript } from './parse-script.ts';

export const quietTimeWords = {
  interval: {
    en: 'The longest pause must not be shorter than the shortest one. Nothing was changed.',
    zh: '最长间隔不能短于最短间隔。未作任何更改。',
  },
  noScript: {
    en: 'There is no script to say yet. Write at least one line, then switch it on.',
    zh: '还没有可说的台词。请至少写一行，再开启。',
  },
  noFiles: {
    en: 'There is no music to play yet. Add a file, then switch it on.',
    zh: '还没有可播放的音乐。请先添加文件，再开启。',
  },
  offAir: { en: 'The show is off air, so nobody would hear it. Go live first.', zh: '节目尚未开播，没有人听得到。请先开播。' },
  busy: {
    en: 'Something is being said or waiting, or the picture is not on. The anchor talks by itself when it is quiet.',
    zh: '当前有内容正在播出或排队，或画面未在播出。安静下来后主播才会自言自语。',
  },
  noFfmpeg: {
    en: 'Music cannot be read: ffmpeg was not found. Speech and picture settings still work. Install ffmpeg, then add the file again.',
    zh: '无法读取音乐：没有找到 ffmpeg。其他设置仍可使用。请安装 ffmpeg 后重新添加。',
  },
  tooManyFiles: (most: number): UserMessage => ({
    en: `At most ${most} music files are kept. Remove one first.`,
    zh: `最多保留 ${most} 个音乐文件，请先移除一个。`,
  }),
  gone: (title: string): UserMessage => ({
    en: `The music file “${title}” is not where it was, so it is left out. The show goes on; add it again from where it is now.`,
    zh: `音乐文件“${title}”已不在原处，因此跳过。直播照常；请从新的位置重新添加。`,
  }),
  held: (title: string): UserMessage => ({
    en: `The music “${title}” broke off and is started again by itself. Speech and picture are not touched.`,
    zh: `音乐“${title}”中断，正在自动重新开始。语音和画面不受影响。`,
  }),
  skipped: (title: string): UserMessage => ({
    en: `The music “${title}” gives no sound, so the next file is tried. Speech and picture are not touched. Remove it or replace the file.`,
    zh: `音乐“${title}”没有声音，改试下一个文件。语音和画面不受影响。请移除或更换该文件。`,
  }),
} as const;

const refusals: Readonly<Record<TrackRefusal, UserMessage>> = {
  'not-absolute': { en: 'give its whole path', zh: '请给出完整路径' },
  missing: { en: 'there is no such file', zh: '文件不存在' },
  'no-file': { en: 'it is a folder or a device, not a file', zh: '它是文件夹或设备，不是文件' },
  'too-large': { en: 'it is larger than 2 GiB', zh: '文件超过 2 GiB' },
  'no-sound': { en: 'there is no sound in it', zh: '其中没有声音' },
  silent: { en: 'it is silent from beginning to end', zh: '从头到尾没有可听见的声音' },
  'too-short': { en: 'it is shorter than a fifth of a second', zh: '长度不足 0.2 秒' },
  'too-slow': { en: 'reading it took more than a minute', zh: '读取超过一分钟' },
  unreadable: { en: 'it is damaged, or no sound file that ffmpeg can read', zh: '文件已损坏，或不是 ffmpeg 能读取的声音文件' },
};

export function trackRefused(title: string, why: TrackRefusal): UserMessage {
  const reason = refusals[why];
  return {
    en: `“${title}” was not added: ${reason.en}. What was there before is kept; choose another file.`,
    zh: `“${title}”未添加：${reason.zh}。原有内容保留；请选择其他文件。`,
  };
}

export function scriptRefused({ why, line }: Extract<ParsedScript, { state: 'refused' }>): UserMessage {
  switch (why) {
    case 'empty':
      return quietTimeWords.noScript;
    case 'not-text':
      return { en: 'The script is no text file (UTF-8). Nothing was changed.', zh: '台词不是文本文件（UTF-8）。未作任何更改。' };
    case 'too-many':
      return {
        en: `The script has more than ${mostScriptLines} lines. Nothing was changed; split it.`,
        zh: `台词超过 ${mostScriptLines} 行，未作任何更改；请拆分。`,
      };
    case 'too-long':
      return {
        en: `Line ${line} of the script has more than ${longestScriptLine} characters. Nothing was changed; break it into several lines.`,
        zh: `台词第 ${line} 行超过 ${longestScriptLine} 个字符，未作任何更改；请拆成几行。`,
      };
    default:
      return why satisfies never;
  }
}
