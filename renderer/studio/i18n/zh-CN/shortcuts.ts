import type { shortcuts as english } from '../en/shortcuts.ts';

export const shortcuts: Readonly<Record<keyof typeof english, string>> = {
  'shortcuts.title': '快捷键',
  'shortcuts.screens': '切换页面',
  'shortcuts.silence': '让主播立即静默',
  'shortcuts.send': '发送',
  'shortcuts.line': '换行',
  'shortcuts.history': '在空输入框中翻看发送记录',
};
