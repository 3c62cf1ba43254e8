import type { cast as english } from '../en/cast.ts';

export const cast: Readonly<Record<keyof typeof english, string>> = {
  'cast.title': '演员',
  'cast.text': '观众看到和听到的形象与声音。',
  'cast.on': '使用中',
  'cast.take': '使用',
  'cast.take.named': '使用 {name}',
};
