/** Skin that does not change its shape by itself: face, ears, neck and chest, and the shadow of the chin. */
import { fillShape, glow, oval, paintShape, sloped, taper, tint, vertical, within, type Ink } from '../ink/ink.ts';
import { Path2D } from '@napi-rs/canvas';
import type { HeadLayer, TorsoLayer } from './cast.ts';
import type { SkinPalette } from './palettes.ts';

export interface FaceShape {
  /** The outline, head units. */
  readonly outline: string;
  readonly chinY: number;
  /** What lies above is under hair at every pose. */
  readonly topY: number;
  readonly lineWidth: number;
  /** Shade along the jaw on the viewer's right. */
  readonly jawShade: string;
}

export function faceLayer(skin: SkinPalette, shape: FaceShape): HeadLayer {
  return {
    box: { x: -104, y: shape.topY, width: 208, height: shape.chinY - shape.topY + 14 },
    near: 16,
    jaw: { hingeY: 40, chinY: shape.chinY },
    finish: { line: { colour: skin.line, width: shape.lineWidth } },
    draw: (ink) => {
      const face = paintShape(
        ink,
        shape.outline,
        glow(ink, -22, -4, 150, [0, skin.light], [0.4, skin.base], [0.78, skin.warm], [1, skin.shade]),
      );
      within(ink, face, () => {
        // The side away from the light, with a soft edge and a harder one inside of it.
        ink.fillStyle = sloped(ink, 44, 0, 96, 22, [0, tint(skin.shade, 0)], [0.6, tint(skin.shade, 0.35)], [1, tint(skin.shade, 0.85)]);
        ink.fillRect(-110, -140, 220, 290);
        ink.fillStyle = tint(skin.shade, 0.5);
        fillShape(ink, new Path2D(shape.jawShade));
        ink.fillStyle = glow(ink, 0, shape.chinY + 6, 44, [0, tint(skin.shade, 0.5)], [1, tint(skin.shade, 0)]);
        ink.fillRect(-60, shape.chinY - 40, 120, 60);
        // Warm eye sockets, cooler light on the near cheek.
        for (const side of [-1, 1]) {
          ink.fillStyle = glow(ink, side * 44, 12, 34, [0, tint(skin.shade, 0.32)], [1, tint(skin.shade, 0)]);
          ink.fillRect(side * 44 - 40, -28, 80, 80);
        }
        ink.fillStyle = glow(ink, -52, 52, 26, [0, tint('#ffffff', 0.4)], [1, tint('#ffffff', 0)]);
        ink.fillRect(-90, 20, 80, 60);
        ink.fillStyle = glow(ink, 0, shape.chinY - 10, 16, [0, tint('#ffffff', 0.35)], [1, tint('#ffffff', 0)]);
        ink.fillRect(-20, shape.chinY - 28, 40, 34);
      });
    },
  };
}

export function earsLayer(skin: SkinPalette, x: number, y: number, size: number): HeadLayer {
  return {
    box: { x: -x - 26, y: y - 34, width: 2 * x + 52, height: 76 },
    near: -12,
    finish: { line: { colour: skin.line, width: 1.8 } },
    draw: (ink) => {
      for (const side of [-1, 1]) {
        ink.save();
        ink.translate(side * x, y);
        ink.scale(side * size, size);
        paintShape(
          ink,
          'M-10 -20 C-2 -30 14 -28 16 -12 C18 2 12 14 6 22 C2 28 -6 26 -10 18 Z',
          sloped(ink, -10, 0, 18, 0, [0, skin.warm], [1, side < 0 ? skin.base : skin.shade]),
        );
        ink.strokeStyle = tint(skin.deep, 0.9);
        ink.lineWidth = 1.8;
        ink.beginPath();
        ink.moveTo(-4, -16);
        ink.bezierCurveTo(4, -22, 12, -16, 10, -4);
        ink.bezierCurveTo(8, 4, 4, 8, 0, 12);
        ink.moveTo(-4, -4);
        ink.quadraticCurveTo(4, -4, 2, 6);
        ink.stroke();
        ink.fillStyle = tint(skin.deep, 0.3);
        oval(ink, 0, -4, 5, 9, 0.2);
        ink.restore();
      }
    },
  };
}

/** A copy of the face's lower half, thrown on whatever is behind it. */
export function chinShadowLayer(skin: SkinPalette, shape: FaceShape): HeadLayer {
  return {
    box: { x: -98, y: 44, width: 204, height: shape.chinY - 18 },
    near: 4,
    finish: { shadow: { colour: tint(skin.deep, 0.62), blur: 1.6 } },
    draw: (ink) => {
      ink.translate(6, 18);
      paintShape(ink, shape.outline, '#000000');
    },
  };
}

/** The neck down to the chest. Picture units. */
/** `chest`: what the collar leaves open; `collarbones` show when that is wide enough. */
export function neckLayer(skin: SkinPalette, halfWidth: number, chest: string, collarbones: 'shown' | 'hidden'): TorsoLayer {
  const x = 320;
  return {
    box: { x: 256, y: 300, width: 128, height: 208 },
    finish: { line: { colour: skin.line, width: 1.6 } },
    draw: (ink: Ink) => {
      const w = halfWidth;
      const neck = paintShape(
        ink,
        `M${x - w} 296 C${x - w + 1} 340 ${x - w + 1} 366 ${x - w - 3} 384 C${x - w - 8} 398 ${x - w - 30} 408 ${x - w - 50} 416 ${chest} ` +
          `C${x + w + 30} 408 ${x + w + 8} 398 ${x + w + 3} 384 C${x + w - 1} 366 ${x + w - 1} 340 ${x + w} 296 Z`,
        sloped(ink, x - w - 20, 360, x + w + 20, 390, [0, skin.base], [0.45, skin.base], [0.75, skin.warm], [1, skin.shade]),
      );
      within(ink, neck, () => {
        ink.fillStyle = vertical(ink, 330, 400, [0, tint(skin.shade, 0.9)], [0.6, tint(skin.shade, 0.4)], [1, tint(skin.shade, 0)]);
        ink.fillRect(200, 280, 240, 130);
        // Sinews, collar bones and the hollow between them.
        ink.fillStyle = tint(skin.shade, 0.8);
        taper(ink, [x + w - 6, 344], [x + w - 10, 376], [x + 14, 404], [x + 6, 424], 5, 0.6);
        if (collarbones === 'hidden') return;
        ink.fillStyle = tint(skin.deep, 0.55);
        taper(ink, [x - 6, 424], [x - 18, 418], [x - 38, 416], [x - 62, 420], 3, 0.3);
        taper(ink, [x + 6, 424], [x + 18, 418], [x + 38, 416], [x + 62, 420], 3, 0.3);
        taper(ink, [x - w + 9, 360], [x - w + 14, 388], [x - 16, 408], [x - 7, 422], 2, 0.6);
        ink.fillStyle = glow(ink, x - 26, 434, 34, [0, tint('#ffffff', 0.5)], [1, tint('#ffffff', 0)]);
        ink.fillRect(240, 390, 160, 120);
      });
    },
  };
}

/** Both cheeks at their warmest: a glow, and three short strokes as drawn cheeks have them. */
export function blushLayer(skin: SkinPalette, x: number, y: number, strength: number): HeadLayer {
  return {
    box: { x: -x - 30, y: y - 18, width: 2 * x + 60, height: 36 },
    near: 58,
    draw: (ink) => {
      for (const side of [-1, 1]) {
        ink.save();
        ink.translate(side * x, y);
        ink.scale(26, 15);
        const [full, soft] = [0.62 * strength, 0.3 * strength];
        ink.fillStyle = glow(ink, 0, 0, 1, [0, tint(skin.blush, full)], [0.5, tint(skin.blush, soft)], [1, tint(skin.blush, 0)]);
        oval(ink, 0, 0, 1, 1);
        ink.restore();
        ink.strokeStyle = tint(skin.blush, 0.7 * strength);
        ink.lineWidth = 1.4;
        ink.beginPath();
        for (const k of [-6, 0, 6]) {
          ink.moveTo(side * (x + k + 1.6), y - 3);
          ink.lineTo(side * (x + k - 1.6), y + 3);
        }
        ink.stroke();
      }
    },
  };
}
