import type { switcher as english } from '../en/switcher.ts';

export const switcher: Readonly<Record<keyof typeof english, string>> = {
  'switcher.label': '切换引擎',
  'switcher.open': '点击切换',
  'switcher.none': '没有其他可用的选择。',
  'switcher.missing': '尚未安装所需引擎包，请到“模型”页安装。',
  'switcher.at-once': '已预加载，可立即接替。',
  'switcher.loading': '正在加载 {name}',
  'switcher.stop': '放弃',
  'switcher.offer': '加载 {name}',
  'switcher.offer.why': '{anchor}的专属音色没有加载，现由其他音色代说。{when}',
  'switcher.undo': '退回 {name}',
  'switcher.when.asr': '后台加载，从下一句语音开始接替',
  'switcher.when.llm': '后台加载，从下一个回答开始接替',
  'switcher.when.expression': '后台加载，从下一句话开始接替',
  'switcher.when.tts': '后台加载，从下一句话开始接替',
  'switcher.when.face': '后台加载，画面淡入接替',
  'switcher.when.enhance': '后台加载，从下一帧开始接替',
  'switcher.when.off-air': '未开播：加载完成后立即生效',
};
