import type { resume as english } from '../en/resume.ts';

export const resume: Readonly<Record<keyof typeof english, string>> = {
  'resume.title': '上一场节目在 {time} 中断。',
  'resume.same': '是否按原画面、{destinations}、录制{record}继续？',
  'resume.destinations': '推流目标 {names}',
  'resume.no-destinations': '无推流目标',
  'resume.record.on': '开启',
  'resume.record.off': '关闭',
  'resume.left-out': '{names} 的推流码未保存，不会恢复。',
  'resume.accept': '继续直播',
  'resume.decline': '不再继续',
};
