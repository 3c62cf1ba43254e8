import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AmfError, type AmfValue, decodeAmf0, encodeAmf0 } from '../../../main/outlet/child/amf0.ts';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('amf0', () => {
  it('writes what the specification says', () => {
    expect(encodeAmf0('ab', 1, true, null).toString('hex')).toBe('0200026162003ff0000000000000010105');
    expect(encodeAmf0({ a: 'b' }).toString('hex')).toBe('0300016102000162000009');
    expect(encodeAmf0(new Map([['a', 1]])).toString('hex')).toBe('0800000001000161003ff0000000000000000009');
  });

  it('reads back what it wrote', () => {
    const scalar = fc.oneof(fc.double({ noNaN: true }), fc.boolean(), fc.string(), fc.constant(null));
    const tree = fc.letrec<{ value: AmfValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        scalar,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.string({ minLength: 1 }), tie('value'), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(fc.array(tree.value, { maxLength: 4 }), (values) => {
        const decoded = decodeAmf0(encodeAmf0(...values));
        expect(plain(decoded)).toEqual(plain(values));
      }),
      { numRuns: 300 },
    );
  });

  it('takes long strings', () => {
    const long = '长'.repeat(40_000);
    expect(decodeAmf0(encodeAmf0(long))).toEqual([long]);
  });

  it('answers nonsense with an AmfError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decodeAmf0(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(AmfError);
        }
      }),
      { numRuns: 2000 },
    );
    const deep = Buffer.concat([...Array.from({ length: 1000 }, () => Buffer.from([10, 0, 0, 0, 1])), Buffer.from([5])]);
    expect(() => decodeAmf0(deep)).toThrow(/deeper/);
    expect(() => decodeAmf0(Buffer.from([10, 0xff, 0xff, 0xff, 0xff]))).toThrow(AmfError);
  });
});
