import type { phrases as english } from '../en/phrases.ts';

export const phrases: Readonly<Record<keyof typeof english, string>> = {
  'phrases.label': '快捷用语',
  'phrases.add': '存为快捷用语',
  'phrases.remove': '删除“{phrase}”',
};
