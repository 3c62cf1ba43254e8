/** Ten thousand broken inputs for each parser that reads what others send. Seeded: what failed once fails again. A hang is the test's own time-out. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../bench/lib/chaos/seeded-random.ts';
import { AmfError, decodeAmf0, encodeAmf0 } from '../../../main/outlet/child/amf0.ts';
import { readAvTag } from '../../../main/outlet/child/av-tag.ts';
import { createFlvParser, FlvError } from '../../../main/outlet/child/flv-parser.ts';
import { createChunkReader } from '../../../main/outlet/child/rtmp/chunk-reader.ts';
import { createChunkWriter } from '../../../main/outlet/child/rtmp/chunk-writer.ts';
import { messageType } from '../../../main/outlet/child/rtmp/messages.ts';
import { RtmpError } from '../../../main/outlet/child/rtmp/rtmp-error.ts';
import { parseRtmpUrl } from '../../../main/outlet/child/rtmp/rtmp-url.ts';
import { createRtmpSession } from '../../../main/outlet/child/rtmp/session.ts';
import { encoderTags, flvFile } from './flv-samples.ts';

const rounds = 10_000;
type Random = () => number;
const below = (random: Random, limit: number): number => Math.floor(random() * limit);

/** Changes bytes, cuts out, doubles, inserts noise, or truncates: one to six times. */
function mutate(source: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(source);
  for (let count = 1 + below(random, 6); count > 0; count -= 1) {
    const at = below(random, Math.max(1, bytes.length));
    const length = 1 + below(random, 40);
    switch (below(random, 6)) {
      case 0:
        bytes[at] = below(random, 256);
        break;
      case 1:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(Array.from({ length }, () => below(random, 256))), bytes.subarray(at)]);
        break;
      case 4:
        bytes.fill(random() < 0.5 ? 0xff : 0, at, Math.min(bytes.length, at + length));
        break;
      default:
        bytes = bytes.subarray(0, at + 1);
    }
  }
  return bytes;
}

function* cut(bytes: Buffer, random: Random): Generator<Buffer> {
  const largest = [1, 7, 100, 5000][below(random, 4)] ?? 1;
  for (let at = 0; at < bytes.length;) {
    const size = 1 + below(random, largest);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

/** Runs `feed` on mutations of the corpus; only `expected` errors may come. Gives how many inputs were refused. */
function fuzz(
  seed: number,
  corpus: readonly Buffer[],
  expected: new (...args: never[]) => Error,
  feed: (bytes: Buffer, random: Random) => void,
): number {
  const random = createRandom(seed);
  let refused = 0;
  for (let round = 0; round < rounds; round += 1) {
    const broken = mutate(corpus[below(random, corpus.length)] as Buffer, random);
    try {
      feed(broken, random);
    } catch (error) {
      if (!(error instanceof expected))
        throw new Error(`round ${round}: ${String(error)} on ${broken.toString('hex').slice(0, 400)}`, { cause: error });
      refused += 1;
    }
  }
  return refused;
}

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** What servers say: control, commands, a long message over many chunks. */
function serverTalk(): Buffer[] {
  const writer = createChunkWriter();
  const say = (type: number, payload: Uint8Array, chunk = 3, timestampMs = 0): Buffer =>
    writer.encode(chunk, { type, payload, timestampMs, streamId: 0 });
  const talk = [
    say(messageType.windowAckSize, u32(5_000_000), 2),
    say(messageType.setPeerBandwidth, Buffer.concat([u32(5_000_000), Buffer.from([2])]), 2),
    say(messageType.setChunkSize, u32(512), 2),
  ];
  writer.setChunkSize(512);
  talk.push(
    say(
      messageType.command,
      encodeAmf0('_result', 1, { fmsVer: 'FMS/3,0,1,123' }, { level: 'status', code: 'NetConnection.Connect.Success' }),
    ),
    say(messageType.command, encodeAmf0('onBWDone', 0, null)),
    say(messageType.command, encodeAmf0('_result', 4, null, 1)),
    say(messageType.userControl, Buffer.concat([Buffer.from([0, 6]), u32(7)]), 2),
    say(
      messageType.command,
      encodeAmf0('onStatus', 0, null, { level: 'status', code: 'NetStream.Publish.Start', description: 'x'.repeat(2000) }),
      5,
      0x1000000,
    ),
    say(messageType.acknowledgement, u32(1234), 2),
  );
  const whole = Buffer.concat(talk);
  return [whole, whole, whole, whole, whole, ...talk];
}

describe('parsers of what others send', { timeout: 60_000 }, () => {
  it('reads 10 000 broken chunk streams into messages or an RtmpError, and holds a bounded part', () => {
    let largestHeld = 0;
    const refused = fuzz(1, serverTalk(), RtmpError, (bytes, random) => {
      const reader = createChunkReader();
      for (const part of cut(bytes, random)) {
        for (const { payload } of reader.push(part)) expect(payload.length).toBeLessThanOrEqual(64 * 1024);
        largestHeld = Math.max(largestHeld, reader.heldBytes);
      }
    });
    expect(refused).toBeGreaterThan(100);
    expect(largestHeld).toBeGreaterThan(0);
    expect(largestHeld).toBeLessThanOrEqual(33 * 64 * 1024 + 20);
  });

  it('holds no more than its bound when a server opens message after message and ends none', () => {
    const reader = createChunkReader();
    for (let id = 3; id < 35; id += 1) {
      // a full header that promises 64 KiB, and one chunk of it
      const header = Buffer.from([id, 0, 0, 0, 0x01, 0x00, 0x00, messageType.command, 0, 0, 0, 0]);
      try {
        reader.push(Buffer.concat([header, Buffer.alloc(128)]));
      } catch (error) {
        expect(error).toBeInstanceOf(RtmpError);
      }
    }
    expect(reader.heldBytes).toBeLessThanOrEqual(32 * 64 * 1024);
  });

  it('answers 10 000 broken conversations with words of the protocol or an RtmpError, whatever the state', () => {
    const shake = Buffer.concat([Buffer.from([3]), Buffer.alloc(2 * 1536, 1)]);
    let publishing = 0;
    const refused = fuzz(2, serverTalk(), RtmpError, (bytes, random) => {
      let written = 0;
      const session = createRtmpSession({
        target: parseRtmpUrl('rtmp://a.example/live'),
        streamKey: 'key',
        metadata: new Map(),
        write: (out) => (written += out.length),
        onPublishing: () => (publishing += 1),
      });
      session.start();
      session.receive(shake);
      for (const part of cut(bytes, random)) session.receive(part);
      // what one answers is in proportion to what one was asked
      expect(written).toBeLessThan(20_000 + 40 * bytes.length);
    });
    expect(refused).toBeGreaterThan(100);
    expect(publishing).toBeGreaterThan(100);
  });

  it('reads 10 000 broken AMF values or gives an AmfError', () => {
    const corpus = [
      encodeAmf0('connect', 1, { app: 'live', nested: { list: [1, 'two', null, true] } }),
      encodeAmf0(
        '@setDataFrame',
        'onMetaData',
        new Map<string, number | string>([
          ['width', 1280],
          ['encoder', '编码器'],
        ]),
      ),
      encodeAmf0('x'.repeat(70_000)),
      encodeAmf0([[[['deep']]]], undefined, -0, Number.NaN),
    ];
    const refused = fuzz(3, corpus, AmfError, (bytes) => {
      // every value takes a byte of input: no input makes more values than it has bytes
      expect(decodeAmf0(bytes).length).toBeLessThanOrEqual(bytes.length);
    });
    expect(refused).toBeGreaterThan(1000);
  });

  it('reads 10 000 broken FLV streams into tags or an FlvError, and takes room for one tag only', () => {
    const corpus = [flvFile(encoderTags({ frames: 20 })), flvFile(encoderTags({ frames: 3, baseMs: 0xfffffff0 }))];
    let largestHeld = 0;
    const refused = fuzz(4, corpus, FlvError, (bytes, random) => {
      const parser = createFlvParser();
      for (const part of cut(bytes, random)) {
        for (const tag of parser.push(part)) readAvTag(tag);
        largestHeld = Math.max(largestHeld, parser.heldBytes);
      }
    });
    expect(refused).toBeGreaterThan(1000);
    expect(largestHeld).toBeLessThanOrEqual(8 * 1024 * 1024);
  });
});
