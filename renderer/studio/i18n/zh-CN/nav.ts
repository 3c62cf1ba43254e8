import type { nav as english } from '../en/nav.ts';

export const nav: Readonly<Record<keyof typeof english, string>> = {
  'nav.label': '页面',
  'nav.hint': '快捷键 Ctrl+{n}',
  'nav.on-air': '直播',
  'nav.cast': '演员',
  'nav.models': '模型',
  'nav.destinations': '推流',
  'nav.knowledge': '知识库',
  'nav.monitor': '监控',
  'nav.settings': '设置',
};
