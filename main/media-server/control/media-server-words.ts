/** What the streamer reads when the local media server cannot run. */
import type { UserMessage } from '../../contract/failure.ts';

/** `error`: what configuring it said; null: it failed too often. */
export function mediaServerWords(error: unknown): UserMessage {
  const code = (error as { readonly code?: unknown } | null)?.code;
  const port = (error as { readonly detail?: { readonly port?: unknown } } | null)?.detail?.port;
  if (code === 'port-taken')
    return {
      en: `The preview and the OBS source cannot run: another program is using port ${String(port)}. Platforms and the recording go on. Close that program or choose another port in the settings.`,
      zh: `预览和 OBS 源无法运行：端口 ${String(port)} 已被其他程序占用。平台推流和录制不受影响。请关闭占用端口的程序，或在设置中更换端口。`,
    };
  return {
    en: 'The local media server does not run, so there is no preview and no OBS source. Platforms and the recording go on. Restart the studio to bring it back.',
    zh: '本地媒体服务器无法运行，因此没有预览和 OBS 源。平台推流和录制不受影响。重启程序即可恢复。',
  };
}
