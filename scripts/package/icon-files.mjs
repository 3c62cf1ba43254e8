/** The two icon files that hold several sizes, out of PNGs: .ico (Windows) and .icns (macOS). Pure. */

/** @param {ReadonlyArray<{ size: number, png: Uint8Array }>} pictures up to 256 pixels a side */
export function buildIco(pictures) {
  const directory = Buffer.alloc(6 + 16 * pictures.length);
  directory.writeUInt16LE(1, 2); // an icon, not a cursor
  directory.writeUInt16LE(pictures.length, 4);
  let offset = directory.length;
  for (const [index, { size, png }] of pictures.entries()) {
    const at = 6 + 16 * index;
    directory.writeUInt8(size % 256, at); // 0 says 256
    directory.writeUInt8(size % 256, at + 1);
    directory.writeUInt16LE(1, at + 4); // planes
    directory.writeUInt16LE(32, at + 6); // bits a pixel
    directory.writeUInt32LE(png.length, at + 8);
    directory.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([directory, ...pictures.map(({ png }) => png)]);
}

/** @param {ReadonlyArray<{ type: string, png: Uint8Array }>} pictures `type`: Apple's four letters for a size */
export function buildIcns(pictures) {
  const blocks = pictures.flatMap(({ type, png }) => [block(type, png.length), png]);
  const length = blocks.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([block('icns', length), ...blocks]);
}

/** The eight bytes in front of a block; its length counts them. */
function block(type, bodyLength) {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(bodyLength + 8, 4);
  return head;
}
