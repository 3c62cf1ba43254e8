/**
 * Owns the canvas: background, then the face, then overlays. Redraws only what changed; the rest of the canvas is as it was.
 * It knows nothing of time.
 */
import type { Rect } from '../../../contract/media.ts';
import type { FaceFrame } from '../face/face-frame.ts';
import { blendRect, copyRect } from './blend.ts';
import { createI420, type I420APicture, type I420Picture } from './i420.ts';
import { bound, emptyRect, evenOut, intersect, isEmpty, moved, subtract } from './rect.ts';

/** Bottom to top. */
export const overlayNames = ['name-plate', 'caption', 'ai-label'] as const;
export type OverlayName = (typeof overlayNames)[number];

/** A premultiplied picture at a place of the canvas. */
export interface Overlay {
  readonly picture: I420APicture;
  readonly x: number;
  readonly y: number;
}

export interface Compositor {
  setBackground(background: I420Picture): void;
  /** Where face frames stand: bottom-centred in `rect`, cut off at its edges. */
  setAnchorRect(rect: Rect): void;
  /** Shows a frame until the next; it keeps hold of it. null = nobody. */
  setFace(frame: FaceFrame | null): void;
  setOverlay(name: OverlayName, overlay: Overlay | null): void;
  /** The whole picture, up to date. Valid until the next call. */
  render(): I420Picture;
  dispose(): void;
}

export function createCompositor(width: number, height: number): Compositor {
  const whole: Rect = { x: 0, y: 0, width, height };
  const canvas = createI420(width, height);
  let background = createI420(width, height);
  background.y.fill(16);
  background.u.fill(128);
  background.v.fill(128);
  let anchor: Rect = whole;
  let face: FaceFrame | null = null;
  const overlays = new Map<OverlayName, Overlay>();
  let dirty: Rect[] = [whole];

  const touch = (rect: Rect): void => {
    const inside = intersect(evenOut(rect), whole);
    if (isEmpty(inside)) return;
    const overlapping = dirty.findIndex((other) => !isEmpty(intersect(other, inside)));
    const other = overlapping < 0 ? undefined : dirty[overlapping];
    if (!other) dirty.push(inside);
    else {
      dirty.splice(overlapping, 1);
      touch(bound(other, inside));
    }
  };

  const origin = (frame: FaceFrame): { readonly x: number; readonly y: number } => {
    const { width: w, height: h } = frame.canvas;
    const x = anchor.x + Math.round((anchor.width - w) / 4) * 2;
    return { x, y: anchor.y + anchor.height - h };
  };

  /** Where the pixels of a frame (not those of its base) fall. */
  const placeOf = (frame: FaceFrame): Rect => {
    const { x, y } = origin(frame);
    return intersect(intersect(moved(frame.rect, x, y), anchor), whole);
  };
  const extentOf = (frame: FaceFrame): Rect => (frame.base ? bound(placeOf(frame), placeOf(frame.base)) : placeOf(frame));

  const blendFace = (frame: FaceFrame, clip: Rect): void => {
    const { x, y } = origin(frame);
    const part = intersect(placeOf(frame), clip);
    if (!isEmpty(part)) blendRect(canvas, frame.picture, x + frame.rect.x, y + frame.rect.y, part);
    if (!frame.base) return;
    const { base } = frame;
    for (const rest of subtract(intersect(placeOf(base), clip), placeOf(frame))) {
      blendRect(canvas, base.picture, x + base.rect.x, y + base.rect.y, rest);
    }
  };

  const redraw = (rect: Rect): void => {
    copyRect(canvas, background, rect);
    if (face) blendFace(face, rect);
    for (const name of overlayNames) {
      const overlay = overlays.get(name);
      if (!overlay) continue;
      const part = intersect({ x: overlay.x, y: overlay.y, width: overlay.picture.width, height: overlay.picture.height }, rect);
      if (!isEmpty(part)) blendRect(canvas, overlay.picture, overlay.x, overlay.y, part);
    }
  };

  const touchOverlay = (overlay: Overlay | undefined): void => {
    if (overlay) touch({ x: overlay.x, y: overlay.y, width: overlay.picture.width, height: overlay.picture.height });
  };

  return {
    setBackground(next) {
      if (next.width !== width || next.height !== height)
        throw new RangeError(`a background of ${width}x${height} is wanted, got ${next.width}x${next.height}`);
      background = next;
      dirty = [whole];
    },
    setAnchorRect(rect) {
      if (face) touch(extentOf(face));
      anchor = intersect(evenOut(rect), whole);
      if (face) touch(extentOf(face));
    },
    setFace(next) {
      if (next === face) return;
      const before = face;
      const sameBase = before !== null && next !== null && (next.base ?? next) === (before.base ?? before);
      for (const frame of [before, next]) {
        if (!frame) continue;
        // Over the same base only the patches differ; the base itself may be one of the two.
        if (!sameBase) touch(extentOf(frame));
        else if (frame.base) touch(placeOf(frame));
      }
      face = next?.retain() ?? null;
      before?.release();
    },
    setOverlay(name, overlay) {
      const before = overlays.get(name);
      if (!before && !overlay) return;
      touchOverlay(before);
      if (overlay) overlays.set(name, overlay);
      else overlays.delete(name);
      touchOverlay(overlay ?? undefined);
    },
    render() {
      for (const rect of dirty) if (!isEmpty(rect)) redraw(rect);
      dirty = [];
      return canvas;
    },
    dispose() {
      face?.release();
      face = null;
      overlays.clear();
      background = createI420(0, 0);
      dirty = [emptyRect];
    },
  };
}
