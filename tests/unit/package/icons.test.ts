/** The committed icons: every size in them is a PNG of that size, by the formats' own tables. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildIcns, buildIco } from '../../../scripts/package/icon-files.mjs';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (name: string): Buffer => readFileSync(path.join(root, name));

/** Width and height as a PNG's header tells them. */
function sizeOf(png: Buffer): string {
  expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
}

describe('icons', () => {
  it('have the size of their name', () => {
    for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) expect(sizeOf(read(`build/icons/${size}x${size}.png`))).toBe(`${size}x${size}`);
    expect(sizeOf(read('resources/icons/icon.png'))).toBe('512x512');
  });

  it('are in the .ico by a directory that is right', () => {
    const ico = read('build/icons/icon.ico');
    const sizes: number[] = [];
    for (let index = 0; index < ico.readUInt16LE(4); index += 1) {
      const at = 6 + 16 * index;
      const size = ico.readUInt8(at) || 256;
      const start = ico.readUInt32LE(at + 12);
      expect(sizeOf(ico.subarray(start, start + ico.readUInt32LE(at + 8)))).toBe(`${size}x${size}`);
      sizes.push(size);
    }
    expect(sizes).toEqual([16, 20, 24, 32, 40, 48, 64, 256]);
  });

  it('are in the .icns, block by block to its end', () => {
    const icns = read('build/icons/icon.icns');
    expect(icns.toString('latin1', 0, 4)).toBe('icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    const found: Record<string, string> = {};
    let at = 8;
    while (at < icns.length) {
      const length = icns.readUInt32BE(at + 4);
      found[icns.toString('latin1', at, at + 4)] = sizeOf(icns.subarray(at + 8, at + length));
      at += length;
    }
    expect(at).toBe(icns.length);
    expect(found).toMatchObject({ icp4: '16x16', ic07: '128x128', ic08: '256x256', ic09: '512x512', ic10: '1024x1024', ic11: '32x32' });
  });

  it('are laid out anew in the same way', () => {
    const png = Buffer.from('png');
    expect(buildIcns([{ type: 'ic07', png }])).toHaveLength(8 + 8 + 3);
    const ico = Buffer.from(buildIco([{ size: 256, png }, { size: 16, png }])); // prettier-ignore
    expect([ico.readUInt16LE(4), ico.readUInt8(6), ico.readUInt8(22), ico.readUInt32LE(18), ico.readUInt32LE(34)]).toEqual([
      2, 0, 16, 38, 41,
    ]);
  });
});
