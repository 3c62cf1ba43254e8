import type { show as english } from '../en/show.ts';

export const show: Readonly<Record<keyof typeof english, string>> = {
  'show.state.off': '未开播',
  'show.state.starting': '正在开播',
  'show.state.on-air': '直播中',
  'show.state.stopping': '正在停播',
  'show.state.label': '直播状态',
  'show.preset.label': '画面方向',
  'show.preset.landscape': '横屏',
  'show.preset.vertical': '竖屏',
  'show.record': '录制',
  'show.recording': '正在录制到 {path}',
  'show.go-live': '开播',
  'show.stop': '停播',
  'show.stopped': '直播已结束，录像保存在 {path}。',
  'show.cancel': '静默',
  'show.cancel.hint': '立即停止正在说和排队中的内容（Esc）',
  'show.cancelled': '{ms} 毫秒后静音',
};
