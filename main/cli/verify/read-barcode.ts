/** Finds the beacon face's stripes anywhere in a grey picture and reads them. The scale is unknown; rotation is not looked for. */
import { barcodeBits, barcodeLayout as layout, unpackBarcode, type BarcodePayload } from '../../contract/beacon.ts';

/** Modules from 0.5 x 16 to 1.5 x 60 pixels, with room. */
const smallestModulePx = 5;
const largestModulePx = 100;
const threshold = 128;
const finderRatio = [1, 1, 3, 1, 1] as const;
const betweenFinders = layout.rightFinderX - layout.leftFinderX;

export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Where module (0, 0) of a stripe's left finder lies, and how large a module is. */
interface StripePlace {
  readonly x: number;
  readonly y: number;
  readonly module: number;
}

interface Finder {
  x: number;
  y: number;
  module: number;
  hits: number;
}

export interface BarcodeReader {
  /** null = no readable barcode in this picture. */
  read(picture: GreyPicture): BarcodePayload | null;
}

/** Remembers where the barcode was: only a picture that cannot be read there is searched. */
export function createBarcodeReader(): BarcodeReader {
  let known: readonly StripePlace[] = [];
  return {
    read(picture) {
      for (const place of known) {
        const payload = readStripe(picture, place);
        if (payload) return payload;
      }
      const places = findStripes(picture);
      let first: BarcodePayload | null = null;
      const readable = places.filter((place) => {
        const payload = readStripe(picture, place);
        first ??= payload;
        return payload !== null;
      });
      if (readable.length > 0) known = readable;
      return first;
    },
  };
}

function readStripe(picture: GreyPicture, place: StripePlace): BarcodePayload | null {
  const bits = new Uint8Array(barcodeBits);
  const left = place.x + (layout.dataX - layout.leftFinderX) * place.module;
  for (let index = 0; index < barcodeBits; index++) {
    const column = index % layout.cellsPerRow;
    const row = Math.floor(index / layout.cellsPerRow);
    const x = left + (column + 0.5) * layout.cellWidth * place.module;
    const y = place.y + (row + 0.5) * place.module;
    const value = meanAround(picture, x, y, place.module * 0.5, place.module * 0.25);
    if (value === null) return null;
    bits[index] = value < threshold ? 1 : 0;
  }
  return unpackBarcode(bits);
}

/** Mean of a rectangle around a point; null outside the picture. */
function meanAround(picture: GreyPicture, x: number, y: number, halfWidth: number, halfHeight: number): number | null {
  const left = Math.round(x - halfWidth);
  const right = Math.round(x + halfWidth);
  const top = Math.round(y - halfHeight);
  const bottom = Math.round(y + halfHeight);
  if (left < 0 || top < 0 || right >= picture.width || bottom >= picture.height) return null;
  let sum = 0;
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) sum += picture.pixels[row * picture.width + column] ?? 0;
  }
  return sum / ((right - left + 1) * (bottom - top + 1));
}

function findStripes(picture: GreyPicture): StripePlace[] {
  const finders = findFinders(picture);
  const places: StripePlace[] = [];
  for (const left of finders) {
    for (const right of finders) {
      const module = (right.x - left.x) / betweenFinders;
      if (module < smallestModulePx || Math.abs(right.y - left.y) > module) continue;
      if (Math.abs(module / left.module - 1) > 0.2 || Math.abs(module / right.module - 1) > 0.2) continue;
      const half = (layout.finderSize / 2) * module;
      places.push({ x: left.x - half, y: (left.y + right.y) / 2 - half, module });
    }
  }
  return places;
}

/** Squares whose rows and columns through the middle run dark, light, dark, light, dark as 1:1:3:1:1. */
function findFinders(picture: GreyPicture): Finder[] {
  const finders: Finder[] = [];
  const runs: number[] = [];
  for (let y = 0; y < picture.height; y += 3) {
    const rowStart = y * picture.width;
    runs.length = 0;
    let dark = false;
    let length = 0;
    for (let x = 0; x <= picture.width; x++) {
      const isDark = x < picture.width && (picture.pixels[rowStart + x] ?? 255) < threshold;
      if (isDark === dark && x < picture.width) {
        length += 1;
        continue;
      }
      runs.push(length);
      // Runs at even places are light: a pattern ends with a dark run, at an odd place.
      if (dark && runs.length >= 6) considerRuns(picture, runs, x, y, finders);
      dark = isDark;
      length = 1;
    }
  }
  return finders.filter((finder) => finder.hits >= 3);
}

function considerRuns(picture: GreyPicture, runs: readonly number[], endX: number, y: number, finders: Finder[]): void {
  const module = matchFinder(runs.slice(-5));
  if (module === null) return;
  const x = endX - module * (layout.finderSize / 2);
  const vertical = centreOfColumn(picture, Math.round(x), y, module);
  if (vertical === null) return;
  const near = finders.find((finder) => Math.abs(finder.x - x) < module && Math.abs(finder.y - vertical) < module);
  if (near) {
    near.x += (x - near.x) / (near.hits + 1);
    near.y += (vertical - near.y) / (near.hits + 1);
    near.module += (module - near.module) / (near.hits + 1);
    near.hits += 1;
  } else if (finders.length < 64) {
    finders.push({ x, y: vertical, module, hits: 1 });
  }
}

/** Module size when five runs have the finder's proportions. */
function matchFinder(runs: readonly number[]): number | null {
  const module = runs.reduce((sum, run) => sum + run, 0) / layout.finderSize;
  if (module < smallestModulePx || module > largestModulePx) return null;
  return finderRatio.every((ratio, index) => Math.abs((runs[index] ?? 0) - ratio * module) < 0.45 * module * Math.sqrt(ratio))
    ? module
    : null;
}

/** Walks up and down from a point in the middle square; the centre's y when the column has the finder's proportions and the same module. */
function centreOfColumn(picture: GreyPicture, x: number, y: number, module: number): number | null {
  const isDark = (row: number): boolean => (picture.pixels[row * picture.width + x] ?? 255) < threshold;
  if (x < 0 || x >= picture.width || !isDark(y)) return null;
  const walk = (step: 1 | -1): readonly [number, number, number] => {
    const lengths: [number, number, number] = [0, 0, 0];
    let row = y + step;
    for (const [part, dark] of [true, false, true].entries()) {
      while (row >= 0 && row < picture.height && isDark(row) === dark && (lengths[part] ?? 0) <= module * 4) {
        lengths[part] = (lengths[part] ?? 0) + 1;
        row += step;
      }
    }
    return lengths;
  };
  const up = walk(-1);
  const down = walk(1);
  const vertical = matchFinder([up[2], up[1], up[0] + 1 + down[0], down[1], down[2]]);
  if (vertical === null || Math.abs(vertical / module - 1) > 0.25) return null;
  return y + (down[0] - up[0]) / 2 + 0.5;
}
