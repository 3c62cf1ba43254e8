/**
 * What this engine uses of node-llama-cpp 3.22, and how it is found: in the folder of the pack, which is no dependency of the app and is never
 * bundled. The shapes are the module's own; the integration tests hold them against it.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export type GpuKind = 'cuda' | 'vulkan' | 'metal';

export interface LlamaModule {
  getLlama(options: {
    readonly gpu: false | 'auto' | GpuKind;
    readonly build: 'never';
    readonly skipDownload: true;
    readonly progressLogs: false;
    readonly maxThreads: number;
    readonly logLevel: 'warn';
    readonly logger: (level: string, message: string) => void;
  }): Promise<Llama>;
  readonly LlamaChat: new (options: { readonly contextSequence: ContextSequence }) => LlamaChat;
  readonly InsufficientMemoryError: new () => Error;
}

export interface Llama {
  readonly gpu: false | GpuKind;
  loadModel(options: { readonly modelPath: string; readonly gpuLayers?: 'auto' | 'max' | number }): Promise<LlamaModel>;
  dispose(): Promise<void>;
}

export interface LlamaModel {
  readonly tokenizer: unknown;
  createContext(options: {
    readonly contextSize: number;
    readonly batchSize: number;
    readonly sequences: 1;
    readonly threads: number;
  }): Promise<LlamaContext>;
}

export interface LlamaContext {
  readonly contextSize: number;
  getSequence(): ContextSequence;
}

export interface ContextSequence {
  readonly tokenMeter: { readonly usedOutputTokens: number };
}

export type ChatItem =
  { readonly type: 'system' | 'user'; readonly text: string } | { readonly type: 'model'; readonly response: readonly string[] };

export interface LlamaChat {
  readonly chatWrapper: {
    readonly wrapperName: string;
    generateContextState(options: { readonly chatHistory: readonly ChatItem[] }): {
      readonly contextText: { tokenize(tokenizer: unknown): readonly number[] };
    };
  };
  generateResponse(
    history: readonly ChatItem[],
    options: {
      readonly onTextChunk: (text: string) => void;
      /** Text, and the thoughts that are kept from it. */
      readonly onResponseChunk: (chunk: { readonly type: 'segment' | undefined; readonly segmentStartTime?: Date }) => void;
      readonly signal: AbortSignal;
      readonly maxTokens: number;
      readonly temperature: number;
      readonly seed?: number;
      readonly budgets: { readonly thoughtTokens: number };
    },
  ): Promise<{ readonly metadata: { readonly stopReason: string } }>;
}

/** Where a pack of that layout keeps its binaries. */
export const binariesDir = (packDir: string): string => path.join(packDir, 'node_modules/@node-llama-cpp');

export async function importLlama(packDir: string): Promise<LlamaModule> {
  const entry = path.join(packDir, 'node_modules/node-llama-cpp/dist/index.js');
  return (await import(/* @vite-ignore */ pathToFileURL(entry).href)) as LlamaModule;
}
