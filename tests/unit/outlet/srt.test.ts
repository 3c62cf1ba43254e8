import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createFlvParser } from '../../../main/outlet/child/flv-parser.ts';
import { buildFlvStart, buildFlvTag } from '../../../main/outlet/child/flv-writer.ts';
import { writeOptionFile } from '../../../main/outlet/child/srt/option-file.ts';
import { srtArgs } from '../../../main/outlet/child/srt/srt-connection.ts';
import { parseSrtUrl } from '../../../main/outlet/child/srt/srt-url.ts';
import { av } from './flv-samples.ts';

describe('srt', () => {
  it('takes an address apart into what may be seen and what may not', () => {
    const target = parseSrtUrl('srt://a.example:9000?passphrase=ten-letters!&latency=200000&mode=caller', '#!::r=live,m=publish');
    expect(target).toMatchObject({ host: 'a.example', port: 9000, secrets: ['#!::r=live,m=publish', 'ten-letters!'] });
    expect(Object.fromEntries(target.options)).toEqual({ passphrase: 'ten-letters!', latency: '200000', streamid: '#!::r=live,m=publish' });
    expect(parseSrtUrl('srt://[::1]:9000?streamid=mine', 'other').options.get('streamid')).toBe('mine');
    expect(srtArgs(target, '/o').join(' ')).not.toMatch(/ten-letters|publish/);
  });

  it('asks ffmpeg for nothing that one before 4.4 does not know', () => {
    expect(srtArgs({ host: 'a.example', port: 9000 }, '/o')).not.toContain('-stats_period');
  });

  it.each([
    'srt://a.example',
    'srt://a:0',
    'srt://a:1?mode=listener',
    'srt://a:1?passphrase=short',
    'srt://u:p@a:1',
    'rtmp://a/b',
    'srt://a:1?streamid=%0A',
  ])('refuses %s without repeating it', (address) => {
    expect(() => parseSrtUrl(address, '')).toThrow(expect.objectContaining({ code: 'bad-url' }) as Error);
  });

  it('keeps options in a file that only this user can read, and takes it away', () => {
    const file = writeOptionFile(new Map([['passphrase', 'ten-letters!']]));
    expect(readFileSync(file.path, 'utf8')).toBe('passphrase=ten-letters!\n');
    if (process.platform !== 'win32') expect(statSync(file.path).mode & 0o777).toBe(0o600);
    file.remove();
    file.remove();
    expect(existsSync(file.path)).toBe(false);
  });

  it('writes FLV that the parser reads back', () => {
    const tags = [av('video', 'config', 0), av('audio', 'config', 0), av('video', 'key', 5), av('audio', 'frame', 0x1234567)];
    const read = createFlvParser().push(Buffer.concat([buildFlvStart(new Map([['width', 320]])), ...tags.map(buildFlvTag)]));
    expect(read.map(({ kind, timestampMs }) => [kind, timestampMs])).toEqual([
      ['script', 0],
      ['video', 0],
      ['audio', 0],
      ['video', 5],
      ['audio', 0x1234567],
    ]);
    expect(read.slice(1).map(({ body }) => Buffer.from(body))).toEqual(tags.map(({ body }) => Buffer.from(body)));
  });
});
