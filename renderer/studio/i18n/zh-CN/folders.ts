import type { folders as english } from '../en/folders.ts';

export const folders: Readonly<Record<keyof typeof english, string>> = {
  'folders.title': '文件夹',
  'folders.recordings': '录像',
  'folders.next': '下一场直播的录像',
  'folders.data': '数据',
  'folders.data.text': '数据库、日志、直播记录、引擎包和您的图片。',
  'folders.open': '打开',
  'folders.open.recordings': '打开录像文件夹',
  'folders.open.data': '打开数据文件夹',
  'folders.choose': '选择…',
  'folders.reset': '恢复默认',
  'folders.on-air': '正在直播：更换的文件夹从下一场开始生效。',
  'folders.free': '剩余 {size}',
};
