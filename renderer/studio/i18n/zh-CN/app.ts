import type { app as english } from '../en/app.ts';

export const app: Readonly<Record<keyof typeof english, string>> = {
  'app.loading': '正在打开演播室…',
  'app.lost.title': '窗口与演播室的连接已断开',
  'app.lost.text': '正在播出的内容不受影响。窗口会不断尝试重新连接；若一直如此，请重启应用。',
  'app.language': '语言',
  'problem.unknown': '操作没有送达演播室，正在播出的内容不受影响，请重试。',
};
