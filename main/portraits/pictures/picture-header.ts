/** What the first bytes of a picture say, read before anything is decoded: kind, size, and what the decoder could not do. Pure. */
export interface PictureHeader {
  readonly kind: 'png' | 'jpeg' | 'gif' | 'webp';
  readonly width: number;
  readonly height: number;
  /** EXIF orientation 1..8; 1 = upright. */
  readonly orientation: number;
  /** Four colour components (print colours). */
  readonly cmyk: boolean;
  /** The file's end mark is there. */
  readonly complete: boolean;
}

/** The whole IEND chunk, with its length and sum: four letters alone may be coded data. */
const pngEnd = Uint8Array.of(0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82);
/** Coded data never holds it; the small picture in the EXIF data before the frame header has one of its own. */
const jpegEnd = Uint8Array.of(0xff, 0xd9);

export function readPictureHeader(bytes: Uint8Array): PictureHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (at: number, length: number): string => String.fromCharCode(...bytes.subarray(at, at + length));
  const plain = { orientation: 1, cmyk: false, complete: true };
  try {
    if (view.getUint32(0) === 0x89504e47 && text(12, 4) === 'IHDR')
      return {
        ...plain,
        kind: 'png',
        width: view.getUint32(16),
        height: view.getUint32(20),
        complete: holds(bytes, pngEnd, 33),
      };
    if (text(0, 3) === 'GIF') return { ...plain, kind: 'gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
    if (text(0, 4) === 'RIFF' && text(8, 4) === 'WEBP') {
      const complete = view.getUint32(4, true) + 8 <= bytes.length;
      const kind = 'webp' as const;
      const chunk = text(12, 4);
      if (chunk === 'VP8X')
        return {
          ...plain,
          kind,
          complete,
          width: 1 + (view.getUint32(24, true) & 0xffffff),
          height: 1 + (view.getUint32(27, true) & 0xffffff),
        };
      if (chunk === 'VP8L') {
        const bits = view.getUint32(21, true);
        return { ...plain, kind, complete, width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
      }
      if (chunk === 'VP8 ')
        return { ...plain, kind, complete, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
      return null;
    }
    return view.getUint16(0) === 0xffd8 ? readJpeg(bytes, view) : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readJpeg(bytes: Uint8Array, view: DataView): PictureHeader | null {
  let orientation = 1;
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = view.getUint16(at + 2);
    if (marker === 0xe1 && view.getUint32(at + 4) === 0x45786966) orientation = exifOrientation(view, at + 10);
    // SOF0..SOF15 without the tables DHT, JPG, DAC
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return {
        kind: 'jpeg',
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        orientation,
        cmyk: view.getUint8(at + 9) === 4,
        complete: holds(bytes, jpegEnd, at + 2 + length),
      };
    }
    at += 2 + length;
  }
  return null;
}

/** Phones and programs append bytes after the end mark, a film of some megabytes too: it may lie anywhere behind `from`. */
function holds(bytes: Uint8Array, mark: Uint8Array, from: number): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(mark, from) >= 0;
}

function exifOrientation(view: DataView, tiff: number): number {
  const little = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  const entries = view.getUint16(directory, little);
  for (let n = 0; n < entries; n++) {
    const at = directory + 2 + n * 12;
    if (view.getUint16(at, little) !== 0x0112) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}
