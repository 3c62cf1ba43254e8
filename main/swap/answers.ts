/** What is said at once to whoever asks the swap controller for something, and what it tells of its own accord. In both languages. */
import type { UserMessage } from '../contract/failure.ts';
import type { SwapPhase } from '../contract/swap.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';

const doing: Readonly<Record<SwapPhase, UserMessage>> = {
  idle: { en: 'about to begin', zh: '即将开始' },
  admitting: { en: 'being checked for room', zh: '正在检查资源' },
  spawning: { en: 'being started', zh: '正在启动' },
  loading: { en: 'being loaded', zh: '正在加载' },
  validating: { en: 'being tried out', zh: '正在试运行' },
  switching: { en: 'being switched to', zh: '正在切换' },
  watching: { en: 'being watched', zh: '正在观察' },
  retiring: { en: 'being concluded', zh: '正在收尾' },
};

const nameOf = (choice: EngineChoice | null): UserMessage => choice?.title ?? { en: 'Switching off', zh: '关闭槽位' };

export const answers = {
  busy: (choice: EngineChoice | null, phase: SwapPhase): UserMessage => ({
    en: `${nameOf(choice).en} is ${doing[phase].en} in this slot. The show goes on; wait for it, or give it up and ask again.`,
    zh: `该槽位的“${nameOf(choice).zh}”${doing[phase].zh}。直播照常进行；请等待其完成，或先放弃它再重新请求。`,
  }),
  closing: { en: 'The app is closing, so nothing is changed any more.', zh: '应用正在关闭，不再接受更换。' },
  noSlot: (slotId: string): UserMessage => ({
    en: `There is no slot “${slotId}”. Nothing was changed; choose one of the slots that are shown.`,
    zh: `没有名为“${slotId}”的槽位，未做任何更改。请从现有槽位中选择。`,
  }),
  alreadyActive: (choice: EngineChoice | null): UserMessage => ({
    en: choice ? `${choice.title.en} is in this slot already; nothing was changed.` : 'The slot is off already; nothing was changed.',
    zh: choice ? `该槽位正在使用“${choice.title.zh}”，未做任何更改。` : '该槽位已经关闭，未做任何更改。',
  }),
  nothingToRollBack: {
    en: 'No change is being watched in this slot, so there is nothing to roll back. To return to an earlier engine, choose it.',
    zh: '该槽位没有处于观察期的更换，无可撤回。如需恢复之前的引擎，请直接选择它。',
  },
} as const;

export const notices = {
  quarantined: (choice: EngineChoice, pid: number | undefined): UserMessage => ({
    en: `The process of ${choice.title.en}${pid === undefined ? '' : ` (${pid})`} was told to end and did not end. The show goes on; it may still hold memory: end it by hand, or restart the app after the show.`,
    zh: `“${choice.title.zh}”的进程${pid === undefined ? '' : `（${pid}）`}已被要求退出，但没有退出。直播照常进行；它可能仍占用内存，请手动结束它，或在直播后重启应用。`,
  }),
  evicted: (choice: EngineChoice): UserMessage => ({
    en: `${choice.title.en} was kept ready and has been unloaded to make room for another engine. Prepare it again when there is room.`,
    zh: `为给其他引擎腾出空间，备用引擎“${choice.title.zh}”已被卸载。有空间时可以重新准备。`,
  }),
  warmLost: (choice: EngineChoice): UserMessage => ({
    en: `${choice.title.en} was kept ready and its process ended. Nothing on air has changed; prepare it again if it is wanted.`,
    zh: `备用引擎“${choice.title.zh}”的进程退出了。直播没有任何变化；如仍需要，请重新准备。`,
  }),
  previousLost: (choice: EngineChoice): UserMessage => ({
    en: `${choice.title.en}, kept for a rollback, ended by itself. The new engine stays in place; to return, choose ${choice.title.en} again.`,
    zh: `为撤回而保留的“${choice.title.zh}”自行退出了。新引擎保持使用；如需恢复，请重新选择“${choice.title.zh}”。`,
  }),
} as const;
