/** The pure parts of the process layer: restart decisions, stderr ring, environment, frames, socket paths, packet reader. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildEnvironment } from '../../../main/processes/host/build-environment.ts';
import { createLineRing } from '../../../main/processes/host/line-ring.ts';
import { decideRestart } from '../../../main/processes/host/restart-policy.ts';
import { maxSocketPathBytes, mediaSocketPath } from '../../../main/processes/protocol/media-socket-path.ts';
import { createPacketReader } from '../../../main/processes/protocol/packet-reader.ts';
import { parseChildFrame, parseHostFrame } from '../../../main/processes/protocol/parse-frames.ts';

describe('decideRestart', () => {
  const policy = { baseDelayMs: 100, maxDelayMs: 5000, decayMs: 1000, maxAttempts: 4 };

  it('never waits less after more failures, nor more than the limit', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(999), (failuresBefore, livedMs) => {
        const now = decideRestart(policy, failuresBefore, livedMs);
        const before = decideRestart(policy, Math.max(0, failuresBefore - 1), livedMs);
        if (now.kind === 'give-up') return now.failures > policy.maxAttempts;
        return before.kind === 'restart' && now.delayMs >= before.delayMs && now.delayMs <= policy.maxDelayMs;
      }),
    );
  });

  it('counts anew after a healthy life', () => {
    expect(decideRestart(policy, 99, 1000)).toEqual({ kind: 'restart', failures: 1, delayMs: 100 });
    expect(decideRestart(policy, 4, 999)).toEqual({ kind: 'give-up', failures: 5 });
  });
});

describe('the stderr ring', () => {
  it('keeps whole lines however they are cut into chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{0,30}$/), { maxLength: 20 }), fc.array(fc.nat(12)), (lines, cuts) => {
        const ring = createLineRing();
        const text = lines.map((line) => `${line}\n`).join('');
        let at = 0;
        for (const cut of cuts) {
          ring.push(text.slice(at, at + cut));
          at = Math.min(text.length, at + cut);
        }
        ring.push(text.slice(at));
        expect(ring.lines()).toEqual(lines);
      }),
    );
  });

  it('is bounded by lines, by characters and by the length of one line', () => {
    const ring = createLineRing({ maxLines: 10, maxChars: 200, maxLineChars: 50 });
    for (let n = 0; n < 5000; n += 1) {
      ring.push(`${'x'.repeat(n % 120)} ${n}\n`);
      ring.push('y'.repeat(40)); // a line that does not end
      ring.push('\r\n');
      expect(ring.lines().length).toBeLessThanOrEqual(11);
      expect(ring.heldChars).toBeLessThanOrEqual(250);
    }
    for (let n = 0; n < 100; n += 1) ring.push('never a line end');
    expect(ring.heldChars).toBeLessThanOrEqual(250);
    expect(Math.max(...ring.lines().map((line) => line.length))).toBeLessThanOrEqual(50);
  });
});

describe('buildEnvironment', () => {
  it('lets through what is listed and what the spec adds, and nothing else', () => {
    const source = {
      PATH: '/bin',
      Path: 'C:\\',
      LC_ALL: 'C',
      STREAM_KEY: 'secret',
      NODE_OPTIONS: '--inspect',
      ELECTRON_RUN_AS_NODE: '1',
      HOME: undefined,
    };
    const environment = buildEnvironment(source, { MINE: '1' });
    const { MALLOC_ARENA_MAX, MALLOC_MMAP_THRESHOLD_, MALLOC_TRIM_THRESHOLD_, ...others } = environment;
    expect(others).toEqual({ PATH: '/bin', Path: 'C:\\', LC_ALL: 'C', MINE: '1' });
    // glibc reads numbers, and falls back in silence
    for (const value of [MALLOC_ARENA_MAX, MALLOC_MMAP_THRESHOLD_, MALLOC_TRIM_THRESHOLD_]) expect(value).toMatch(/^\d+$/);
    expect(buildEnvironment(source, { MALLOC_ARENA_MAX: '8' })['MALLOC_ARENA_MAX']).toBe('8');
  });
});

describe('frames', () => {
  const base = { protocol: 1, generation: 3 };

  it('reads frames of this generation', () => {
    expect(parseChildFrame({ ...base, kind: 'pong', id: 1 }, 3)).toMatchObject({ kind: 'pong' });
    expect(parseHostFrame({ ...base, kind: 'hello', name: 'x' }, 'any')).toMatchObject({ kind: 'hello' });
  });

  it('drops everything else', () => {
    const bad: unknown[] = [
      { ...base, kind: 'pong', id: 1, generation: 2 },
      { ...base, kind: 'pong', id: 1, protocol: 2 },
      { ...base, kind: 'pong' },
      { ...base, kind: 'pong', id: Number.NaN },
      { ...base, kind: 'error', id: 1, failure: 'text' },
      { ...base, kind: 'hasOwnProperty' },
      [],
      undefined,
    ];
    for (const frame of bad) expect(parseChildFrame(frame, 3)).toBeUndefined();
    fc.assert(fc.property(fc.anything(), (anything) => parseChildFrame(anything, 3) === undefined));
  });
});

describe('mediaSocketPath', () => {
  it('fits a socket address, tells names apart, and refuses a folder that leaves no room', () => {
    const long = 'programme-'.repeat(12);
    const path = mediaSocketPath('/tmp/vanchor', long, 'linux');
    expect(Buffer.byteLength(path)).toBeLessThanOrEqual(maxSocketPathBytes);
    expect(mediaSocketPath('/tmp/vanchor', `${long}2`, 'linux')).not.toBe(path);
    expect(mediaSocketPath('/tmp/vanchor', '../../etc/x', 'linux')).toBe('/tmp/vanchor/.._.._etc_x.sock');
    expect(mediaSocketPath('C:\\Users\\x', 'programme', 'win32')).toMatch(/^\\\\\.\\pipe\\programme-[0-9a-f]{16}$/);
    expect(() => mediaSocketPath(`/tmp/${'x'.repeat(100)}`, 'p', 'linux')).toThrow(expect.objectContaining({ code: 'path-too-long' }));
  });
});

describe('the packet reader', () => {
  const encode = (meta: unknown, data: Uint8Array): Buffer => {
    const text = Buffer.from(JSON.stringify(meta));
    const head = Buffer.alloc(8);
    head.writeUInt32LE(4 + text.length + data.length, 0);
    head.writeUInt32LE(text.length, 4);
    return Buffer.concat([head, text, data]);
  };

  it('finds the same packets however the bytes are cut', () => {
    const packet = fc.record({ meta: fc.dictionary(fc.string(), fc.integer(), { maxKeys: 3 }), data: fc.uint8Array({ maxLength: 300 }) });
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 200 })), (packets, cuts) => {
        const bytes = Buffer.concat(packets.map(({ meta, data }) => encode(meta, data)));
        const got: unknown[] = [];
        const reader = createPacketReader(({ meta, data }) => got.push({ meta, data: Array.from(data) }));
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          reader.push(bytes.subarray(at, at + cut));
          reader.drain(() => true);
          at = Math.min(bytes.length, at + cut);
        }
        expect(got).toEqual(packets.map(({ meta, data }) => ({ meta: { ...meta }, data: Array.from(data) })));
        expect(reader.heldBytes).toBe(0);
      }),
    );
  });

  it('stops where its reader stops, and goes on from there', () => {
    const got: unknown[] = [];
    const reader = createPacketReader(({ meta }) => got.push(meta['n']));
    reader.push(Buffer.concat([0, 1, 2].map((n) => encode({ n }, new Uint8Array(3)))));
    reader.drain(() => got.length < 1);
    expect(got).toEqual([0]);
    reader.drain(() => true);
    expect(got).toEqual([0, 1, 2]);
  });

  it.each([
    ['a length beyond the limit', Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0])],
    ['a length that holds no meta length', Buffer.from([3, 0, 0, 0, 0, 0, 0, 0])],
    ['a meta longer than its packet', Buffer.from([8, 0, 0, 0, 9, 0, 0, 0, 1, 2, 3, 4])],
    ['a meta that is no JSON', Buffer.concat([Buffer.from([5, 0, 0, 0, 1, 0, 0, 0]), Buffer.from('{')])],
    ['a meta that is no object', encode([1], new Uint8Array(0))],
  ])('refuses %s', (_name, bytes) => {
    const reader = createPacketReader(() => {});
    reader.push(bytes);
    expect(() => reader.drain(() => true)).toThrow(expect.objectContaining({ code: 'bad-packet' }));
  });
});
