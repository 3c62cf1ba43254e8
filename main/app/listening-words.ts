/** How listening goes, in words. */
import type { UserMessage } from '../contract/failure.ts';

export const listeningWords = {
  off: { en: 'The microphone is off.', zh: '麦克风已关闭。' },
  starting: { en: 'Listening is being started…', zh: '正在开启收听…' },
  listening: { en: 'Listening: just speak.', zh: '正在收听，直接说话即可。' },
  push: { en: 'Hold the button while you speak.', zh: '按住按钮说话。' },
  speech: { en: 'You are being heard…', zh: '正在听您说话…' },
  transcribing: { en: 'Writing down what was said…', zh: '正在听写…' },
  anchor: {
    en: 'The anchor speaks, so the microphone waits; it goes on by itself.',
    zh: '主播说话时麦克风暂停收听，说完会自动继续。',
  },
  offAir: {
    en: 'The show is off air, so the microphone waits; it begins when you go live.',
    zh: '尚未开播，暂不收听；开播后会自动开始。',
  },
  noEar: {
    en: 'No engine for hearing is switched on, so the microphone waits. Choose one under "Switch…"; typing works.',
    zh: '没有启用听写引擎，暂不收听。请在“切换…”中启用一个；打字不受影响。',
  },
  gateFailed: {
    en: 'What tells speech from other sounds does not run on this computer, so nothing is heard by itself. Use "Hold to talk"; everything else works.',
    zh: '语音检测无法在本机运行，不能自动收听。请改用“按住说话”；其他功能不受影响。',
  },
  silent: {
    en: 'The microphone sent nothing any more, so it was switched off. The show goes on; switch it on again.',
    zh: '麦克风不再传来声音，已自动关闭。直播不受影响，请重新开启。',
  },
  takenOver: {
    en: 'Another window has the microphone now, so it was switched off here.',
    zh: '麦克风已由另一个窗口使用，此处已关闭。',
  },
} as const satisfies Readonly<Record<string, UserMessage>>;
