import type { engines as english } from '../en/engines.ts';

export const engines: Readonly<Record<keyof typeof english, string>> = {
  'engines.kind.asr': '听写',
  'engines.kind.llm': '应答',
  'engines.kind.expression': '情绪',
  'engines.kind.tts': '声音',
  'engines.voice.main': '主音色',
  'engines.voice.second': '第二音色',
  'engines.voice.nth': '第 {n} 音色',
  'engines.kind.face': '形象',
  'engines.kind.enhance': '画质增强',
  'engines.state.off': '关闭',
  'engines.state.loading': '加载中',
  'engines.state.ready': '就绪',
  'engines.state.failed': '失败',
  'engines.state.restarting': '重启中',
};
