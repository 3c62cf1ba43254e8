/** Even-aligned rectangles. Pure. */
import type { Rect } from '../../../contract/media.ts';

export const emptyRect: Rect = Object.freeze({ x: 0, y: 0, width: 0, height: 0 });

export const isEmpty = (rect: Rect): boolean => rect.width <= 0 || rect.height <= 0;

export function intersect(a: Rect, b: Rect): Rect {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : emptyRect;
}

/** The smallest rectangle over both. */
export function bound(a: Rect, b: Rect): Rect {
  if (isEmpty(a)) return b;
  if (isEmpty(b)) return a;
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}

/** What of `a` is outside `b`: up to four rectangles. */
export function subtract(a: Rect, b: Rect): readonly Rect[] {
  const hole = intersect(a, b);
  if (isEmpty(hole)) return isEmpty(a) ? [] : [a];
  const below = hole.y + hole.height;
  const right = hole.x + hole.width;
  return [
    { x: a.x, y: a.y, width: a.width, height: hole.y - a.y },
    { x: a.x, y: below, width: a.width, height: a.y + a.height - below },
    { x: a.x, y: hole.y, width: hole.x - a.x, height: hole.height },
    { x: right, y: hole.y, width: a.x + a.width - right, height: hole.height },
  ].filter((rect) => !isEmpty(rect));
}

/** Grown to even edges: chroma is shared by two pixels each way. */
export function evenOut(rect: Rect): Rect {
  const x = rect.x & ~1;
  const y = rect.y & ~1;
  return { x, y, width: (rect.x + rect.width + 1 - x) & ~1, height: (rect.y + rect.height + 1 - y) & ~1 };
}

export const moved = (rect: Rect, dx: number, dy: number): Rect => ({ ...rect, x: rect.x + dx, y: rect.y + dy });
