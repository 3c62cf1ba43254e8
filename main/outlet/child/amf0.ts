/** AMF0 values, as RTMP commands and FLV metadata use them. Reading is bounded in depth and never runs past its input. */
import { LayerError } from '../../contract/failure.ts';

export class AmfError extends LayerError<'bad-amf'> {
  constructor(message: string) {
    super('AmfError', 'bad-amf', message);
  }
}

export type AmfValue = number | boolean | string | null | undefined | readonly AmfValue[] | AmfObject | ReadonlyMap<string, AmfValue>;
export interface AmfObject {
  readonly [key: string]: AmfValue;
}

const marker = {
  number: 0,
  boolean: 1,
  string: 2,
  object: 3,
  null: 5,
  undefined: 6,
  ecmaArray: 8,
  objectEnd: 9,
  strictArray: 10,
  date: 11,
  longString: 12,
} as const;
const maxDepth = 16;

/** A Map becomes an ECMA array, an object an object. */
export function encodeAmf0(...values: readonly AmfValue[]): Buffer {
  const parts: Buffer[] = [];
  const key = (text: string): void => {
    const bytes = Buffer.from(text, 'utf8');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    parts.push(length, bytes);
  };
  const members = (entries: Iterable<readonly [string, AmfValue]>): void => {
    for (const [name, value] of entries) {
      key(name);
      write(value);
    }
    parts.push(Buffer.from([0, 0, marker.objectEnd]));
  };
  const counted = (type: number, count: number): void => {
    const head = Buffer.alloc(5);
    head[0] = type;
    head.writeUInt32BE(count, 1);
    parts.push(head);
  };
  const write = (value: AmfValue): void => {
    if (value === null) parts.push(Buffer.from([marker.null]));
    else if (value === undefined) parts.push(Buffer.from([marker.undefined]));
    else if (typeof value === 'boolean') parts.push(Buffer.from([marker.boolean, value ? 1 : 0]));
    else if (typeof value === 'number') {
      const bytes = Buffer.alloc(9);
      bytes.writeDoubleBE(value, 1);
      parts.push(bytes);
    } else if (typeof value === 'string') {
      const bytes = Buffer.from(value, 'utf8');
      if (bytes.length > 0xffff) {
        counted(marker.longString, bytes.length);
        parts.push(bytes);
      } else {
        parts.push(Buffer.from([marker.string]));
        key(value);
      }
    } else if (value instanceof Map) {
      counted(marker.ecmaArray, value.size);
      members(value as ReadonlyMap<string, AmfValue>);
    } else if (Array.isArray(value)) {
      counted(marker.strictArray, value.length);
      for (const item of value as readonly AmfValue[]) write(item);
    } else {
      parts.push(Buffer.from([marker.object]));
      members(Object.entries(value as AmfObject));
    }
  };
  for (const value of values) write(value);
  return Buffer.concat(parts);
}

/** All values of `bytes`. ECMA arrays and objects both become objects without a prototype. Throws AmfError. */
export function decodeAmf0(bytes: Uint8Array): AmfValue[] {
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (count: number): number => {
    if (count > input.length - at) throw new AmfError(`a value of ${count} bytes at ${at} runs past the end at ${input.length}`);
    at += count;
    return at - count;
  };
  const text = (length: number): string => {
    const from = take(length);
    return input.toString('utf8', from, from + length);
  };
  const members = (depth: number): AmfObject => {
    const object: Record<string, AmfValue> = Object.create(null) as Record<string, AmfValue>;
    for (;;) {
      const name = text(input.readUInt16BE(take(2)));
      if (name === '' && input[at] === marker.objectEnd) {
        take(1);
        return object;
      }
      object[name] = read(depth + 1);
    }
  };
  const read = (depth: number): AmfValue => {
    if (depth > maxDepth) throw new AmfError(`values are nested deeper than ${maxDepth}`);
    const type = input[take(1)];
    switch (type) {
      case marker.number:
        return input.readDoubleBE(take(8));
      case marker.boolean:
        return input[take(1)] !== 0;
      case marker.string:
        return text(input.readUInt16BE(take(2)));
      case marker.longString:
        return text(input.readUInt32BE(take(4)));
      case marker.object:
        return members(depth);
      case marker.ecmaArray:
        take(4);
        return members(depth);
      case marker.null:
        return null;
      case marker.undefined:
        return undefined;
      case marker.date: {
        const value = input.readDoubleBE(take(8));
        take(2);
        return value;
      }
      case marker.strictArray: {
        const count = input.readUInt32BE(take(4));
        const items: AmfValue[] = [];
        for (let index = 0; index < count; index += 1) items.push(read(depth + 1));
        return items;
      }
      case undefined:
      default:
        throw new AmfError(`marker ${type ?? 'none'} at ${at - 1} is not supported`);
    }
  };
  const values: AmfValue[] = [];
  while (at < input.length) values.push(read(0));
  return values;
}
