/** What the user reads about an engine's life: what happened, what still works, what to do. */
import type { UserMessage } from '../../contract/failure.ts';
import type { EngineError } from '../contract/engine-error.ts';
import type { EngineManifest } from '../contract/manifest.ts';

/** The engine's own sentence in both languages where it gave one; else its plain message twice. */
function reasonOf(error: EngineError): UserMessage {
  const words = error.detail?.['words'];
  if (
    typeof words === 'object' &&
    words !== null &&
    'en' in words &&
    'zh' in words &&
    typeof words.en === 'string' &&
    typeof words.zh === 'string'
  ) {
    return { en: words.en, zh: words.zh };
  }
  return { en: error.message, zh: error.message };
}

export const engineMessages = {
  loadFailed: ({ title }: EngineManifest, error: EngineError): UserMessage => {
    const reason = reasonOf(error);
    return {
      en: `${title.en} could not be loaded: ${reason.en} Everything else goes on; correct the engine's settings and load it again.`,
      zh: `“${title.zh}”加载失败：${reason.zh} 其他部分照常运行；请检查该引擎的设置后重新加载。`,
    };
  },
  restarting: ({ title }: EngineManifest): UserMessage => ({
    en: `${title.en} ended unexpectedly and is being started again. What it does pauses for a moment; the broadcast goes on.`,
    zh: `“${title.zh}”意外退出，正在自动重启。该功能会短暂中断，直播不受影响。`,
  }),
  givenUp: ({ title }: EngineManifest): UserMessage => ({
    en: `${title.en} failed several times in a row and was stopped. The broadcast goes on without it; start it again or choose another engine.`,
    zh: `“${title.zh}”连续多次失败，已停止。直播会在没有它的情况下继续；请重新启动它或换一个引擎。`,
  }),
} as const;
