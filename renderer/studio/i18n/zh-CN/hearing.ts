import type { hearing as english } from '../en/hearing.ts';

export const hearing: Readonly<Record<keyof typeof english, string>> = {
  'hearing.turn-on': '用麦克风提问',
  'hearing.turn-off': '关闭麦克风',
  'hearing.hold': '按住说话',
  'hearing.heard': '听到：{text}',
  'hearing.settings': '麦克风设置',
  'hearing.mode': '收听方式',
  'hearing.mode.open': '自动识别',
  'hearing.mode.push': '按住说话',
  'hearing.device': '麦克风',
  'hearing.device.default': '系统默认',
  'hearing.device.unnamed': '麦克风 {n}',
  'hearing.headphones': '始终收听',
  'hearing.headphones.hint': '仅在佩戴耳机时开启：若用音箱外放，主播会听到并回答自己的话。',
  'hearing.problem.denied': '系统不允许使用麦克风。打字不受影响；请在系统设置中允许后重试。',
  'hearing.problem.none': '没有找到麦克风。打字不受影响；请接入麦克风后重试。',
  'hearing.problem.busy': '麦克风无法打开，可能被其他程序占用。打字不受影响；请关闭该程序后重试。',
  'hearing.problem.gone': '麦克风已断开，收听已关闭。直播不受影响；请重新接入并开启。',
};
