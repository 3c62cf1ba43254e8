import { describe, expect, test } from 'vitest';
import { parseShowinfo } from '../../../main/cli/verify/parse-showinfo.ts';

const sound =
  '[Parsed_ashowinfo_2 @ 0x560b] n:3 pts:3319 pts_time:0.0691458 pos:8423 fmt:s16 channels:1 chlayout:mono rate:48000 nb_samples:1114 checksum:3E38566F plane_checksums: [ 3E38566F ]';
const picture =
  '[Parsed_showinfo_0 @ 0x560b] n:   2 pts:     90 pts_time:0.09    pos:     8626 fmt:yuv420p sar:1/1 s:320x240 i:P iskey:0 type:P checksum:666D71E5 plane_checksum:[AC8C4FC8]';
const newer =
  '[Parsed_showinfo_0 @ 0x5] n:   7 pts: 40000123 pts_time:40000.1 duration:     33 duration_time:0.033   fmt:yuv420p cl:left sar:1/1 s:1280x720 i:P iskey:1 type:I checksum:1';
const base = '[Parsed_showinfo_0 @ 0x560b265ca080] config in time_base: 1/1000, frame_rate: 30/1';

describe('parseShowinfo', () => {
  test('reads both filters and the time base', () => {
    expect(parseShowinfo([base, sound, picture, newer].join('\n'))).toEqual([
      { type: 'time-base', seconds: 0.001 },
      { type: 'sound', pts: 3319, sampleRate: 48_000, samples: 1114 },
      { type: 'picture', pts: 90, width: 320, height: 240 },
      { type: 'picture', pts: 40_000_123, width: 1280, height: 720 },
    ]);
  });
  test('reads lines that two threads wove together', () => {
    expect(parseShowinfo(`${picture.slice(0, -10)}${sound.replace(/^\[.*?\] /, '')}\n`).map((note) => note.type)).toEqual([
      'picture',
      'sound',
    ]);
  });
  test('passes a missing time on as such', () => {
    expect(parseShowinfo(sound.replace('pts:3319', 'pts:NOPTS'))).toMatchObject([{ pts: null }]);
  });
  test('finds nothing in other words', () => {
    expect(parseShowinfo('frame= 100 fps=30 size=N/A time=00:00:03.33\nStream #0:0: Video: h264, 320x240')).toEqual([]);
  });
});
