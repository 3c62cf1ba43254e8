/** What is said of the keys that work in every program. */
import type { UserMessage } from '../contract/failure.ts';
import type { ShortcutAction, ShortcutFault } from '../contract/shortcuts.ts';

const anchor = (number: number): UserMessage => ({ en: `face ${number}`, zh: `第 ${number} 个形象` });
export const actionNames: Readonly<Record<ShortcutAction, UserMessage>> = {
  panic: { en: 'emergency', zh: '紧急静音' },
  slate: { en: 'slate on or off', zh: '垫片开关' },
  silence: { en: 'silence', zh: '立即静默' },
  'anchor-1': anchor(1),
  'anchor-2': anchor(2),
  'anchor-3': anchor(3),
  'anchor-4': anchor(4),
  'anchor-5': anchor(5),
  'anchor-6': anchor(6),
  'anchor-7': anchor(7),
  'anchor-8': anchor(8),
  'anchor-9': anchor(9),
};

const faults: Readonly<Record<ShortcutFault, UserMessage>> = {
  empty: { en: 'No keys were pressed. Nothing was changed.', zh: '没有按下任何键，未作更改。' },
  'two-keys': {
    en: 'One key together with Ctrl, Alt, Shift; not two. Nothing was changed.',
    zh: '只能是一个按键配合 Ctrl、Alt、Shift，不能是两个按键。未作更改。',
  },
  'no-key': {
    en: 'Press one more key together with Ctrl, Alt or Shift. Nothing was changed.',
    zh: '请在按住 Ctrl、Alt 或 Shift 的同时再按一个键。未作更改。',
  },
  'unknown-key': {
    en: 'This key cannot be used in every program. Take a letter, a digit or a function key. Nothing was changed.',
    zh: '这个按键不能用作全局快捷键。请使用字母、数字或功能键。未作更改。',
  },
  'needs-modifier': {
    en: 'Typing this in any program would set it off. Hold Ctrl or Alt with it. Nothing was changed.',
    zh: '在任何程序中输入时都会触发它。请同时按住 Ctrl 或 Alt。未作更改。',
  },
  reserved: {
    en: 'Other programs live by this combination (copy, paste, close…). Add Shift or Alt to it. Nothing was changed.',
    zh: '其他程序要用到这个组合（复制、粘贴、关闭等）。请再加上 Shift 或 Alt。未作更改。',
  },
};

export const shortcutMessages = {
  faults,
  noDesktop: {
    en: 'The studio runs without a desktop here, so there are no keys to set. Everything else works.',
    zh: '演播室在没有桌面的环境中运行，无法设置快捷键。其他功能不受影响。',
  },
  sameAs: (keys: string, other: UserMessage): UserMessage => ({
    en: `${keys} is set already, for: ${other.en}. Nothing was changed; take other keys, or take them away there first.`,
    zh: `${keys} 已用于“${other.zh}”。未作更改；请换一个组合，或先在那里清除。`,
  }),
  taken: (keys: string): UserMessage => ({
    en: `Another program has ${keys}, or the system keeps it. Nothing was changed; take other keys, or end that program and try again.`,
    zh: `${keys} 已被其他程序占用，或由系统保留。未作更改；请换一个组合，或关闭那个程序后重试。`,
  }),
  takenAtStart: (keys: string, action: UserMessage): UserMessage => ({
    en: `${keys} does not work (${action.en}): another program has it. The buttons in the window work. Take other keys in Settings.`,
    zh: `${keys}（${action.zh}）无法使用：已被其他程序占用。窗口中的按钮仍可使用，请在“设置”中更换组合。`,
  }),
  refused: (action: UserMessage, why: UserMessage): UserMessage => ({
    en: `Keys pressed (${action.en}): ${why.en}`,
    zh: `快捷键（${action.zh}）：${why.zh}`,
  }),
  failed: (action: UserMessage): UserMessage => ({
    en: `Keys pressed (${action.en}), but it did not work because of a fault of the studio. Use the button in the window.`,
    zh: `快捷键（${action.zh}）因内部故障未能执行。请使用窗口中的按钮。`,
  }),
  noFace: (number: number): UserMessage => ({
    en: `There is no face ${number}. The one on air stays; see Cast for those that are there.`,
    zh: `没有第 ${number} 个形象，当前形象不变。可在“演员”页查看现有形象。`,
  }),
};
