import type { machine as english } from '../en/machine.ts';

export const machine: Readonly<Record<keyof typeof english, string>> = {
  'machine.title': '本机检查',
  'machine.again': '重新检查',
  'machine.checking': '正在检查本机；每个编码器都会试用一次，需要几秒钟。',
  'machine.failed': '无法检查本机，直播不受影响。请重新检查。',
  'machine.level.good': '良好',
  'machine.level.attention': '留意',
  'machine.part.processor': '处理器',
  'machine.part.memory': '内存',
  'machine.part.graphics': '显卡',
  'machine.part.ffmpeg': '编码程序',
  'machine.part.encoders': '视频编码器',
  'machine.part.storage': '数据库',
  'machine.part.microphone': '麦克风',
  'machine.part.recordings': '录像文件夹',
  'machine.part.disk': '磁盘空间',
};
