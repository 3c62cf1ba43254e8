import type { welcome as english } from '../en/welcome.ts';

export const welcome: Readonly<Record<keyof typeof english, string>> = {
  'welcome.title': '三步开始第一次直播',
  'welcome.text': '只有本机能看到和听到：用示例店铺彩排一次。',
  'welcome.face': '1. 选择形象',
  'welcome.voice': '2. 选择声音',
  'welcome.say': '3. 开始彩排，打个招呼',
  'welcome.hello': '你好！你是谁？今天有什么？',
  'welcome.skip': '我已熟悉，跳过',
  'welcome.face.none': '没有可选的形象，节目将不显示主播。可在“演员”页添加图片。',
  'welcome.voice.none': '没有可选的声音，回答将以字幕显示。请查看“模型”页。',
  'welcome.machine': '正在检查本机…',
  'welcome.sample': '彩排示例节目',
  'welcome.sample.1': '你好！今天有什么？',
  'welcome.sample.2': '龙井多少钱？',
  'welcome.sample.3': '新手适合喝什么茶？',
};
