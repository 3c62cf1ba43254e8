/** Puts a face's frames together as a receiver does: the last base picture with the moving part over it. Planes Y, U, V, A of the whole canvas. */
import type { Rect } from '../../main/contract/media.ts';

export interface PastedPicture {
  readonly planes: Uint8Array;
  paste(frame: { readonly rect: Rect; readonly base: boolean; readonly data: Uint8Array }): void;
}

export function pastePicture(width: number, height: number): PastedPicture {
  const luma = width * height;
  const chroma = luma >> 2;
  const planes = new Uint8Array(luma * 2 + chroma * 2);
  const base = new Uint8Array(planes.length);

  const put = (into: Uint8Array, rect: Rect, data: Uint8Array): void => {
    let from = 0;
    const plane = (at: number, shift: number): void => {
      const rowLength = rect.width >> shift;
      for (let row = 0; row < rect.height >> shift; row++) {
        into.set(data.subarray(from, from + rowLength), at + ((rect.y >> shift) + row) * (width >> shift) + (rect.x >> shift));
        from += rowLength;
      }
    };
    plane(0, 0);
    plane(luma, 1);
    plane(luma + chroma, 1);
    plane(luma + 2 * chroma, 0);
  };

  return {
    planes,
    paste({ rect, base: isBase, data }) {
      if (isBase) {
        base.fill(16, 0, luma);
        base.fill(128, luma, luma + 2 * chroma);
        base.fill(0, luma + 2 * chroma);
        put(base, rect, data);
        planes.set(base);
      } else {
        planes.set(base);
        put(planes, rect, data);
      }
    },
  };
}
