import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChunkReader } from '../../../main/outlet/child/rtmp/chunk-reader.ts';
import { createChunkWriter } from '../../../main/outlet/child/rtmp/chunk-writer.ts';
import type { RtmpMessage } from '../../../main/outlet/child/rtmp/messages.ts';
import { RtmpError } from '../../../main/outlet/child/rtmp/rtmp-error.ts';

const message = (timestampMs: number, bytes: number, type = 9, streamId = 1): RtmpMessage => ({
  type,
  streamId,
  timestampMs,
  payload: Buffer.alloc(bytes, bytes & 0xff),
});
const formatOf = (bytes: Buffer): number => (bytes[0] ?? 0) >> 6;

describe('rtmp chunks', () => {
  it('takes the shortest header that holds', () => {
    const writer = createChunkWriter();
    expect(formatOf(writer.encode(6, message(1000, 10)))).toBe(0);
    expect(formatOf(writer.encode(6, message(1033, 11)))).toBe(1);
    expect(formatOf(writer.encode(6, message(1066, 11)))).toBe(2);
    expect(formatOf(writer.encode(6, message(900, 11)))).toBe(0);
    expect(formatOf(writer.encode(6, message(933, 11, 9, 2)))).toBe(0);
    expect(formatOf(writer.encode(4, message(933, 11, 8)))).toBe(0);
  });

  it('writes exactly the bytes of the specification', () => {
    const writer = createChunkWriter();
    writer.setChunkSize(4);
    expect(writer.encode(6, { type: 9, streamId: 1, timestampMs: 1000, payload: Buffer.from('abcdef') }).toString('hex')).toBe(
      '060003e8000006090100000061626364c66566',
    );
    expect(writer.encode(6, { type: 9, streamId: 1, timestampMs: 0x1000000, payload: Buffer.from('abcdef') }).toString('hex')).toBe(
      '86fffc1861626364c66566',
    );
    const late = createChunkWriter();
    late.setChunkSize(4);
    expect(late.encode(6, { type: 9, streamId: 1, timestampMs: 0x1000000, payload: Buffer.from('abcdef') }).toString('hex')).toBe(
      '06ffffff00000609010000000100000061626364c6010000006566',
    );
  });

  it('reads back what it wrote, in any cutting, over chunk sizes, wraps and extended times', () => {
    const one = fc.record({
      time: fc.oneof(fc.nat(100), fc.integer({ min: 0xfffff0, max: 0x1000010 }), fc.nat(0xffffffff)),
      bytes: fc.nat(600),
      video: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 20 }),
        fc.integer({ min: 1, max: 700 }),
        fc.array(fc.nat(20_000), { maxLength: 20 }),
        (specs, chunkSize, cuts) => {
          const writer = createChunkWriter();
          const size = Buffer.alloc(4);
          size.writeUInt32BE(chunkSize);
          const announced = writer.encode(2, { type: 1, streamId: 0, timestampMs: 0, payload: size });
          writer.setChunkSize(chunkSize);
          const sent = specs.map(({ time, bytes, video }) => message(time, bytes, video ? 9 : 8));
          const wire = Buffer.concat([announced, ...sent.map((each) => writer.encode(each.type === 9 ? 6 : 4, each))]);
          const reader = createChunkReader();
          const edges = [0, ...cuts.map((cut) => Math.min(cut, wire.length)).sort((a, b) => a - b), wire.length];
          const received = edges.slice(1).flatMap((edge, index) => reader.push(wire.subarray(edges[index], edge)));
          expect(received.slice(1).map((each) => ({ ...each, payload: Buffer.from(each.payload) }))).toEqual(sent);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('answers nonsense with an RtmpError or nothing, within its bounds', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 10 }), (pieces) => {
        const reader = createChunkReader({ maxMessageBytes: 10_000 });
        try {
          for (const piece of pieces) for (const got of reader.push(piece)) expect(got.payload.length).toBeLessThanOrEqual(10_000);
        } catch (error) {
          expect(error).toBeInstanceOf(RtmpError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
