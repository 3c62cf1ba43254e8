import type { format as english } from '../en/format.ts';

export const format: Readonly<Record<keyof typeof english, string>> = {
  'format.label': '画面格式：{words}',
  'format.words': '{shape} {size}p · {fps} 帧',
  'format.shape': '画面方向',
  'format.shape.landscape': '横屏',
  'format.shape.vertical': '竖屏',
  'format.size': '画面大小',
  'format.fps': '每秒帧数',
  'format.fps.each': '{fps} 帧',
  'format.encoder': '编码器',
  'format.encoder.auto': '自动选择可用的最佳编码器',
  'format.encoder.auto.is': '自动（本机最佳：{name}）',
  'format.encoder.not-here': '{name}（本机不可用）',
  'format.check': '测试本机性能',
  'format.check.hint': '最长约半分钟。开播时也会自动测试尚未测过的格式。',
  'format.too-much.title': '超出本机性能',
  'format.too-much.anyway': '仍然开播',
  'format.too-much.back': '换一种格式',
};
