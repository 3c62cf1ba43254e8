/**
 * What a GGUF file says of itself (specification of the format, versions 2 and 3), read a piece at a time: a header has megabytes of vocabulary,
 * the file gigabytes of weights. Synchronous: admission decides in one act.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { LayerError } from '../../contract/failure.ts';

export interface GgufHeader {
  readonly fileBytes: number;
  /** 'llama', 'qwen3', 'bert' … */
  readonly architecture: string;
  readonly name?: string;
  /** What the model was made for. */
  readonly contextLength?: number;
  readonly layers?: number;
  readonly embeddingLength?: number;
  readonly heads?: number;
  /** Heads of keys and values, all layers together. */
  readonly totalHeadsKv?: number;
  /** Width of one key and one value head. */
  readonly keyLength?: number;
  readonly valueLength?: number;
  readonly vocabulary?: number;
  /** It makes vectors out of texts, not texts. */
  readonly purpose: 'text' | 'embedding' | 'other';
  readonly chatTemplate: 'present' | 'absent' | 'not-read';
  /** The file cannot be whole when it has fewer. Only when read to its end. */
  readonly leastFileBytes?: number;
}

export type GgufErrorCode = 'not-there' | 'not-readable' | 'not-gguf' | 'truncated';

export class GgufError extends LayerError<GgufErrorCode> {
  constructor(code: GgufErrorCode, message: string, options?: { cause?: unknown }) {
    super('GgufError', code, message, options);
  }
}

/** `sizes`: stops before the vocabulary once it has what an estimate needs. Throws GgufError. */
export function readGgufHeader(file: string, depth: 'sizes' | 'whole'): GgufHeader {
  const cursor = openCursor(file);
  try {
    if (cursor.fileBytes < 24 || cursor.bytes(4).toString('latin1') !== 'GGUF') throw new GgufError('not-gguf', `${file} is no GGUF file`);
    const version = cursor.u32();
    if (version < 2 || version > 3) throw new GgufError('not-gguf', `${file} has GGUF version ${version}`);
    const tensors = cursor.u64();
    const count = cursor.u64();
    const values = new Map<string, Scalar | ArrayFacts>();
    for (let index = 0; index < count; index += 1) {
      const key = cursor.text();
      values.set(key, readValue(cursor, cursor.u32()));
      if (depth === 'sizes' && key === 'tokenizer.ggml.model' && values.has('general.architecture')) break;
    }
    return {
      ...describe(values, cursor.fileBytes, depth),
      ...(depth === 'whole' ? { leastFileBytes: leastBytes(cursor, tensors, numberIn(values, 'general.alignment') ?? 32) } : {}),
    };
  } finally {
    cursor.close();
  }
}

type Scalar = string | number | boolean;
interface ArrayFacts {
  readonly length: number;
  /** Of numbers; 0 for other things. */
  readonly sum: number;
}

const embeddingArchitectures = /^(?:bert|nomic-bert|jina-bert|modern-bert|neo-bert|eurobert|gemma-embedding|t5encoder)/;

function describe(values: ReadonlyMap<string, Scalar | ArrayFacts>, fileBytes: number, depth: 'sizes' | 'whole'): GgufHeader {
  const architecture = values.get('general.architecture');
  if (typeof architecture !== 'string') throw new GgufError('not-gguf', 'the file does not name its architecture');
  const number = (key: string): number | undefined => numberIn(values, `${architecture}.${key}`);
  const layers = number('block_count');
  const heads = number('attention.head_count');
  const headsKv = values.get(`${architecture}.attention.head_count_kv`);
  const embeddingLength = number('embedding_length');
  const width = heads && embeddingLength ? embeddingLength / heads : undefined;
  const perLayer = typeof headsKv === 'number' ? headsKv : heads;
  const totalHeadsKv = typeof headsKv === 'object' ? headsKv.sum : perLayer !== undefined && layers ? perLayer * layers : undefined;
  const tokens = values.get('tokenizer.ggml.tokens');
  const vocabulary = number('vocab_size') ?? (typeof tokens === 'object' ? tokens.length : undefined);
  const name = values.get('general.name');
  const type = values.get('general.type');
  return defined({
    fileBytes,
    architecture,
    name: typeof name === 'string' && name.trim() !== '' ? name.trim() : undefined,
    contextLength: number('context_length'),
    layers,
    embeddingLength,
    heads,
    totalHeadsKv,
    keyLength: number('attention.key_length') ?? width,
    valueLength: number('attention.value_length') ?? width,
    vocabulary,
    purpose: purposeOf(architecture, number('pooling_type') ?? 0, type),
    chatTemplate: depth === 'sizes' ? 'not-read' : typeof values.get('tokenizer.chat_template') === 'string' ? 'present' : 'absent',
  } as const);
}

function purposeOf(architecture: string, pooling: number, type: unknown): GgufHeader['purpose'] {
  if (embeddingArchitectures.test(architecture) || pooling > 0) return 'embedding';
  return architecture === 'clip' || (typeof type === 'string' && type !== 'model') ? 'other' : 'text';
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
function defined<T extends object>(facts: T): Defined<T> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Defined<T>;
}

function numberIn(values: ReadonlyMap<string, Scalar | ArrayFacts>, key: string): number | undefined {
  const value = values.get(key);
  return typeof value === 'number' ? value : undefined;
}

interface Cursor {
  readonly fileBytes: number;
  readonly position: number;
  bytes(count: number): Buffer;
  skip(count: number): void;
  u32(): number;
  u64(): number;
  text(): string;
  close(): void;
}

const chunkBytes = 256 * 1024;
/** No name and no template is longer; a length beyond it is no length. */
const maxTextBytes = 16 * 1024 * 1024;

function openCursor(file: string): Cursor {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    throw new GgufError(code === 'ENOENT' || code === 'ENOTDIR' ? 'not-there' : 'not-readable', `${file}: ${String(code)}`, {
      cause: error,
    });
  }
  const stat = fstatSync(fd);
  if (!stat.isFile()) {
    closeSync(fd);
    throw new GgufError('not-readable', `${file} is no file`);
  }
  const chunk = Buffer.alloc(chunkBytes);
  let chunkStart = 0;
  let chunkLength = 0;
  let position = 0;
  const cursor = {
    fileBytes: stat.size,
    get position() {
      return position;
    },
    skip(count: number) {
      if (position + count > stat.size) throw new GgufError('truncated', `${file} ends within its header`);
      position += count;
    },
    bytes(count: number) {
      const start = position;
      cursor.skip(count);
      if (count > chunkBytes) {
        const large = Buffer.alloc(count);
        readSync(fd, large, 0, count, start);
        return large;
      }
      if (start < chunkStart || start + count > chunkStart + chunkLength) {
        chunkStart = start;
        chunkLength = readSync(fd, chunk, 0, chunkBytes, start);
      }
      return chunk.subarray(start - chunkStart, start - chunkStart + count);
    },
    u32: () => cursor.bytes(4).readUInt32LE(),
    u64: () => Number(cursor.bytes(8).readBigUInt64LE()),
    text() {
      const length = cursor.u64();
      if (length > maxTextBytes) throw new GgufError('truncated', `${file} has a text of ${length} bytes in its header`);
      return cursor.bytes(length).toString('utf8');
    },
    close: () => closeSync(fd),
  };
  return cursor;
}

/** Bytes of the fixed-size value types by their number: u8 i8 u16 i16 u32 i32 f32 bool (string array) u64 i64 f64. */
const fixedBytes: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
const stringType = 8;
const arrayType = 9;

function readValue(cursor: Cursor, type: number): Scalar | ArrayFacts {
  if (type === stringType) return cursor.text();
  if (type === arrayType) return readArray(cursor);
  return readFixed(cursor, type);
}

function readFixed(cursor: Cursor, type: number): number | boolean {
  const size = fixedBytes[type];
  if (size === undefined) throw new GgufError('not-gguf', `a value of type ${type} is unknown`);
  const bytes = cursor.bytes(size);
  switch (type) {
    case 6:
      return bytes.readFloatLE();
    case 7:
      return bytes[0] !== 0;
    case 10:
      return Number(bytes.readBigUInt64LE());
    case 11:
      return Number(bytes.readBigInt64LE());
    case 12:
      return bytes.readDoubleLE();
    case 1:
    case 3:
    case 5:
      return bytes.readIntLE(0, size);
    default:
      return bytes.readUIntLE(0, size);
  }
}

/** Numbers are added up only where there are as few as layers. */
const mostLayers = 4096;

function readArray(cursor: Cursor): ArrayFacts {
  const type = cursor.u32();
  const length = cursor.u64();
  const size = fixedBytes[type];
  let sum = 0;
  if (size === undefined) for (let index = 0; index < length; index += 1) readOrSkip(cursor, type);
  else if (length > mostLayers) cursor.skip(length * size);
  else for (let index = 0; index < length; index += 1) sum += Number(readFixed(cursor, type));
  return { length, sum };
}

function readOrSkip(cursor: Cursor, type: number): void {
  if (type === stringType) cursor.skip(cursor.u64());
  else readValue(cursor, type);
}

/** Bytes per weight where a weight has bytes of its own; of block formats only the place is known. */
const weightBytes: Readonly<Record<number, number>> = { 0: 4, 1: 2, 30: 2 };

function leastBytes(cursor: Cursor, tensors: number, alignment: number): number {
  let end = 0;
  for (let index = 0; index < tensors; index += 1) {
    cursor.text();
    const dimensions = cursor.u32();
    let weights = 1;
    for (let dimension = 0; dimension < dimensions; dimension += 1) weights *= cursor.u64();
    const type = cursor.u32();
    end = Math.max(end, cursor.u64() + weights * (weightBytes[type] ?? 0));
  }
  return Math.ceil(cursor.position / alignment) * alignment + end;
}
