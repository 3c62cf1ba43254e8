import type { settings as english } from '../en/settings.ts';

export const settings: Readonly<Record<keyof typeof english, string>> = {
  'settings.title': '设置',
  'settings.text': '这里的设置都保存在本机。',
  'settings.look': '语言与外观',
  'settings.theme': '主题',
  'settings.theme.dark': '深色',
  'settings.theme.light': '浅色',
  'settings.theme.auto': '跟随系统',
};
