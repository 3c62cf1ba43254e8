/**
 * Takes FLV in any chunking and gives whole tags. Memory is bounded by one tag; broken input is an error, never a hang.
 * Knows the container only: what is inside a tag is av-tag's.
 */
import { LayerError } from '../../contract/failure.ts';

export type FlvErrorCode = 'bad-header' | 'bad-tag' | 'tag-too-big' | 'bad-previous-size';

export class FlvError extends LayerError<FlvErrorCode> {
  constructor(code: FlvErrorCode, message: string) {
    super('FlvError', code, message);
  }
}

export interface FlvTag {
  readonly kind: 'audio' | 'video' | 'script';
  /** 32 bits; wraps after 49.7 days. */
  readonly timestampMs: number;
  /** Owned by the receiver. */
  readonly body: Uint8Array;
}

export interface FlvParser {
  /** The tags that `chunk` completed. Throws FlvError; after that every call throws the same error. */
  push(chunk: Uint8Array): FlvTag[];
  /** Room taken for the tag that is not complete. */
  readonly heldBytes: number;
}

const fileHeaderBytes = 9;
const tagHeaderBytes = 11;
const maxHeaderExtraBytes = 64;
const kinds: Readonly<Record<number, FlvTag['kind']>> = { 8: 'audio', 9: 'video', 18: 'script' };

type Stage = 'file-header' | 'header-extra' | 'first-size' | 'tag-header' | 'body' | 'tag-size';

export function createFlvParser(options: { readonly maxTagBytes?: number } = {}): FlvParser {
  const maxTagBytes = options.maxTagBytes ?? 8 * 1024 * 1024;
  let stage: Stage = 'file-header';
  let target = Buffer.allocUnsafe(fileHeaderBytes);
  let filled = 0;
  let kind: FlvTag['kind'] = 'script';
  let timestampMs = 0;
  let bodyBytes = 0;
  let failure: FlvError | null = null;

  const expect = (next: Stage, bytes: number): void => {
    stage = next;
    target = Buffer.allocUnsafe(bytes);
    filled = 0;
  };

  /** `target` is full: read it and say what comes next. */
  const step = (tags: FlvTag[]): void => {
    switch (stage) {
      case 'file-header': {
        if (target.toString('latin1', 0, 3) !== 'FLV' || target[3] !== 1)
          throw new FlvError('bad-header', `expected an FLV version 1 header, got bytes ${target.toString('hex', 0, 4)}`);
        const extra = target.readUInt32BE(5) - fileHeaderBytes;
        if (extra < 0 || extra > maxHeaderExtraBytes)
          throw new FlvError('bad-header', `header length ${extra + fileHeaderBytes} is outside 9..73`);
        expect('header-extra', extra);
        return;
      }
      case 'header-extra':
        expect('first-size', 4);
        return;
      case 'first-size':
        if (target.readUInt32BE(0) !== 0) throw new FlvError('bad-previous-size', 'the size before the first tag is not 0');
        expect('tag-header', tagHeaderBytes);
        return;
      case 'tag-header': {
        const type = target[0] ?? 0;
        const known = kinds[type];
        if (known === undefined) throw new FlvError('bad-tag', `tag type ${type} is none of 8, 9, 18`);
        bodyBytes = target.readUIntBE(1, 3);
        if (bodyBytes > maxTagBytes) throw new FlvError('tag-too-big', `a tag of ${bodyBytes} bytes is over the limit of ${maxTagBytes}`);
        if (target.readUIntBE(8, 3) !== 0) throw new FlvError('bad-tag', 'the stream id of a tag is not 0');
        kind = known;
        timestampMs = (target.readUIntBE(4, 3) | ((target[7] ?? 0) << 24)) >>> 0;
        expect('body', bodyBytes);
        return;
      }
      case 'body':
        tags.push({ kind, timestampMs, body: target });
        expect('tag-size', 4);
        return;
      case 'tag-size': {
        const size = target.readUInt32BE(0);
        if (size !== bodyBytes + tagHeaderBytes)
          throw new FlvError('bad-previous-size', `a tag of ${bodyBytes + tagHeaderBytes} bytes is followed by the size ${size}`);
        expect('tag-header', tagHeaderBytes);
        return;
      }
      default:
        stage satisfies never;
    }
  };

  return {
    get heldBytes() {
      return target.length;
    },
    push(chunk) {
      if (failure) throw failure;
      const tags: FlvTag[] = [];
      let at = 0;
      try {
        for (;;) {
          const take = Math.min(target.length - filled, chunk.length - at);
          target.set(chunk.subarray(at, at + take), filled);
          filled += take;
          at += take;
          if (filled < target.length) return tags;
          step(tags);
        }
      } catch (error) {
        if (error instanceof FlvError) failure = error;
        throw error;
      }
    },
  };
}
