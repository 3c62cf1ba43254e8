import type { notices as english } from '../en/notices.ts';

export const notices: Readonly<Record<keyof typeof english, string>> = {
  'notices.title': '通知',
  'notices.open': '通知（{n}）',
  'notices.empty': '暂无通知。',
  'notices.dismiss': '知道了',
};
