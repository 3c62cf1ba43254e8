/** The sweep of what dead processes left, where some of it belongs to another user. */
import type * as fs from 'node:fs';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { asDestinationId } from '../../../main/contract/ids.ts';
import { openDestination } from '../../../main/outlet/child/destination.ts';
import { createFanOut } from '../../../main/outlet/child/fan-out.ts';
import { writeOptionFile } from '../../../main/outlet/child/srt/option-file.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';

/** No test can rely on being another user: root may remove everything. */
const foreign = vi.hoisted(() => ({ name: 'vanchor-srt-999999998-theirs' }));
vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  const rmSync: typeof real.rmSync = (path, options) => {
    if (String(path).endsWith(foreign.name)) throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    real.rmSync(path, options);
  };
  const writeFileSync: typeof real.writeFileSync = (path, data, options) => {
    if (typeof data === 'string' && data.includes('no-room'))
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    real.writeFileSync(path, data, options);
  };
  return { ...real, rmSync, writeFileSync };
});

let folder: string;
let before: string | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vs-'));
  before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
});
afterEach(() => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  // the rmSync of this file refuses it
  if (existsSync(join(folder, foreign.name))) rmdirSync(join(folder, foreign.name));
  rmSync(folder, { recursive: true });
});

describe.skipIf(process.platform === 'win32')('the file with SRT options', () => {
  it('is written though the leavings of another user cannot be swept, and one’s own are', () => {
    mkdirSync(join(folder, foreign.name));
    mkdirSync(join(folder, 'vanchor-srt-999999999-ours'));
    const file = writeOptionFile(new Map([['latency', '1']]));
    expect(existsSync(file.path)).toBe(true);
    expect(existsSync(join(folder, 'vanchor-srt-999999999-ours'))).toBe(false);
    file.remove();
    expect(readdirSync(folder)).toEqual([foreign.name]);
  });

  it('leaves nothing behind when there is no room for it', () => {
    expect(() => writeOptionFile(new Map([['streamid', 'no-room']]))).toThrow(/ENOSPC/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('costs no more than a try when it cannot be written, and no secret is told', () => {
    const said: string[] = [];
    const clock = createFakeClock();
    const one = openDestination({
      spec: {
        id: asDestinationId('one'),
        url: 'srt://127.0.0.1:9000?passphrase=no-room-for-it',
        streamKey: 'k',
        maxQueueBytes: 1,
        srtFfmpegPath: '/no/ffmpeg',
      },
      fanOut: createFanOut({ clock }),
      metadata: new Map(),
      clock,
      onState: (state, _figures, message) => said.push(`${state} ${message?.en ?? ''}`),
    });
    expect(said).toEqual([
      'connecting ',
      expect.stringMatching(/^reconnecting This computer could not open.*ENOSPC.*tried again by itself/),
    ]);
    expect(said.join()).not.toMatch(/no-room/);
    one.close();
    expect(clock.waiting).toBe(0);
  });
});
