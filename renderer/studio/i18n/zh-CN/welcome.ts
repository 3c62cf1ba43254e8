import type { welcome as english } from '../en/welcome.ts';

export const welcome: Readonly<Record<keyof typeof english, string>> = {
  'welcome.title': '三步开始第一次直播',
  'welcome.text': '只有本机能看到和听到：用示例店铺彩排一次。',
  'welcome.face': '1. 选择形象',
  'welcome.voice': '2. 选择声音',
  'welcome.say': '3. 打个招呼',
  'welcome.hello': '你好！你是谁？今天有什么？',
  'welcome.skip': '我已熟悉，跳过',
};
