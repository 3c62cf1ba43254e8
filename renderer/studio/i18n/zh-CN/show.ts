import type { show as english } from '../en/show.ts';

export const show: Readonly<Record<keyof typeof english, string>> = {
  'show.state.off': '未开播',
  'show.state.starting': '正在开播',
  'show.state.on-air': '直播中',
  'show.state.stopping': '正在停播',
  'show.state.label': '直播状态',
  'show.record': '录制',
  'show.go-live': '开播',
  'show.stop': '停播',
  'show.stopped': '直播已结束，录像保存在 {path}。',
  'show.cancel': '静默',
  'show.cancel.hint': '立即停止正在说和排队中的内容（Esc）',
  'show.cancelled': '{ms} 毫秒后静音',
  'show.rehearse': '彩排',
  'show.rehearse.hint': '一切照常运行，但不推流到任何平台',
  'show.stop.rehearsal': '结束彩排',
  'show.stop.title': '确定停播？',
  'show.stop.text': '正在直播。停播后所有推流目标都会断开，录像会结束。',
  'show.stop.stay': '继续直播',
};
