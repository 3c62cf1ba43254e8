import type { preview as english } from '../en/preview.ts';

export const preview: Readonly<Record<keyof typeof english, string>> = {
  'preview.label': '直播预览',
  'preview.off.title': '尚未开播',
  'preview.off.text': '点击“开播”后，主播画面会出现在这里。画面会送到本机的媒体服务器，OBS 可从那里取流。',
  'preview.starting': '正在启动节目…',
  'preview.stopping': '正在结束直播…',
  'preview.connecting': '正在获取画面…',
  'preview.stalled': '预览中断，正在重新连接。直播流本身不受影响。',
  'preview.none': '正在直播，没有预览画面。',
  'preview.slate': '正在播放垫片：画面正在恢复',
  'preview.mute': '预览静音',
  'preview.unmute': '打开预览声音',
  'preview.slate.wanted': '正在播放垫片',
  'preview.volume': '预览音量',
};
