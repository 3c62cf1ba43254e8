/** Model files read without loading them, and what they will need: header, faults, the estimate's arithmetic. */
import { appendFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { createMemoryEstimate, withEstimates } from '../../../main/app/expected-memory.ts';
import { checkOwnChoice } from '../../../main/app/check-own-choice.ts';
import type { EngineChoice } from '../../../main/engines/contract/choice.ts';
import { checkModelFile } from '../../../main/engines/models/check-model-file.ts';
import { contextTokensFor, estimateLlamaMemory } from '../../../main/engines/models/estimate-llama-memory.ts';
import { type GgufHeader, readGgufHeader } from '../../../main/engines/models/read-gguf-header.ts';
import { greeting, modelFiles } from '../../fixtures/llama/model-files.ts';

const files = modelFiles();
afterAll(() => files.remove());

describe('a header', () => {
  it('tells name, shape, vocabulary and how large the file must be', () => {
    const file = files.make('greeting.gguf', greeting);
    const header = readGgufHeader(file, 'whole');
    expect(header).toEqual({
      fileBytes: header.leastFileBytes,
      architecture: 'llama',
      name: 'tiny-scripted',
      contextLength: 512,
      layers: 2,
      embeddingLength: 64,
      heads: 4,
      totalHeadsKv: 8,
      keyLength: 16,
      valueLength: 16,
      vocabulary: 357,
      purpose: 'text',
      chatTemplate: 'present',
      leastFileBytes: header.fileBytes,
    });
    expect(readGgufHeader(file, 'sizes')).toMatchObject({ layers: 2, chatTemplate: 'not-read', vocabulary: 357 });
    expect(readGgufHeader(files.make('plain.gguf', { template: null }), 'whole').chatTemplate).toBe('absent');
  });

  it('cut anywhere is truncated, never something else and never a crash', () => {
    for (const bytes of [24, 100, 1000, 3000, 9000, 200_000, 519_000]) {
      const code = codeOf(() => checkModelFile(files.cut('cut.gguf', bytes), 'whole'));
      expect(code, String(bytes)).toBe('truncated');
    }
    expect(codeOf(() => checkModelFile(files.cut('cut.gguf', 10), 'whole'))).toBe('not-gguf');
    expect(codeOf(() => checkModelFile(files.cut('cut.gguf', 0), 'whole'))).toBe('not-gguf');
  });

  it('with a length that no file has does not take the memory for it', () => {
    const file = files.cut('long.gguf', 24);
    // a key of 2^62 bytes
    appendFileSync(file, Buffer.from([0, 0, 0, 0, 0, 0, 0, 64, 1, 2, 3]));
    expect(codeOf(() => checkModelFile(file, 'whole'))).toBe('truncated');
  });

  it('of another kind is told apart', () => {
    expect(codeOf(() => checkModelFile(files.picture('picture.png'), 'sizes'))).toBe('not-gguf');
    expect(codeOf(() => checkModelFile(files.make('vectors.gguf', { architecture: 'bert' }), 'sizes'))).toBe('embedding');
    expect(codeOf(() => checkModelFile(files.dir, 'sizes'))).toBe('not-readable');
    expect(codeOf(() => checkModelFile(files.at('nowhere'), 'sizes'))).toBe('not-there');
    expect(codeOf(() => checkModelFile('model.gguf', 'sizes'))).toBe('relative');
  });
});

describe('the estimate', () => {
  /** Shape of an 8B model with grouped heads: 32 layers, 8 heads of keys and values, 128 wide. */
  const eightB: GgufHeader = {
    fileBytes: 4_900_000_000,
    architecture: 'llama',
    contextLength: 131_072,
    layers: 32,
    totalHeadsKv: 256,
    keyLength: 128,
    valueLength: 128,
    vocabulary: 128_256,
    purpose: 'text',
    chatTemplate: 'present',
  };

  it('is the file, 128 KiB of cache a token, the scores of a batch, and the process', () => {
    // 32 layers x 8 heads x (128 + 128) x 2 bytes
    expect(estimateLlamaMemory(eightB, 4096)).toBe(4_900_000_000 + 4096 * 131_072 + 512 * 128_256 * 4 + 140e6);
    expect(estimateLlamaMemory(eightB, 8192) - estimateLlamaMemory(eightB, 4096)).toBe(4096 * 131_072);
  });

  it('is for 4 096 tokens unless asked otherwise, and never for more than the model was made for', () => {
    expect(contextTokensFor(eightB, undefined)).toBe(4096);
    expect(contextTokensFor(eightB, 32_768)).toBe(32_768);
    expect(contextTokensFor({ ...eightB, contextLength: 2048 }, undefined)).toBe(2048);
    expect(contextTokensFor({ ...eightB, contextLength: 2048 }, 32_768)).toBe(2048);
  });

  it('is asked for choices of this engine alone, and gives way to what was measured', () => {
    const estimate = createMemoryEstimate();
    const choice = (engineId: string, options: Record<string, unknown>): EngineChoice => ({
      choiceId: 'c',
      engineId,
      title: { en: '', zh: '' },
      options,
    });
    const tiny = choice('llama', { modelPath: files.make('tiny.gguf'), contextTokens: 256 });
    expect(estimate(tiny)).toBe(519_776 + 256 * 8 * 32 * 2 + 256 * 354 * 4 + 140e6);
    expect(estimate(choice('faq', { modelPath: files.at('tiny.gguf') }))).toBeUndefined();
    expect(estimate(choice('llama', { modelPath: files.at('nowhere') }))).toBeUndefined();
    expect(estimate(choice('llama', { modelPath: files.picture('p.png') }))).toBeUndefined();
    // a file that was replaced is read again
    files.huge('tiny.gguf', 1e9);
    expect(estimate(tiny)).toBeGreaterThan(1e9);
    const measured = withEstimates({ expectedBytes: () => 7, remember: () => {} }, estimate);
    expect(measured.expectedBytes(tiny)).toBe(7);
    expect(withEstimates({ expectedBytes: () => undefined, remember: () => {} }, estimate).expectedBytes(tiny)).toBeGreaterThan(1e9);
  });
});

describe('a choice of one’s own', () => {
  it('names a key never, and a model file that is one', () => {
    expect(checkOwnChoice('openai', { apiKey: 'x' })?.en).toMatch(/key/);
    expect(checkOwnChoice('openai', { model: 'x' })).toBeUndefined();
    expect(checkOwnChoice('llama', {})?.en).toMatch(/Which model/);
    expect(checkOwnChoice('llama', { modelPath: files.at('nowhere') })?.zh).toMatch(/不存在/);
    expect(checkOwnChoice('llama', { modelPath: files.make('mine.gguf') })).toBeUndefined();
  });
});

function codeOf(run: () => unknown): unknown {
  try {
    run();
    return 'no error';
  } catch (error) {
    return (error as { readonly code?: unknown }).code;
  }
}
