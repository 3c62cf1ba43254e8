/** What the user reads when the model cannot do its part. What still works is said by whoever shows it. */
import type { UserMessage } from '../../../contract/failure.ts';
import { EngineError } from '../../contract/engine-error.ts';

export interface Facts {
  readonly model?: string;
  readonly neededBytes?: number;
  readonly freeBytes?: number;
  readonly what?: string;
  readonly tokens?: number;
  readonly cause?: unknown;
}

export type LlamaReason =
  | 'pack-not-installed'
  | 'pack-broken'
  | 'part-not-installed'
  | 'no-memory'
  | 'cannot-load'
  | 'truncated'
  | 'persona-too-long'
  | 'no-question'
  | 'endless'
  | 'generation-failed';

const codes: Readonly<Record<LlamaReason, EngineError['code']>> = {
  'pack-not-installed': 'missing-file',
  'pack-broken': 'bad-file',
  'part-not-installed': 'bad-options',
  'no-memory': 'no-memory',
  'cannot-load': 'bad-file',
  truncated: 'bad-file',
  'persona-too-long': 'engine-failed',
  'no-question': 'engine-failed',
  endless: 'engine-failed',
  'generation-failed': 'engine-failed',
};

const gigabytes = (bytes = 0): string => `${(bytes / 1e9).toFixed(1)} GB`;

const words: Readonly<Record<LlamaReason, (facts: Facts) => UserMessage>> = {
  'pack-not-installed': () => ({
    en: 'The llama.cpp pack is not installed. Install it in the Models panel, or with: vanchor pack install llama.',
    zh: '尚未安装 llama.cpp 引擎包。请在“模型”面板中安装，或运行：vanchor pack install llama。',
  }),
  'pack-broken': ({ what = 'unknown' }) => ({
    en: `The llama.cpp pack does not start on this computer (${what}). Remove it and install it again.`,
    zh: `llama.cpp 引擎包无法在本机启动（${what}）。请移除后重新安装。`,
  }),
  'part-not-installed': ({ what = '' }) => ({
    en: `The settings ask for the graphics card by ${what}, whose part of the llama.cpp pack is not installed or finds no card. Install that part, or set the graphics card to automatic.`,
    zh: `设置要求通过 ${what} 使用显卡，但对应的引擎包部件未安装或未找到显卡。请安装该部件，或将显卡设为自动。`,
  }),
  'no-memory': ({ model = '', neededBytes, freeBytes }) => ({
    en: `${model} needs ${neededBytes === undefined ? 'more memory than there is' : `about ${gigabytes(neededBytes)} of memory, and ${gigabytes(freeBytes)} are free`}. Choose a smaller model (or a smaller quantisation), a shorter context, or close other programs.`,
    zh: `${model} 需要${neededBytes === undefined ? '的内存超出可用量' : `约 ${gigabytes(neededBytes)} 内存，目前可用 ${gigabytes(freeBytes)}`}。请选择更小的模型（或更低的量化）、缩短上下文，或关闭其他程序。`,
  }),
  'cannot-load': ({ model = '', what = 'unknown' }) => ({
    en: `${model} cannot be loaded (${what}). It may be damaged, or of a kind that this version of llama.cpp does not know. Download it again, or choose another model.`,
    zh: `无法加载 ${model}（${what}）。文件可能已损坏，或当前版本的 llama.cpp 尚不支持。请重新下载或另选模型。`,
  }),
  truncated: ({ model = '' }) => ({
    en: `${model} is not complete: the download was probably cut off. Download it again.`,
    zh: `${model} 不完整，下载可能中断过。请重新下载。`,
  }),
  'persona-too-long': ({ tokens = 0 }) => ({
    en: `Persona and instructions alone fill the model's context of ${tokens} tokens. Shorten the persona, or give the model a larger context.`,
    zh: `仅人设与说明就占满了模型 ${tokens} 个 token 的上下文。请缩短人设，或设置更大的上下文。`,
  }),
  'no-question': () => ({
    en: 'The request has no line of a viewer, so there is nothing to answer.',
    zh: '请求中没有观众的消息，无法作答。',
  }),
  endless: () => ({
    en: 'The model thought past its limit without a word to say. Raise its limit of thought tokens, or choose a model that does not think.',
    zh: '模型思考超出上限仍没有给出回答。请提高思考 token 上限，或选择不带思考的模型。',
  }),
  'generation-failed': ({ what = 'unknown' }) => ({
    en: `The model broke off its answer (${what}). The next question is asked anew; if this happens again, load the model once more.`,
    zh: `模型中断了回答（${what}）。下一个问题会重新提问；若再次发生，请重新加载模型。`,
  }),
};

export function llamaError(reason: LlamaReason, facts: Facts = {}): EngineError {
  const told = words[reason](facts);
  return new EngineError(codes[reason], told.en, {
    detail: { reason, words: told },
    ...(facts.cause === undefined ? {} : { cause: facts.cause }),
  });
}
