/** What the user reads about swaps: what happened, what still works, what to do. Both languages, with the numbers. */
import type { UserMessage } from '../contract/failure.ts';
import type { SwapCode, SwapPhase } from '../contract/swap.ts';

const mib = (bytes: number): string => `${Math.round(bytes / (1024 * 1024)).toLocaleString('en-US')} MiB`;
const ms = (value: number): string => `${Math.round(value)} ms`;

const phaseWords: Readonly<Record<SwapPhase, UserMessage>> = {
  idle: { en: 'nothing is going on', zh: '空闲' },
  admitting: { en: 'looking for room', zh: '正在检查内存' },
  spawning: { en: 'starting', zh: '正在启动' },
  loading: { en: 'loading', zh: '正在加载' },
  validating: { en: 'being tried', zh: '正在试运行' },
  switching: { en: 'switching', zh: '正在切换' },
  watching: { en: 'being watched', zh: '正在观察' },
  retiring: { en: 'letting the old one finish', zh: '等待旧引擎收尾' },
};

/** When nothing more exact is known. */
const plainReasons: Readonly<Record<SwapCode, UserMessage>> = {
  'no-memory': { en: 'There is not enough memory.', zh: '内存不足。' },
  'too-many': { en: 'Too many engines are loaded for this slot.', zh: '该位置加载的引擎过多。' },
  'load-failed': { en: 'It could not be loaded.', zh: '加载失败。' },
  'load-timeout': { en: 'It did not finish loading in time.', zh: '加载超时。' },
  'process-died': { en: 'Its process ended unexpectedly.', zh: '其进程意外退出。' },
  'over-budget': { en: 'It grew beyond the memory budget.', zh: '占用内存超出预算。' },
  signature: { en: 'It cannot do what the present one does.', zh: '它无法替代当前引擎。' },
  'probe-failed': { en: 'It gave a wrong answer when it was tried.', zh: '试运行时输出不正确。' },
  'probe-timeout': { en: 'It did not answer in time when it was tried.', zh: '试运行时没有及时响应。' },
  'not-on-air': { en: 'It did not reach the show.', zh: '它没能接入直播。' },
  'breach-failures': { en: 'It failed too often.', zh: '失败次数过多。' },
  'breach-latency': { en: 'It answered too slowly.', zh: '响应过慢。' },
  'breach-health': { en: 'Its process ended unexpectedly.', zh: '其进程意外退出。' },
  abandoned: { en: 'The load was given up.', zh: '已放弃加载。' },
  asked: { en: 'Someone asked for it.', zh: '应操作者要求。' },
  shutdown: { en: 'The studio was closed.', zh: '演播室已关闭。' },
};

export const swapMessages = {
  busy: (title: UserMessage, phase: SwapPhase): UserMessage => ({
    en: `${title.en} is already on its way here (${phaseWords[phase].en}). Wait for it, or give it up first; what is on air goes on.`,
    zh: `“${title.zh}”正在进入该位置（${phaseWords[phase].zh}）。请等待完成，或先放弃它；直播不受影响。`,
  }),
  noSlot: (slotId: string): UserMessage => ({
    en: `There is no place called "${slotId}". Nothing was changed.`,
    zh: `没有名为“${slotId}”的位置，未作任何更改。`,
  }),
  wrongKind: (title: UserMessage): UserMessage => ({
    en: `${title.en} does another job than this place is for. Nothing was changed; choose one of its own kind.`,
    zh: `“${title.zh}”的用途与该位置不符，未作任何更改；请选择同类引擎。`,
  }),
  alreadyActive: (title: UserMessage | null): UserMessage =>
    title
      ? { en: `${title.en} is already at work here. Nothing was changed.`, zh: `“${title.zh}”已在使用中，未作任何更改。` }
      : { en: 'This place is already switched off. Nothing was changed.', zh: '该位置已关闭，未作任何更改。' },
  nothingToRollBack: {
    en: 'There is nothing to go back to: the one before has been unloaded. Choose it from the list to load it again.',
    zh: '没有可回退的引擎：之前的引擎已卸载。请从列表中重新选择并加载。',
  },
  tooMany: (title: UserMessage, loaded: number, most: number): UserMessage => ({
    en: `${title.en} was not loaded: ${loaded} are loaded for this place and at most ${most} may be. What is on air goes on; wait until the old one has finished.`,
    zh: `未加载“${title.zh}”：该位置已加载 ${loaded} 个引擎，最多允许 ${most} 个。直播不受影响；请等待旧引擎收尾。`,
  }),
  noMemory: (title: UserMessage, needBytes: number, freeBytes: number, budgetBytes: number): UserMessage => ({
    en: `${title.en} was not loaded: it needs about ${mib(needBytes)}, and ${mib(freeBytes)} of the ${mib(budgetBytes)} for engines are free. What is on air goes on; unload something, or stop the present one first.`,
    zh: `未加载“${title.zh}”：约需 ${mib(needBytes)}，引擎可用内存 ${mib(budgetBytes)} 中还剩 ${mib(freeBytes)}。直播不受影响；请先卸载其他引擎，或先停用当前引擎。`,
  }),
  overBudget: (title: UserMessage, usedBytes: number, budgetBytes: number): UserMessage => ({
    en: `${title.en} was ended while it loaded: with it the engines held ${mib(usedBytes)}, more than the ${mib(budgetBytes)} for them. What is on air goes on; unload something first, or choose a smaller one.`,
    zh: `加载“${title.zh}”时已将其终止：引擎共占用 ${mib(usedBytes)}，超出预算 ${mib(budgetBytes)}。直播不受影响；请先卸载其他引擎，或选择更小的模型。`,
  }),
  rejected: (title: UserMessage, code: SwapCode, reason: UserMessage | undefined): UserMessage => ({
    en: `${title.en} was not put on air. ${(reason ?? plainReasons[code]).en} What was on air goes on unchanged.`,
    zh: `“${title.zh}”未切换上线。${(reason ?? plainReasons[code]).zh}原有内容继续直播，不受影响。`,
  }),
  rolledBack: (to: UserMessage | null, from: UserMessage | null, code: SwapCode, reason: UserMessage | undefined): UserMessage => ({
    en: `${from ? from.en : 'Off'}: back to ${to ? to.en : 'off'}. ${(reason ?? plainReasons[code]).en} The show goes on with the one from before.`,
    zh: `已从“${from ? from.zh : '关闭'}”回退到“${to ? to.zh : '关闭'}”。${(reason ?? plainReasons[code]).zh}直播使用之前的引擎继续进行。`,
  }),
  leftEmpty: (from: UserMessage | null, code: SwapCode, reason: UserMessage | undefined): UserMessage => ({
    en: `${from ? from.en : 'The engine'} failed, and the one before could not be loaded again. ${(reason ?? plainReasons[code]).en} The show goes on without it; choose another one.`,
    zh: `“${from ? from.zh : '引擎'}”失败，且之前的引擎无法重新加载。${(reason ?? plainReasons[code]).zh}直播会在没有它的情况下继续；请另选一个引擎。`,
  }),
  failures: (failures: number, requests: number): UserMessage => ({
    en: `It failed ${failures} of its first ${requests} requests.`,
    zh: `前 ${requests} 次请求中失败了 ${failures} 次。`,
  }),
  latency: (medianMs: number, baselineMs: number): UserMessage => ({
    en: `Its answers began after ${ms(medianMs)} (median), those of the one before after ${ms(baselineMs)}.`,
    zh: `其响应中位数为 ${ms(medianMs)}，之前的引擎为 ${ms(baselineMs)}。`,
  }),
  quarantined: (title: UserMessage, pid: number | undefined): UserMessage => ({
    en: `The process of ${title.en} (${pid ?? '?'}) did not end when it was told to. The show goes on; it may hold memory until the studio is closed.`,
    zh: `“${title.zh}”的进程（${pid ?? '?'}）未能按要求退出。直播不受影响；在关闭演播室之前它可能一直占用内存。`,
  }),
} as const;
