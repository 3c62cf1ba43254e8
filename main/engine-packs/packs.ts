/** The packs that this app knows, as a person reads of them before installing one. */
import type { UserMessage } from '../contract/failure.ts';
import llamaLock from './locks/llama.json' with { type: 'json' };
import type { PackLock } from './pack-lock.ts';

export interface PackDefinition {
  readonly packId: string;
  readonly title: UserMessage;
  readonly summary: UserMessage;
  /** Of all that is unpacked. */
  readonly license: string;
  readonly lock: PackLock;
  /** Names of the parts beyond the base. */
  readonly parts: Readonly<Record<string, UserMessage>>;
}

export const enginePacks: readonly PackDefinition[] = Object.freeze([
  {
    packId: 'llama',
    title: { en: 'llama.cpp: model files on this computer', zh: 'llama.cpp：在本机运行模型文件' },
    summary: {
      en: 'Runs a language model from a GGUF file, without a server or an account. The model file itself you bring along.',
      zh: '直接运行 GGUF 语言模型文件，无需服务器或账户。模型文件需自备。',
    },
    license: 'MIT, ISC, BlueOak-1.0.0',
    lock: llamaLock,
    parts: {
      vulkan: { en: 'Graphics cards (Vulkan)', zh: '显卡加速（Vulkan）' },
      cuda: { en: 'NVIDIA graphics cards (CUDA)', zh: 'NVIDIA 显卡加速（CUDA）' },
    },
  },
]);
