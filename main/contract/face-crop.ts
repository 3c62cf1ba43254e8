/**
 * The square of a picture that stands in the show, as a person moves and sizes it: always within the picture. Pure; the window draws with it, the studio keeps
 * to it, the face engine places by it. `aspect`: width / height of the picture.
 */
export interface Crop {
  /** Upper left corner, as shares of the picture's width and height. */
  readonly x: number;
  readonly y: number;
  /** The side, as a share of the picture's height. */
  readonly size: number;
}

export const cropCorners = ['nw', 'ne', 'sw', 'se'] as const;
export type CropCorner = (typeof cropCorners)[number];

/** Of the largest square that fits in. */
const leastShare = 0.12;

/** The largest square within the picture. */
export const mostCrop = (aspect: number): number => Math.min(1, aspect);

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(low, high), Math.max(low, value));

/** The nearest square that lies within the picture; what is no number becomes the largest one. */
export function keepCrop({ x, y, size }: Crop, aspect: number): Crop {
  const most = mostCrop(aspect);
  if (![x, y, size].every(Number.isFinite)) return { x: (1 - most / aspect) / 2, y: (1 - most) / 2, size: most };
  const kept = clamp(size, most * leastShare, most);
  return { x: clamp(x, 0, 1 - kept / aspect), y: clamp(y, 0, 1 - kept), size: kept };
}

/** Round a face that takes `share` of the square's height; smaller where the picture ends. */
export function cropAround(
  face: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  share: number,
  aspect: number,
): Crop {
  const size = clamp(face.height / share, 0, mostCrop(aspect));
  return keepCrop({ x: face.x + face.width / 2 - size / aspect / 2, y: face.y + face.height / 2 - size * 0.48, size }, aspect);
}

/** By shares of the picture's width and height. */
export function moveCrop(crop: Crop, byX: number, byY: number, aspect: number): Crop {
  return keepCrop({ ...crop, x: crop.x + byX, y: crop.y + byY }, aspect);
}

/** One corner dragged to a spot of the picture; the opposite one stays, and the square stays one. */
export function dragCorner(crop: Crop, corner: CropCorner, [toX, toY]: readonly [number, number], aspect: number): Crop {
  const [west, north] = [corner.endsWith('w'), corner.startsWith('n')];
  const fixedX = west ? crop.x + crop.size / aspect : crop.x;
  const fixedY = north ? crop.y + crop.size : crop.y;
  const roomX = (west ? fixedX : 1 - fixedX) * aspect;
  const roomY = north ? fixedY : 1 - fixedY;
  const wanted = Math.max((west ? fixedX - toX : toX - fixedX) * aspect, north ? fixedY - toY : toY - fixedY);
  const size = clamp(wanted, mostCrop(aspect) * leastShare, Math.min(roomX, roomY));
  return keepCrop({ x: west ? fixedX - size / aspect : fixedX, y: north ? fixedY - size : fixedY, size }, aspect);
}

/** Another size about the same middle, as far as the picture lets it. */
export function sizeCrop(crop: Crop, size: number, aspect: number): Crop {
  const most = mostCrop(aspect);
  const kept = clamp(size, most * leastShare, most);
  const grown = (crop.size - kept) / 2;
  return keepCrop({ x: crop.x + grown / aspect, y: crop.y + grown, size: kept }, aspect);
}

/** Where a corner lies, in shares of the picture. */
export function cornerOf({ x, y, size }: Crop, corner: CropCorner, aspect: number): readonly [number, number] {
  return [corner.endsWith('w') ? x : x + size / aspect, corner.startsWith('n') ? y : y + size];
}
