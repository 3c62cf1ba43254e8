/** Cloth: a shape with light from the upper left, shade on the right, and folds. Picture units. */
import { Path2D } from '@napi-rs/canvas';
import { fillShape, glow, sloped, taper, tint, within, type Ink, type Point } from '../ink/ink.ts';

export interface Cloth {
  readonly base: string;
  readonly light: string;
  readonly shade: string;
  readonly deep: string;
  readonly line: string;
}

export type Fold = readonly [from: Point, a: Point, b: Point, to: Point, width: number];

export function drawCloth(
  ink: Ink,
  path: string,
  cloth: Cloth,
  options: {
    readonly folds?: readonly Fold[];
    readonly lights?: readonly Fold[];
    readonly line?: number;
    readonly inside?: () => void;
  } = {},
): Path2D {
  const shape = new Path2D(path);
  ink.fillStyle = sloped(ink, 170, 410, 480, 640, [0, cloth.light], [0.35, cloth.base], [0.75, cloth.base], [1, cloth.shade]);
  fillShape(ink, shape);
  within(ink, shape, () => {
    for (const [from, a, b, to, width] of options.folds ?? []) {
      // A soft shade, and a hard core in it.
      ink.fillStyle = tint(cloth.shade, 0.75);
      taper(ink, from, a, b, to, width, 0.4);
      ink.fillStyle = tint(cloth.deep, 0.65);
      taper(ink, from, a, b, to, width * 0.34, 0.4);
    }
    for (const [from, a, b, to, width] of options.lights ?? []) {
      ink.fillStyle = tint(cloth.light, 0.85);
      taper(ink, from, a, b, to, width, 0.5);
    }
    options.inside?.();
  });
  if (options.line !== 0) {
    ink.strokeStyle = cloth.line;
    ink.lineWidth = options.line ?? 1.8;
    ink.stroke(shape);
  }
  return shape;
}

/** Light and shade over a whole torso: a bright shoulder, a dark side, darkness towards the lower edge. */
export function shadeTorso(ink: Ink, cloth: Cloth): void {
  ink.fillStyle = glow(ink, 200, 462, 96, [0, tint(cloth.light, 0.75)], [1, tint(cloth.light, 0)]);
  ink.fillRect(60, 380, 300, 240);
  ink.fillStyle = sloped(ink, 410, 480, 520, 520, [0, tint(cloth.shade, 0)], [1, tint(cloth.deep, 0.75)]);
  ink.fillRect(380, 380, 220, 300);
  ink.fillStyle = sloped(ink, 320, 540, 320, 680, [0, tint(cloth.deep, 0)], [1, tint(cloth.deep, 0.5)]);
  ink.fillRect(40, 520, 560, 160);
}
