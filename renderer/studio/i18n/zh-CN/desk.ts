import type { desk as english } from '../en/desk.ts';

export const desk: Readonly<Record<keyof typeof english, string>> = {
  'desk.label': '节目控制',
  'desk.close': '关闭',
  'desk.slate': '垫片',
  'desk.slate.starting-soon': '即将开始',
  'desk.slate.back-soon': '马上回来',
  'desk.slate.own': '自己的图片',
  'desk.slate.off': '回到节目画面',
  'desk.slate.choose': '选择自己的图片',
  'desk.slate.forget': '移除自己的图片',
  'desk.picture.text': '本机上的 PNG、JPEG、WebP 或 GIF 图片。无论比例如何都会完整显示。',
  'desk.picture.path': '图片路径',
  'desk.picture.keep': '使用此图片',
  'desk.panic': '紧急静音',
  'desk.panic.hint': '立即静音并切换垫片，之后点击“继续”恢复',
  'desk.continue': '继续',
};
