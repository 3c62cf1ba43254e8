/** Draws the beacon canvas as I420A: the finders once, the cells for every frame. Pure; the layout is contract/beacon.ts. */
import { barcodeLayout as layout, packBarcode, type BarcodePayload } from '../../../contract/beacon.ts';
import type { Rect } from '../../../contract/media.ts';

const black = 16;
const white = 235;
const grey = 128;
const opaque = 255;

/** Everything that changes from frame to frame lies in here. */
export function barcodeDataRect(size: number): Rect {
  const module = size / layout.canvas;
  const top = layout.stripeTops[0];
  const bottom = layout.lamp.y + layout.lamp.height;
  return {
    x: layout.dataX * module,
    y: top * module,
    width: layout.cellsPerRow * layout.cellWidth * module,
    height: (bottom - top) * module,
  };
}

/** The whole canvas with finders and no data. `size` is a multiple of 64, so that modules fall on even pixels. */
export function drawBarcodeBase(size: number): Uint8Array {
  const module = size / layout.canvas;
  const luma = new Uint8Array(size * size).fill(white);
  const fill = (x: number, y: number, width: number, value: number): void =>
    fillLuma(luma, size, { x: x * module, y: y * module, width: width * module, height: width * module }, value);
  for (const top of layout.stripeTops) {
    for (const left of [layout.leftFinderX, layout.rightFinderX]) {
      fill(left, top, layout.finderSize, black);
      fill(left + 1, top + 1, layout.finderSize - 2, white);
      fill(left + 2, top + 2, layout.finderSize - 4, black);
    }
  }
  return toI420a(luma, size, size);
}

/** Both stripes' cells and the lamp, into a luma plane whose origin is (originX, originY) of the canvas. */
export function drawBarcodeCells(
  luma: Uint8Array,
  stride: number,
  origin: { readonly x: number; readonly y: number },
  module: number,
  payload: BarcodePayload,
): void {
  const bits = packBarcode(payload);
  for (const top of layout.stripeTops) {
    bits.forEach((bit, index) => {
      const column = index % layout.cellsPerRow;
      const row = Math.floor(index / layout.cellsPerRow);
      const rect = {
        x: (layout.dataX + column * layout.cellWidth) * module - origin.x,
        y: (top + row) * module - origin.y,
        width: layout.cellWidth * module,
        height: module,
      };
      fillLuma(luma, stride, rect, bit === 1 ? black : white);
    });
  }
  const { lamp } = layout;
  const rect = { x: lamp.x * module - origin.x, y: lamp.y * module - origin.y, width: lamp.width * module, height: lamp.height * module };
  fillLuma(luma, stride, rect, payload.speaking ? black : white);
}

/** Neutral chroma and full alpha around a luma plane. */
export function toI420a(luma: Uint8Array, width: number, height: number): Uint8Array {
  const area = width * height;
  const picture = new Uint8Array(area * 2 + area / 2);
  picture.set(luma, 0);
  picture.fill(grey, area, area + area / 2);
  picture.fill(opaque, area + area / 2);
  return picture;
}

function fillLuma(luma: Uint8Array, stride: number, rect: Rect, value: number): void {
  for (let y = rect.y; y < rect.y + rect.height; y++) luma.fill(value, y * stride + rect.x, y * stride + rect.x + rect.width);
}
