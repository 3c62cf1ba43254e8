import type { air as english } from '../en/air.ts';

export const air: Readonly<Record<keyof typeof english, string>> = {
  'air.phase.off': '未开播',
  'air.phase.starting': '正在启动',
  'air.phase.rehearsing': '彩排中',
  'air.phase.live': '直播中',
  'air.phase.slate': '垫片中',
  'air.phase.panic': '紧急',
  'air.phase.stopping': '正在停播',
};
