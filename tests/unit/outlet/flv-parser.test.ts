import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAvTag } from '../../../main/outlet/child/av-tag.ts';
import { createFlvParser, FlvError } from '../../../main/outlet/child/flv-parser.ts';
import { body, encoderTags, flvFile, flvHeader, flvTag } from './flv-samples.ts';

const sample = encoderTags({ frames: 20 });
const file = flvFile(sample);

function parseAll(bytes: Uint8Array, cuts: readonly number[] = []): ReturnType<ReturnType<typeof createFlvParser>['push']> {
  const parser = createFlvParser();
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return edges.slice(1).flatMap((edge, index) => parser.push(bytes.subarray(edges[index], edge)));
}

describe('flv parser', () => {
  it('gives every tag with its time and body', () => {
    const tags = parseAll(file);
    expect(tags.map((tag) => [tag.kind, tag.timestampMs])).toEqual(
      sample.map((tag) => [{ 8: 'audio', 9: 'video', 18: 'script' }[tag.type], tag.timestampMs]),
    );
    expect(Buffer.concat(tags.map((tag) => tag.body))).toEqual(Buffer.concat(sample.map((tag) => tag.body)));
  });

  it('gives the same whatever the chunking', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(file.length), { maxLength: 60 }), (cuts) => {
        expect(parseAll(file, cuts)).toEqual(parseAll(file));
      }),
      { numRuns: 200 },
    );
  });

  it('reads times beyond 24 bits and empty bodies', () => {
    const tags = parseAll(flvFile([{ type: 9, timestampMs: 0xfedcba98, body: Buffer.alloc(0) }]));
    expect(tags).toEqual([{ kind: 'video', timestampMs: 0xfedcba98, body: Buffer.alloc(0) }]);
  });

  it('owns its bodies: the input may be reused', () => {
    const input = Buffer.from(file);
    const [, first] = createFlvParser().push(input);
    const before = Buffer.from(first?.body ?? []);
    input.fill(0);
    expect(Buffer.from(first?.body ?? [])).toEqual(before);
  });

  it.each([
    ['no FLV', Buffer.from('RIFF00000000000'), 'bad-header'],
    ['a header of 4 GiB', Buffer.from([0x46, 0x4c, 0x56, 1, 5, 0xff, 0xff, 0xff, 0xff]), 'bad-header'],
    ['a tag of unknown type', Buffer.concat([flvHeader, flvTag({ type: 11, timestampMs: 0, body: Buffer.alloc(3) })]), 'bad-tag'],
    ['an encrypted tag', Buffer.concat([flvHeader, flvTag({ type: 0x29, timestampMs: 0, body: Buffer.alloc(3) })]), 'bad-tag'],
    [
      'a wrong size behind a tag',
      Buffer.concat([flvHeader, flvTag({ type: 9, timestampMs: 0, body: Buffer.alloc(3) }).fill(9, 14)]),
      'bad-previous-size',
    ],
  ] as const)('refuses %s, and goes on refusing', (_what, bytes, code) => {
    const parser = createFlvParser();
    expect(() => parser.push(bytes)).toThrow(expect.objectContaining({ code }) as Error);
    expect(() => parser.push(Buffer.alloc(1))).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('refuses a tag over its limit before it holds it', () => {
    const parser = createFlvParser({ maxTagBytes: 100 });
    expect(() =>
      parser.push(Buffer.concat([flvHeader, flvTag({ type: 9, timestampMs: 0, body: Buffer.alloc(101) }).subarray(0, 11)])),
    ).toThrow(expect.objectContaining({ code: 'tag-too-big' }) as Error);
  });

  it('answers 2 000 mutated files with tags or an FlvError, never with anything else', () => {
    let refused = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(file.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(file.length), { maxLength: 8 }),
        fc.nat(file.length),
        (mutations, cuts, keep) => {
          const broken = Buffer.from(file.subarray(0, keep));
          for (const [at, value] of mutations) if (at < broken.length) broken[at] = value;
          try {
            for (const tag of parseAll(broken, cuts)) {
              expect(tag.body.length).toBeLessThanOrEqual(8 * 1024 * 1024);
              readAvTag(tag);
            }
          } catch (error) {
            if (!(error instanceof FlvError)) throw error;
            refused += 1;
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  it('tells configuration, keyframes and frames apart, and leaves foreign codecs out', () => {
    const read = (type: 'video' | 'audio', bytes: Buffer) => readAvTag({ kind: type, timestampMs: 5, body: bytes })?.role ?? null;
    expect(read('video', body('video', 'config'))).toBe('config');
    expect(read('video', body('video', 'key'))).toBe('key');
    expect(read('video', body('video', 'frame'))).toBe('frame');
    expect(read('audio', body('audio', 'config'))).toBe('config');
    expect(read('audio', body('audio', 'frame'))).toBe('frame');
    expect(read('video', Buffer.from([0x17, 2, 0, 0, 0, 1]))).toBeNull();
    expect(read('video', Buffer.from([0x12, 1, 0, 0, 0, 1]))).toBeNull();
    expect(read('audio', Buffer.from([0x2f, 1, 1]))).toBeNull();
    const withDelay = Buffer.from([0x17, 1, 0xff, 0xff, 0xfe, 9]);
    expect(readAvTag({ kind: 'video', timestampMs: 5, body: withDelay })?.compositionMs).toBe(-2);
  });
});
