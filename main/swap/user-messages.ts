/** Every sentence of a swap that a person reads, in both languages. A receipt's words are a cause (here: causes), what it means on air, and what to do. */
import type { UserMessage } from '../contract/failure.ts';
import type { SwapCode } from '../contract/swap.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { Refusal } from './admission.ts';
import type { SwapFacts, Verdict } from './machine-types.ts';
import type { Breach } from './watch.ts';

type Titled = Pick<EngineChoice, 'title'>;

const bytesPerMib = 1024 * 1024;
const mib = (bytes: number): string => String(Math.max(0, Math.round(bytes / bytesPerMib)));
const seconds = (ms: number): string => String(Math.round(ms / 100) / 10);
const join = (...parts: ReadonlyArray<UserMessage | undefined>): UserMessage => {
  const said = parts.filter((part) => part !== undefined);
  return { en: said.map(({ en }) => en).join(' '), zh: said.map(({ zh }) => zh).join('') };
};
/** An engine's own sentence, or an error's text, which may lack its full stop. */
const because = (reason: UserMessage | undefined): UserMessage =>
  reason ? { en: `: ${closed(reason.en, '.')}`, zh: `：${closed(reason.zh, '。')}` } : { en: '.', zh: '。' };
const closed = (text: string, stop: string): string => (/[.!?。！？]["”’)]?$/u.test(text.trim()) ? text.trim() : `${text.trim()}${stop}`);

/** Why it went as it did, without what follows from it. */
export const causes = {
  refused: ({ title }: Titled, refusal: Refusal): UserMessage => {
    if (refusal.code === 'too-many')
      return refusal.purpose === 'warm'
        ? {
            en: `${title.en} was not loaded: ${refusal.count} engines are kept ready already, and ${refusal.limit} may be.`,
            zh: `没有加载“${title.zh}”：已有 ${refusal.count} 个引擎处于备用状态，上限为 ${refusal.limit} 个。`,
          }
        : {
            en: `${title.en} was not loaded: ${refusal.count} engines of this slot are loaded already, and ${refusal.limit} may be at one time.`,
            zh: `没有加载“${title.zh}”：该槽位已加载 ${refusal.count} 个引擎，同时最多 ${refusal.limit} 个。`,
          };
    const { expectedBytes, heldBytes, totalBytes, availableBytes } = refusal;
    if (refusal.of === 'graphics')
      return {
        en: `${title.en} does not fit onto the graphics card: it needs about ${mib(expectedBytes ?? 0)} MiB of its memory, the engines hold ${mib(heldBytes)} of ${mib(totalBytes)} MiB, and ${mib(availableBytes)} MiB are free.`,
        zh: `显存放不下“${title.zh}”：它约需 ${mib(expectedBytes ?? 0)} MiB 显存，各引擎已占用 ${mib(heldBytes)} MiB（共 ${mib(totalBytes)} MiB），剩余 ${mib(availableBytes)} MiB。`,
      };
    const need = expectedBytes === undefined ? { en: 'an unknown amount of memory', zh: '的内存用量未知' } : undefined;
    return {
      en: `${title.en} does not fit: it needs ${need?.en ?? `about ${mib(expectedBytes ?? 0)} MiB`}, the engines hold ${mib(heldBytes)} of the ${mib(totalBytes)} MiB that they may have, and the machine has ${mib(availableBytes)} MiB left.`,
      zh: `内存放不下“${title.zh}”：它${need?.zh ?? `约需 ${mib(expectedBytes ?? 0)} MiB`}，各引擎已占用 ${mib(heldBytes)} MiB（上限 ${mib(totalBytes)} MiB），本机剩余 ${mib(availableBytes)} MiB。`,
    };
  },
  loadFailed: ({ title }: Titled, reason?: UserMessage): UserMessage => ({
    en: `${title.en} could not be loaded${because(reason).en}`,
    zh: `“${title.zh}”加载失败${because(reason).zh}`,
  }),
  loadTimeout: ({ title }: Titled, timeoutMs: number): UserMessage => ({
    en: `${title.en} was not ready within ${seconds(timeoutMs)} s.`,
    zh: `“${title.zh}”在 ${seconds(timeoutMs)} 秒内没有准备好。`,
  }),
  processDied: ({ title }: Titled): UserMessage => ({
    en: `The process of ${title.en} ended before it could be used.`,
    zh: `“${title.zh}”的进程在启用之前就退出了。`,
  }),
  overBudget: ({ title }: Titled, heldBytes: number, totalBytes: number): UserMessage => ({
    en: `${title.en} was ended while it loaded: with it the engines hold ${mib(heldBytes)} MiB, more than the ${mib(totalBytes)} MiB that they may have.`,
    zh: `“${title.zh}”在加载途中被终止：加上它，各引擎共占用 ${mib(heldBytes)} MiB，超过上限 ${mib(totalBytes)} MiB。`,
  }),
  wrongKind: ({ title }: Titled, is: string, wanted: string): UserMessage => ({
    en: `${title.en} is an engine of the kind “${is}”, and this slot is for “${wanted}”.`,
    zh: `“${title.zh}”是 ${is} 类引擎，而该槽位需要 ${wanted} 类。`,
  }),
  notTaken: ({ title }: Titled, reason?: UserMessage): UserMessage => ({
    en: `${title.en} was tried out and did not pass${because(reason).en}`,
    zh: `“${title.zh}”没有通过试运行${because(reason).zh}`,
  }),
  probeTimeout: ({ title }: Titled, timeoutMs: number): UserMessage => ({
    en: `${title.en} was tried out and did not finish within ${seconds(timeoutMs)} s.`,
    zh: `“${title.zh}”试运行时没有在 ${seconds(timeoutMs)} 秒内完成。`,
  }),
  notOnAir: ({ title }: Titled, reason?: UserMessage): UserMessage => ({
    en: `${title.en} could not be brought to the show${because(reason).en}`,
    zh: `“${title.zh}”无法接入节目${because(reason).zh}`,
  }),
  breach: ({ title }: Titled, breach: Breach): UserMessage =>
    breach.code === 'breach-failures'
      ? {
          en: `${title.en} failed in ${breach.failures} of its last ${breach.requests} requests.`,
          zh: `“${title.zh}”最近 ${breach.requests} 次请求中失败了 ${breach.failures} 次。`,
        }
      : {
          en: `${title.en} answers too late: ${Math.round(breach.medianMs)} ms where the one before took ${Math.round(breach.baselineMs)} ms and ${Math.round(breach.limitMs)} ms are allowed.`,
          zh: `“${title.zh}”响应太慢：${Math.round(breach.medianMs)} 毫秒，而之前的引擎为 ${Math.round(breach.baselineMs)} 毫秒，允许上限为 ${Math.round(breach.limitMs)} 毫秒。`,
        },
  breachHealth: ({ title }: Titled): UserMessage => ({
    en: `The process of ${title.en} ended while it was on air.`,
    zh: `“${title.zh}”在使用中进程退出。`,
  }),
  breachLost: ({ title }: Titled): UserMessage => ({
    en: `${title.en} gave nothing any more while it was on air.`,
    zh: `“${title.zh}”在使用中不再有任何输出。`,
  }),
  abandoned: (to: Titled | null, by: string): UserMessage => ({
    en: `${to?.title.en ?? 'The change'} was given up by ${by}.`,
    zh: to ? `${by} 放弃了“${to.title.zh}”。` : `${by} 放弃了这次更换。`,
  }),
  abandonedWarm: ({ title }: Titled): UserMessage => ({
    en: `${title.en} was unloaded before it was ready.`,
    zh: `“${title.zh}”在准备好之前就被卸载了。`,
  }),
  asked: (by: string): UserMessage => ({ en: `${by} rolled the change back.`, zh: `${by} 撤回了这次更换。` }),
  shutdown: { en: 'The app was closed before the change was over.', zh: '更换尚未完成，应用就关闭了。' },
} as const;

const noMemory = ({ title }: Titled): UserMessage => ({
  en: `There is not enough memory for ${title.en}.`,
  zh: `内存不足，放不下“${title.zh}”。`,
});

/** When nobody said more. */
const plainCauses: Readonly<Record<SwapCode, (it: Titled) => UserMessage>> = {
  'no-memory': noMemory,
  'over-budget': noMemory,
  'too-many': ({ title }) => ({ en: `Too many engines are loaded for ${title.en}.`, zh: `已加载的引擎太多，无法再加载“${title.zh}”。` }),
  'load-failed': (it) => causes.loadFailed(it),
  'load-timeout': ({ title }) => ({ en: `${title.en} was not ready in time.`, zh: `“${title.zh}”没有按时准备好。` }),
  'process-died': causes.processDied,
  signature: (it) => causes.notTaken(it),
  'probe-failed': (it) => causes.notTaken(it),
  'probe-timeout': ({ title }) => ({
    en: `${title.en} was tried out and did not finish in time.`,
    zh: `“${title.zh}”试运行没有按时完成。`,
  }),
  'not-on-air': (it) => causes.notOnAir(it),
  'breach-failures': ({ title }) => ({ en: `${title.en} failed too often.`, zh: `“${title.zh}”失败次数过多。` }),
  'breach-latency': ({ title }) => ({ en: `${title.en} answers too late.`, zh: `“${title.zh}”响应太慢。` }),
  'breach-health': causes.breachHealth,
  abandoned: () => ({ en: 'The change was given up.', zh: '这次更换被放弃了。' }),
  asked: () => ({ en: 'The change was rolled back.', zh: '这次更换被撤回了。' }),
  shutdown: () => causes.shutdown,
};

const theSlot: Titled = { title: { en: 'The slot', zh: '该槽位' } };

/** What it means on air. */
function consequence({ outcome, code, slot }: Verdict, { from, to }: SwapFacts): UserMessage | undefined {
  const old = from?.title;
  if (slot === 'empty' && code === 'shutdown')
    return old && { en: `The next start begins with ${old.en}.`, zh: `下次启动时会使用“${old.zh}”。` };
  if (slot === 'empty')
    return {
      en: `${old?.en ?? 'What was there before'} could not be loaded again, so the slot is empty. The show goes on without it; choose an engine for it.`,
      zh: `${old ? `“${old.zh}”` : '之前的引擎'}也没能重新加载，槽位目前为空。直播会在没有它的情况下继续，请为它选择一个引擎。`,
    };
  if (slot === 'restored')
    return old && { en: `${old.en} is back in its place and the show goes on.`, zh: `“${old.zh}”已恢复，直播照常进行。` };
  if (outcome === 'rolled-back')
    return old
      ? { en: `${old.en} serves again and stays until you choose another.`, zh: `已切回“${old.zh}”，在您重新选择之前保持不变。` }
      : { en: 'The slot is off again and stays off until you choose an engine.', zh: '该槽位已重新关闭，在您选择引擎之前保持关闭。' };
  if (outcome === 'switched')
    return to ? { en: `${to.title.en} is in place.`, zh: `“${to.title.zh}”已启用。` } : { en: 'The slot is off.', zh: '该槽位已关闭。' };
  return old
    ? {
        en: `${old.en} stays in place; nothing has changed on air.`,
        zh: `${to ? `“${to.title.zh}”未切换上线，` : ''}“${old.zh}”保持不变，直播没有任何变化。`,
      }
    : {
        en: 'The slot stays off; nothing has changed on air.',
        zh: `${to ? `“${to.title.zh}”未切换上线，` : ''}该槽位保持关闭，直播没有任何变化。`,
      };
}

const advice: Partial<Record<SwapCode, UserMessage>> = {
  'no-memory': {
    en: 'Unload an engine that is kept ready, choose a smaller one, or ask for stop-then-start: the slot is empty then while it loads.',
    zh: '请卸载备用引擎、换一个较小的引擎，或选择“先停后启”（加载期间该槽位为空）。',
  },
  'too-many': {
    en: 'Wait until one has ended, or ask for stop-then-start.',
    zh: '请等待其中一个结束，或选择“先停后启”。',
  },
  'over-budget': {
    en: 'Unload an engine that is kept ready, or choose a smaller one.',
    zh: '请卸载备用引擎，或换一个较小的引擎。',
  },
  'load-failed': { en: 'Correct its settings and try again.', zh: '请检查它的设置后重试。' },
  'load-timeout': { en: 'Try again, or choose a smaller one.', zh: '请重试，或换一个较小的引擎。' },
  'process-died': { en: 'Try again; if it ends again, choose another.', zh: '请重试；如果再次退出，请换一个引擎。' },
  signature: { en: 'Choose one that can take its place.', zh: '请选择能够替代当前引擎的引擎。' },
  'probe-failed': { en: 'Correct its settings or choose another.', zh: '请检查它的设置，或换一个引擎。' },
  'probe-timeout': { en: 'Try again, or choose a faster one.', zh: '请重试，或换一个更快的引擎。' },
  'not-on-air': { en: 'Try again.', zh: '请重试。' },
};

/** The sentence of a receipt; undefined when it simply worked. */
export function verdictWords(verdict: Verdict, facts: SwapFacts): UserMessage | undefined {
  const { code, outcome, words } = verdict;
  if (code === undefined) return undefined;
  return join(
    words ?? plainCauses[code](facts.to ?? theSlot),
    consequence(verdict, facts),
    outcome === 'rejected' ? advice[code] : undefined,
  );
}
