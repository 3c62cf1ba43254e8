import type { cast as english } from '../en/cast.ts';

export const cast: Readonly<Record<keyof typeof english, string>> = {
  'cast.title': '演员',
  'cast.text': '观众看到和听到的形象与声音。',
  'cast.voice.main': '凡是它会说的语言，都由它来说。',
  'cast.voice.other': '前面的音色不会说的语言，由它来说。',
  'cast.on': '使用中',
  'cast.take': '使用',
  'cast.take.named': '使用 {name}',
};
