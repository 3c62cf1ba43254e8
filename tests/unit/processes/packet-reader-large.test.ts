/** Large packets share one buffer: what a callback sees is right at that moment, whatever the chunks, and small neighbours are not touched. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPacketReader } from '../../../main/processes/protocol/packet-reader.ts';

function packet(number: number, bytes: number): Buffer {
  const meta = Buffer.from(JSON.stringify({ number }));
  const data = Buffer.alloc(bytes, number + 1);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(4 + meta.length + data.length, 0);
  head.writeUInt32LE(meta.length, 4);
  return Buffer.concat([head, meta, data]);
}

describe('large packets', () => {
  it('come out whole and in order from any chunking', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 120_000, max: 500_000 })), { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 12 }),
        (sizes, cuts) => {
          const seen: { number: number; bytes: number; right: boolean }[] = [];
          const reader = createPacketReader(({ meta, data }) => {
            const number = Number(meta['number']);
            seen.push({ number, bytes: data.length, right: data.every((byte) => byte === number + 1) });
          });
          const stream = Buffer.concat(sizes.map((bytes, number) => packet(number, bytes)));
          for (let at = 0, turn = 0; at < stream.length; turn += 1) {
            const cut = cuts[turn % cuts.length] ?? 1;
            reader.push(stream.subarray(at, at + cut));
            reader.drain(() => true);
            at += cut;
          }
          expect(seen).toEqual(sizes.map((bytes, number) => ({ number, bytes, right: true })));
          expect(reader.heldBytes).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('serve from the same memory', () => {
    const buffers = new Set<ArrayBufferLike>();
    const reader = createPacketReader(({ data }) => buffers.add(data.buffer));
    for (let number = 0; number < 20; number += 1) {
      const bytes = packet(number, 400_000);
      for (let at = 0; at < bytes.length; at += 65_536) {
        reader.push(bytes.subarray(at, at + 65_536));
        reader.drain(() => true);
      }
    }
    // it grows while the first one comes
    expect(buffers.size).toBeLessThan(4);
  });
});
