import type { health as english } from '../en/health.ts';

export const health: Readonly<Record<keyof typeof english, string>> = {
  'health.held': '口型迟到',
  'health.held.hint': '说话时迟到的面部画面数，嘴形保持不动。',
  'health.skipped': '渲染跳帧',
  'health.skipped.hint': '因机器来不及而被时钟跳过的帧数。',
  'health.memory': '内存',
  'health.cpu': '处理器',
  'health.process': '进程',
  'health.empty': '尚未测量任何进程。',
};
