import type { speaking as english } from '../en/speaking.ts';

export const speaking: Readonly<Record<keyof typeof english, string>> = {
  'speaking.label': '正在说',
  'speaking.none': '当前没有在说话。',
};
