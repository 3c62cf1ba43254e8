import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { destinationsFrom, type DestinationValues } from '../../../main/cli/live-command.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vc-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const values = (part: Partial<DestinationValues>): DestinationValues => ({ destination: [], 'key-env': [], 'key-file': [], ...part });

describe('destinations of the command line', () => {
  it('takes keys by name or from files, in the order of the destinations', () => {
    const env = { A: 'key-a', B: 'key-b' };
    expect(destinationsFrom(values({}), env)).toEqual([]);
    expect(destinationsFrom(values({ destination: ['rtmp://a/x', 'rtmps://b/y'], 'key-env': ['A', 'B'] }), env)).toEqual([
      { url: 'rtmp://a/x', streamKey: 'key-a' },
      { url: 'rtmps://b/y', streamKey: 'key-b' },
    ]);
    writeFileSync(join(dir, 'key'), 'from-file\n');
    writeFileSync(join(dir, 'ca'), 'PEM');
    expect(
      destinationsFrom(values({ destination: ['rtmps://a/x'], 'key-file': [join(dir, 'key')], 'ca-file': join(dir, 'ca') }), {}),
    ).toEqual([{ url: 'rtmps://a/x', streamKey: 'from-file', caPem: 'PEM' }]);
    expect(destinationsFrom(values({ destination: ['srt://a:9000'] }), {})).toEqual([{ url: 'srt://a:9000', streamKey: '' }]);
  });

  it('says what is missing without a key in it', () => {
    expect(() => destinationsFrom(values({ destination: ['rtmp://a/x'] }), {})).toThrow(/needs a key.*--key-env/);
    expect(() => destinationsFrom(values({ destination: ['rtmp://a/x', 'rtmp://b/y'], 'key-env': ['A'] }), { A: 'hidden' })).toThrow(
      /number 2/,
    );
    expect(() => destinationsFrom(values({ destination: ['rtmp://a/x', 'rtmp://b/y'], 'key-env': ['A'], 'key-file': ['f'] }), {})).toThrow(
      /either --key-env or --key-file/,
    );
  });
});
