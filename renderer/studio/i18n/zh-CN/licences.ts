import type { licences as english } from '../en/licences.ts';

export const licences: Readonly<Record<keyof typeof english, string>> = {
  'licences.title': '许可',
  'licences.text': '可启用的引擎，以及随演播室附带的声明。',
  'licences.engine': '引擎',
  'licences.licence': '许可证',
  'licences.notice': '声明全文',
};
