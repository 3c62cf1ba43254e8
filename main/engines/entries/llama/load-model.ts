/** From settings to a loaded model: file and memory are looked at before anything is loaded, and each way it can fail ends in words. */
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { EngineError } from '../../contract/engine-error.ts';
import { checkModelFile, ModelFileError } from '../../models/check-model-file.ts';
import { batchTokens, contextTokensFor, estimateLlamaMemory } from '../../models/estimate-llama-memory.ts';
import type { GgufHeader } from '../../models/read-gguf-header.ts';
import {
  binariesDir,
  importLlama,
  type ContextSequence,
  type GpuKind,
  type Llama,
  type LlamaChat,
  type LlamaModel,
  type LlamaModule,
} from './llama-module.ts';
import type { LlamaOptions } from './options.ts';
import { llamaError } from './words.ts';

export interface LoadedModel {
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly chat: LlamaChat;
  readonly sequence: ContextSequence;
  /** Of the context that was really made. */
  readonly contextTokens: number;
  /** Name in the file, else of the file; and what a person should know of it. */
  readonly description: string;
}

/** The voice, the face and the encoder want to run while the model thinks. */
const coresForShow = 2;
const keptLogLines = 20;

export async function loadModel(options: LlamaOptions): Promise<LoadedModel> {
  const { packDir, modelPath } = options;
  if (packDir === undefined) throw llamaError('pack-not-installed');
  const header = lookAt(modelPath);
  const file = path.basename(modelPath);
  const contextTokens = contextTokensFor(header, options.contextTokens);
  const log: string[] = [];
  const { module, llama } = await startLlama(options, packDir, log);
  try {
    if (llama.gpu === false) checkMemory(file, estimateLlamaMemory(header, contextTokens));
    const model = await llama.loadModel({ modelPath, gpuLayers: llama.gpu === false ? 0 : options.gpuLayers });
    const context = await model.createContext({
      contextSize: contextTokens,
      batchSize: Math.min(batchTokens, contextTokens),
      sequences: 1,
      threads: threadsFor(options),
    });
    const sequence = context.getSequence();
    const chat = new module.LlamaChat({ contextSequence: sequence });
    return { llama, model, chat, sequence, contextTokens: context.contextSize, description: describe(header, file, chat) };
  } catch (error) {
    await llama.dispose();
    throw loadFailure(error, module, file, log);
  }
}

function lookAt(modelPath: string): GgufHeader {
  try {
    return checkModelFile(modelPath, 'whole');
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    const code = error.code === 'not-there' ? 'missing-file' : error.code === 'relative' ? 'bad-options' : 'bad-file';
    throw new EngineError(code, error.message, { cause: error, detail: { reason: error.code, words: error.words } });
  }
}

async function startLlama(
  options: LlamaOptions,
  packDir: string,
  log: string[],
): Promise<{ readonly module: LlamaModule; readonly llama: Llama }> {
  const gpu = gpuFor(options, packDir);
  try {
    const module = await importLlama(packDir);
    const llama = await module.getLlama({
      gpu,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      maxThreads: threadsFor(options),
      logLevel: 'warn',
      logger(_level, message) {
        log.push(message.trim());
        if (log.length > keptLogLines) log.shift();
      },
    });
    return { module, llama };
  } catch (error) {
    if (gpu !== false && gpu !== 'auto') throw llamaError('part-not-installed', { what: gpu, cause: error });
    throw llamaError('pack-broken', { what: error instanceof Error ? firstLine(error.message) : String(error), cause: error });
  }
}

/** Looking for a card takes time: not where no part of the pack could use one. */
function gpuFor({ gpu }: LlamaOptions, packDir: string): false | 'auto' | GpuKind {
  if (gpu !== 'auto') return gpu === 'off' ? false : gpu;
  const prefix = { linux: 'linux', darwin: 'mac', win32: 'win' }[process.platform as 'linux' | 'darwin' | 'win32'];
  const names = ['cuda', 'vulkan', 'metal'].map((kind) => `${prefix}-${process.arch}-${kind}`);
  return names.some((name) => existsSync(path.join(binariesDir(packDir), name))) ? 'auto' : false;
}

export function threadsFor({ threads }: Pick<LlamaOptions, 'threads'>, cores = os.availableParallelism()): number {
  return threads ?? Math.max(1, cores - coresForShow);
}

function checkMemory(model: string, neededBytes: number): void {
  const { availableMemory } = process as { availableMemory?: () => number };
  const freeBytes = availableMemory?.() ?? os.freemem();
  if (neededBytes > freeBytes) throw llamaError('no-memory', { model, neededBytes, freeBytes });
}

function loadFailure(error: unknown, module: LlamaModule, model: string, log: readonly string[]): unknown {
  if (error instanceof EngineError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (
    error instanceof module.InsufficientMemoryError ||
    /out of memory|failed to allocate|insufficient memory/i.test([message, ...log].join('\n'))
  )
    return llamaError('no-memory', { model, cause: error });
  if (log.some((line) => /not within the file bounds|corrupted or incomplete/.test(line)))
    return llamaError('truncated', { model, cause: error });
  // the first complaint names the cause, the later ones its consequences
  const said = log.find((line) => /error/i.test(line)) ?? message;
  return llamaError('cannot-load', { model, what: firstLine(said), cause: error });
}

function describe(header: GgufHeader, file: string, chat: LlamaChat): string {
  const name = header.name ?? file;
  return header.chatTemplate === 'present' ? name : `${name} (the file has no chat template; ${chat.chatWrapper.wrapperName} is used)`;
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 200);
}
