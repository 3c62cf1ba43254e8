/**
 * Markers of a drawing, moved onto its lines. A mesh finds a drawn face, but puts ordinary lips round a mouth that is one stroke, and small eyes into
 * large ones. Where the skin is of one colour, whatever stands out of it near the marked mouth and eyes is the mouth and the eyes.
 */
import { createCanvas, type Canvas } from '@napi-rs/canvas';
import type { Landmarks, Point } from '../pictures/landmarks.ts';

/** Of the picture as it is looked at, in pixels. */
const workSide = 1024;
/** Colours count 0..255; distances are Euclidean. */
const skinSpread = 14;
const flatShare = 0.75;
const standsOut = 48;
/** A mouth thicker than this share of its width has lips or is open: the mesh knows better. */
const mostStroke = 0.3;

interface Field {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}
type Colour = readonly [number, number, number];
interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}
/** A connected shape: its upper and lower edge for each column from `x0` on. */
interface Shape {
  readonly x0: number;
  readonly tops: readonly number[];
  readonly bottoms: readonly number[];
}

/** `partly`: it is a drawing, and one of its eyes or its mouth could not be told from what is around it. */
export function fitDrawing(
  picture: Canvas,
  found: Landmarks,
): { readonly landmarks: Landmarks; readonly fit: 'no-drawing' | 'whole' | 'partly' } {
  const fit = Math.min(1, workSide / Math.max(picture.width, picture.height));
  const field = read(picture, fit);
  const px = ([x, y]: Point): Point => [x * field.width, y * field.height];
  const share = ([x, y]: Point): [number, number] => [x / field.width, y / field.height];
  const mouth = boundsOf([...found.mouth.upperOuter, ...found.mouth.lowerOuter].map(px));
  const skin = flatSkin(field, found.eyes.flatMap((eye) => eye.lower).map(px), mouth);
  if (!skin) return { landmarks: found, fit: 'no-drawing' };
  const eyes = found.eyes.map((eye) => fitEye(field, skin, boundsOf([...eye.upper, ...eye.lower].map(px))));
  const stroke = fitMouth(field, skin, mouth, px(found.nose.base)[1]);
  const landmarks: Landmarks = {
    ...found,
    eyes: found.eyes.map((eye, n) => {
      const fitted = eyes[n];
      return fitted ? { upper: fitted.upper.map(share), lower: fitted.lower.map(share) } : eye;
    }),
    brows: found.brows.map((brow, n) => {
      const eye = eyes[n];
      return eye ? fitBrow(field, skin, boundsOf([...eye.upper, ...eye.lower]), brow.map(px)).map(share) : brow;
    }),
    mouth: stroke
      ? {
          upperOuter: stroke.upper.map(share),
          upperInner: stroke.middle.map(share),
          lowerInner: stroke.middle.map(share),
          lowerOuter: stroke.lower.map(share),
        }
      : found.mouth,
  };
  return { landmarks, fit: stroke && eyes.every((eye) => eye !== null) ? 'whole' : 'partly' };
}

function read(picture: Canvas, fit: number): Field {
  const width = Math.max(1, Math.round(picture.width * fit));
  const height = Math.max(1, Math.round(picture.height * fit));
  const canvas = createCanvas(width, height);
  const ink = canvas.getContext('2d');
  ink.fillStyle = '#ffffff';
  ink.fillRect(0, 0, width, height);
  ink.drawImage(picture, 0, 0, width, height);
  return { width, height, rgba: ink.getImageData(0, 0, width, height).data };
}

const boundsOf = (points: readonly Point[]): Box => ({
  x0: Math.min(...points.map((p) => p[0])),
  x1: Math.max(...points.map((p) => p[0])),
  y0: Math.min(...points.map((p) => p[1])),
  y1: Math.max(...points.map((p) => p[1])),
});

const colourAt = ({ width, height, rgba }: Field, x: number, y: number): Colour => {
  const at = (Math.min(height - 1, Math.max(0, Math.round(y))) * width + Math.min(width - 1, Math.max(0, Math.round(x)))) * 4;
  return [rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0];
};
const distance = (a: Colour, b: Colour): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** The colour of the cheeks between eyes and mouth, if they have one. */
function flatSkin(field: Field, lids: readonly Point[], mouth: Box): Colour | null {
  const spots: Colour[] = [];
  for (const [x, y] of lids)
    for (const t of [0.25, 0.4, 0.55, 0.7])
      spots.push(colourAt(field, x + (Math.min(mouth.x1, Math.max(mouth.x0, x)) - x) * t, y + (mouth.y0 - y) * t));
  if (spots.length === 0) return null;
  const median = ([0, 1, 2] as const).map((c) => spots.map((s) => s[c]).sort((a, b) => a - b)[spots.length >> 1] ?? 0);
  const skin: Colour = [median[0] ?? 0, median[1] ?? 0, median[2] ?? 0];
  const near = spots.filter((spot) => distance(spot, skin) < skinSpread).length;
  return near >= spots.length * flatShare ? skin : null;
}

/** Shapes within the box that stand out of the skin and do not run over its border; over its sides they may where those are `open`. */
function shapesIn(field: Field, skin: Colour, box: Box, sides: 'closed' | 'open' = 'closed'): Shape[] {
  const x0 = Math.max(0, Math.floor(box.x0));
  const y0 = Math.max(0, Math.floor(box.y0));
  const width = Math.min(field.width - 1, Math.ceil(box.x1)) - x0 + 1;
  const height = Math.min(field.height - 1, Math.ceil(box.y1)) - y0 + 1;
  if (width < 3 || height < 3) return [];
  const open = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) open[y * width + x] = distance(colourAt(field, x0 + x, y0 + y), skin) > standsOut ? 1 : 0;
  const shapes: Shape[] = [];
  for (let seed = 0; seed < open.length; seed++) {
    if (!open[seed]) continue;
    const queue = [seed];
    open[seed] = 0;
    const tops = new Map<number, number>();
    const bottoms = new Map<number, number>();
    let beyond = false;
    for (let n = 0; n < queue.length; n++) {
      const at = queue[n] ?? 0;
      const x = at % width;
      const y = (at - x) / width;
      tops.set(x, Math.min(tops.get(x) ?? y, y));
      bottoms.set(x, Math.max(bottoms.get(x) ?? y, y));
      if (y === 0 || y === height - 1 || (sides === 'closed' && (x === 0 || x === width - 1))) beyond = true;
      for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (next < 0 || next >= open.length || !open[next]) continue;
        open[next] = 0;
        queue.push(next);
      }
    }
    if (beyond) continue;
    const first = Math.min(...tops.keys());
    const columns = Array.from({ length: Math.max(...tops.keys()) - first + 1 }, (_, i) => first + i);
    shapes.push({
      x0: x0 + first,
      tops: columns.map((x) => y0 + (tops.get(x) ?? 0)),
      bottoms: columns.map((x) => y0 + (bottoms.get(x) ?? 0) + 1),
    });
  }
  return shapes.sort((a, b) => b.tops.length - a.tops.length);
}

const spanOf = ({ x0, tops }: Shape): readonly [number, number] => [x0, x0 + tops.length];

/** Points along the columns of a shape, each the mean of its neighbours. */
function along(shape: Shape, heights: readonly number[], count: number): Point[] {
  const last = heights.length - 1;
  const reach = Math.max(1, Math.round(heights.length / (count * 3)));
  return Array.from({ length: count }, (_, i) => {
    const middle = Math.round((last * i) / (count - 1));
    const part = heights.slice(Math.max(0, middle - reach), middle + reach + 1);
    return [shape.x0 + middle + (i === count - 1 ? 1 : 0), part.reduce((sum, y) => sum + y, 0) / part.length] as const;
  });
}

function fitMouth(field: Field, skin: Colour, marked: Box, noseY: number): { upper: Point[]; middle: Point[]; lower: Point[] } | null {
  const width = marked.x1 - marked.x0;
  const box = {
    x0: marked.x0 - width * 0.6,
    x1: marked.x1 + width * 0.6,
    y0: Math.max(noseY + 2, marked.y0 - width * 0.35),
    y1: marked.y1 + width * 0.35,
  };
  const middleX = (marked.x0 + marked.x1) / 2;
  const shape = shapesIn(field, skin, box).find((one) => {
    const [from, to] = spanOf(one);
    return to - from > width * 0.35 && to - from < width * 2.2 && from < middleX && to > middleX;
  });
  if (!shape) return null;
  const thickness = shape.tops.reduce((sum, top, i) => sum + (shape.bottoms[i] ?? top) - top, 0) / shape.tops.length;
  if (thickness > shape.tops.length * mostStroke) return null;
  const middles = shape.tops.map((top, i) => (top + (shape.bottoms[i] ?? top)) / 2);
  const middle = along(shape, middles, 9);
  const left: Point = middle[0] ?? [0, 0];
  const right: Point = middle.at(-1) ?? [0, 0];
  // Both lips meet in the corners.
  const closed = (line: Point[]): Point[] => [left, ...line.slice(1, -1), right];
  return { upper: closed(along(shape, shape.tops, 9)), middle, lower: closed(along(shape, shape.bottoms, 9)) };
}

function fitEye(field: Field, skin: Colour, marked: Box): { upper: Point[]; lower: Point[] } | null {
  const width = marked.x1 - marked.x0;
  const height = Math.max(marked.y1 - marked.y0, width * 0.35);
  const middleX = (marked.x0 + marked.x1) / 2;
  const middleY = (marked.y0 + marked.y1) / 2;
  const around = (aside: number): Box => ({
    x0: marked.x0 - width * aside,
    x1: marked.x1 + width * aside,
    y0: marked.y0 - height * 2.6,
    y1: marked.y1 + height,
  });
  const fits = (one: Shape): boolean => {
    const [from, to] = spanOf(one);
    const at = Math.round(middleX) - one.x0;
    return (
      to - from > width * 0.5 &&
      to - from < width * 2.8 &&
      (one.tops[at] ?? Infinity) < middleY + height * 0.5 &&
      (one.bottoms[at] ?? -Infinity) > middleY - height * 0.5
    );
  };
  // Lashes may run into the outline of the face: then what lies close to the eye is taken of them.
  const shape = shapesIn(field, skin, around(1.1)).find(fits) ?? shapesIn(field, skin, around(0.2), 'open').find(fits);
  if (!shape) return null;
  // Within the lashes, so that they come down with the lid.
  const inside = (Math.max(...shape.bottoms) - Math.min(...shape.tops)) * 0.14;
  const upper = along(
    shape,
    shape.tops.map((top, i) => Math.min(top + inside, ((shape.bottoms[i] ?? top) + top) / 2)),
    7,
  );
  const left: Point = upper[0] ?? [0, 0];
  const right: Point = upper.at(-1) ?? [0, 0];
  const lowest = Math.max(...shape.bottoms);
  if (lowest - Math.min(...shape.tops) < 3) return null;
  // The lower lid as one arc through the lowest spot: lashes below it, or a pupil without a lid, would make it a staircase.
  const lower = upper.map(([x], i): Point => {
    const t = i / (upper.length - 1);
    const straight = left[1] + (right[1] - left[1]) * t;
    return [x, straight + (lowest - (left[1] + right[1]) / 2) * 4 * t * (1 - t)];
  });
  return { upper, lower };
}

/** The stroke above a fitted eye; where there is none, the marked brow, lifted off the eye. */
function fitBrow(field: Field, skin: Colour, eye: Box, marked: readonly Point[]): readonly Point[] {
  const width = eye.x1 - eye.x0;
  const box = { x0: eye.x0 - width * 0.3, x1: eye.x1 + width * 0.3, y0: eye.y0 - width * 0.9, y1: eye.y0 - 2 };
  const middleX = (eye.x0 + eye.x1) / 2;
  const shape = shapesIn(field, skin, box).find((one) => {
    const [from, to] = spanOf(one);
    return to - from > width * 0.4 && from < middleX && to > middleX;
  });
  if (shape)
    return along(
      shape,
      shape.tops.map((top, i) => (top + (shape.bottoms[i] ?? top)) / 2),
      5,
    );
  const low = Math.max(...marked.map((p) => p[1]));
  const lift = Math.max(0, low - (eye.y0 - (eye.y1 - eye.y0) * 0.5));
  return marked.map(([x, y]): Point => [x, y - lift]);
}
