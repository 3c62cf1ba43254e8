import type { status as english } from '../en/status.ts';

export const status: Readonly<Record<keyof typeof english, string>> = {
  'status.label': '直播状况',
  'status.health': '状况',
  'status.health.good': '所有进程运行正常，没有迟到或丢失的画面。',
  'status.health.good.word': '正常',
  'status.health.warn.word': '注意',
  'status.health.bad.word': '故障',
  'status.reason.slate': '观众正在看垫片。',
  'status.reason.process': '有进程故障或没有响应。',
  'status.reason.destination': '有推流目标失败。',
  'status.reason.reconnecting': '有推流目标拥塞或正在重连。',
  'status.reason.late': '本场直播出现过迟到或跳过的画面。',
  'status.reason.dropped': '推流途中丢过画面。',
  'status.reason.memory': '引擎几乎用满了允许的内存。',
  'status.dropped': '丢帧',
  'status.dropped.hint': '因网络太慢而在推流途中丢弃的画面数。',
  'status.memory.hint': '演播室全部进程的内存。',
};
