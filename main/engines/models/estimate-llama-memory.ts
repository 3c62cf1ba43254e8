/** What a model file will hold in memory when it is loaded. Pure. An upper bound for the processor alone: layers on a graphics card are not taken off. */
import type { GgufHeader } from './read-gguf-header.ts';

/** What is loaded unless it is asked for otherwise: long enough for a persona and a chat, and its memory is moderate. */
export const usualContextTokens = 4096;
/** Keys and values are kept as 16-bit floats. */
const cacheBytesPerValue = 2;
/** The prompt is worked on in pieces of so many tokens; for each the scores of the whole vocabulary are held as 32-bit floats. */
export const batchTokens = 512;
const scoreBytes = 4;
/** Node with node-llama-cpp and no model: 139 MB resident, measured on Linux x64. */
const processBytes = 140e6;

/** What is asked for, at most what the model was made for. */
export function contextTokensFor(header: GgufHeader, asked: number | undefined): number {
  const most = header.contextLength ?? Infinity;
  return Math.min(asked ?? usualContextTokens, most);
}

/**
 * Weights (the file) + cache (context x layers' heads x (key + value) x 2 bytes) + scores of one batch + the process itself.
 * Where the file does not tell its shape, the cache counts as nothing.
 */
export function estimateLlamaMemory(header: GgufHeader, contextTokens: number): number {
  const { fileBytes, totalHeadsKv = 0, keyLength = 0, valueLength = 0, vocabulary = 0 } = header;
  const cache = contextTokens * totalHeadsKv * (keyLength + valueLength) * cacheBytesPerValue;
  const scores = Math.min(batchTokens, contextTokens) * vocabulary * scoreBytes;
  return Math.round(fileBytes + cache + scores + processBytes);
}
