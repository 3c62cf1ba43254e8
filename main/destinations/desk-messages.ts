/** What the desk of destinations says. */
import type { UserMessage } from '../contract/failure.ts';

export const deskMessages = {
  unknown: { en: 'There is no such destination any more. Nothing was changed.', zh: '该推流目标已不存在，未作任何更改。' },
  badAddress: {
    en: 'The address has to begin with rtmp://, rtmps:// or srt:// and name a host. Nothing was stored; copy it once more.',
    zh: '地址须以 rtmp://、rtmps:// 或 srt:// 开头并包含主机名。未保存任何内容，请重新复制。',
  },
  notKept: { en: 'The destination could not be stored. Nothing was changed; try again.', zh: '推流目标未能保存，未作任何更改，请重试。' },
  onAirAlready: {
    en: 'This destination is on air; a test would throw the show out. Stop it first, or test it after the show.',
    zh: '该目标正在直播，测试会中断推流。请先停止该目标，或在直播结束后测试。',
  },
  keyMissing: (title: string): UserMessage => ({
    en: `The key of “${title}” is not there any more (it may have been kept for one run only). The others go on; remove this destination and add it again.`,
    zh: `“${title}”的推流码已不存在（可能只保留了一次运行）。其他目标不受影响；请删除后重新添加。`,
  }),
  notStarted: (title: string): UserMessage => ({
    en: `“${title}” could not be started. The others go on; try again.`,
    zh: `“${title}”未能启动。其他目标不受影响，请重试。`,
  }),
} as const;
