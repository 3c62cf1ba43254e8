/** What the studio says to its user: what happened, what still works, what to do. Both languages, always. */
import type { UserMessage } from '../contract/failure.ts';

export const appMessages = {
  notOnAir: {
    en: 'The show is off air, so nobody would hear this line. Press "Go live" first, then send it again.',
    zh: '节目尚未开播，观众听不到这句话。请先点击“开始直播”，再重新发送。',
  },
  alreadyOn: { en: 'The show is already on. Stop it first to start another one.', zh: '节目已在进行中。请先停止，再开始新的节目。' },
  portTaken: (wanted: number, used: number): UserMessage => ({
    en: `Port ${wanted} is used by another program, so the preview uses ${used} instead. Everything works; only players that know the old address must be told.`,
    zh: `端口 ${wanted} 已被其他程序占用，预览改用端口 ${used}。一切照常，只需告诉使用旧地址的播放器。`,
  }),
  noPreview: {
    en: 'The local media server could not be started, so there is no preview and no local RTMP address. Platforms and recording work. Restart the studio to try again.',
    zh: '本地媒体服务器无法启动，因此没有预览和本地 RTMP 地址。推流到平台和录制不受影响。请重启演播室再试。',
  },
  recordingFailed: {
    en: 'The recording could not be started, so this show is not recorded. The stream goes on. Check the folder and the free space on the disk.',
    zh: '录制无法开始，本场节目没有录制。直播照常进行。请检查录制文件夹和磁盘剩余空间。',
  },
  eventLogFailed: {
    en: 'The event log cannot be written (is the disk full?). The show goes on; only its log has a gap.',
    zh: '事件日志无法写入（磁盘是否已满？）。节目照常进行，只是日志会缺一段。',
  },
  startFailed: {
    en: 'The show could not be started. Nothing was sent. Look at the notices, then try again.',
    zh: '节目无法开始，没有推送任何内容。请查看通知后再试。',
  },
} as const;
