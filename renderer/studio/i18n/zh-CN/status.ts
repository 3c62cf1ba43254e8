import type { status as english } from '../en/status.ts';

export const status: Readonly<Record<keyof typeof english, string>> = {
  'status.label': '直播状况',
  'status.health': '状况',
  'status.health.rest.word': '待机',
  'status.health.well.word': '良好',
  'status.health.care.word': '留意',
  'status.health.trouble.word': '异常',
  'status.dropped': '网络丢帧',
  'status.dropped.hint': '因网络太慢而在推流途中丢弃的画面数。',
  'status.upload': '上行',
  'status.upload.hint': '推往所有平台的码率合计，不含本机预览。',
  'status.memory.hint': '演播室全部进程的内存。',
};
