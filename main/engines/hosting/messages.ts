/** What the user reads about an engine's life: what happened, what still works, what to do. */
import type { UserMessage } from '../../contract/failure.ts';
import type { EngineError } from '../contract/engine-error.ts';
import type { EngineManifest } from '../contract/manifest.ts';
import type { LipsFault } from '../contract/signature.ts';

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

const lipsFaults: Readonly<Record<LipsFault, UserMessage>> = {
  'model-missing': {
    en: "the file of the lips' model is missing. Install the app again to bring it back.",
    zh: '口型模型文件缺失。重新安装应用即可恢复。',
  },
  'model-damaged': {
    en: "the file of the lips' model is damaged. Install the app again to mend it.",
    zh: '口型模型文件已损坏。重新安装应用即可修复。',
  },
  'runtime-missing': {
    en: "the lips' model cannot run on this system. A voice with lip timings of its own does without it.",
    zh: '口型模型无法在此系统上运行。可改用自带口型时间的语音。',
  },
  'model-failed': {
    en: "the lips' model failed while it ran. Load the voice again to try it once more.",
    zh: '口型模型在运行中出错。重新加载该语音即可再试。',
  },
};

export const engineMessages = {
  loadFailed: ({ title }: EngineManifest, error: EngineError): UserMessage => {
    const reason = reasonOf(error);
    return {
      en: `${title.en} could not be loaded: ${reason.en} Everything else goes on; correct the engine's settings and load it again.`,
      zh: `“${title.zh}”加载失败：${reason.zh} 其他部分照常运行；请检查该引擎的设置后重新加载。`,
    };
  },
  simpleLips: ({ title }: EngineManifest, fault: LipsFault): UserMessage => ({
    en: `${title.en} speaks as ever and the mouth opens and shuts with the sound, but the lips do not close for p, b and m: ${lipsFaults[fault].en}`,
    zh: `“${title.zh}”照常发声，嘴巴随声音开合，但 p、b、m 音双唇不会闭合：${lipsFaults[fault].zh}`,
  }),
  restarting: ({ title }: EngineManifest): UserMessage => ({
    en: `${title.en} ended unexpectedly and is being started again. What it does pauses for a moment; the broadcast goes on.`,
    zh: `“${title.zh}”意外退出，正在自动重启。该功能会短暂中断，直播不受影响。`,
  }),
  givenUp: ({ title }: EngineManifest): UserMessage => ({
    en: `${title.en} failed several times in a row and was stopped. The broadcast goes on without it; start it again or choose another engine.`,
    zh: `“${title.zh}”连续多次失败，已停止。直播会在没有它的情况下继续；请重新启动它或换一个引擎。`,
  }),
} as const;
