/** Neck root, shirt and blazer as still drawings in picture units (640 high); the hole of the collar shows the neck, which the renderer draws. */
import { Path2D } from '@napi-rs/canvas';
import { fillShape, glow, taper, vertical, type Box, type Ink } from './bitmap.ts';
import { palette as c } from './palette.ts';

export const torsoBox: Box = { x: 40, y: 396, width: 560, height: 264 };
/** The hole of the collar: the neck moves in it. */
export const neckBox: Box = { x: 262, y: 430, width: 116, height: 100 };
export const collarBackBox: Box = { x: 240, y: 396, width: 160, height: 70 };

/** The far side of the collar, behind the neck. */
export function drawCollarBack(ink: Ink): void {
  const back = new Path2D('M266 424 C280 406 360 406 374 424 L368 452 C350 462 290 462 272 452 Z');
  ink.fillStyle = vertical(ink, 408, 456, [0, c.shirtShade], [1, '#bba9ba']);
  fillShape(ink, back);
  ink.strokeStyle = c.shirtLine;
  ink.lineWidth = 1.8;
  ink.stroke(back);
}

export function drawTorso(ink: Ink): void {
  ink.translate(320, 0);
  ink.scale(0.94, 1);
  ink.translate(-320, 0);
  // Shirt front.
  ink.fillStyle = vertical(ink, 440, 640, [0, c.shirt], [0.5, c.shirt], [1, c.shirtShade]);
  fillShape(ink, new Path2D('M262 434 L278 462 L320 516 L362 462 L378 434 L396 520 L340 668 L300 668 L244 520 Z'));
  ink.strokeStyle = c.shirtLine;
  ink.lineWidth = 1.5;
  ink.stroke(new Path2D('M320 516 C321 560 320 610 320 668'));
  for (const y of [548, 590, 632]) {
    ink.fillStyle = c.shirtShade;
    ink.beginPath();
    ink.arc(326, y, 3.4, 0, Math.PI * 2);
    ink.fill();
    ink.stroke();
  }

  // Jacket body.
  const body = new Path2D(
    'M256 440 C232 454 198 464 168 474 C122 490 100 520 92 560 C86 592 80 628 76 668 L310 668 C300 620 276 560 262 500 C256 474 254 456 256 440 Z ' +
      'M384 440 C408 454 442 464 472 474 C518 490 540 520 548 560 C554 592 560 628 564 668 L330 668 C340 620 364 560 378 500 C384 474 386 456 384 440 Z',
  );
  ink.fillStyle = vertical(ink, 440, 668, [0, c.blazerLight], [0.35, c.blazer], [1, c.blazerShade]);
  fillShape(ink, body);
  ink.save();
  ink.clip(body);
  ink.fillStyle = glow(ink, 150, 490, 120, [0, 'rgba(125,152,196,0.55)'], [1, 'rgba(125,152,196,0)']);
  ink.fillRect(40, 396, 300, 270);
  ink.fillStyle = glow(ink, 560, 600, 150, [0, 'rgba(14,22,42,0.55)'], [1, 'rgba(14,22,42,0)']);
  ink.fillRect(380, 396, 220, 270);
  // Sleeve seams and folds.
  for (const side of [-1, 1]) {
    ink.fillStyle = c.blazerLine;
    ink.globalAlpha = 0.75;
    taper(ink, [320 + side * 172, 486], [320 + side * 158, 540], [320 + side * 160, 600], [320 + side * 166, 668], 3.2, 0.4);
    ink.globalAlpha = 0.35;
    taper(ink, [320 + side * 166, 560], [320 + side * 150, 584], [320 + side * 132, 596], [320 + side * 110, 600], 7, 0.3);
    taper(ink, [320 + side * 216, 560], [320 + side * 204, 600], [320 + side * 196, 630], [320 + side * 194, 668], 6, 0.5);
    ink.globalAlpha = 0.25;
    ink.fillStyle = '#9db4dc';
    taper(ink, [320 + side * 178, 494], [320 + side * 166, 540], [320 + side * 168, 600], [320 + side * 174, 660], 3, 0.4);
  }
  ink.globalAlpha = 1;
  ink.restore();
  ink.strokeStyle = c.blazerLine;
  ink.lineWidth = 2.2;
  ink.stroke(body);

  // Lapels.
  for (const side of [-1, 1]) {
    ink.save();
    ink.translate(320, 0);
    ink.scale(side, 1);
    const lapel = new Path2D(
      'M60 436 C72 446 84 454 94 460 L112 498 L92 508 L104 524 C84 580 44 636 14 668 L0 668 C24 612 46 556 56 504 C60 478 61 456 60 436 Z',
    );
    ink.fillStyle =
      side < 0
        ? vertical(ink, 436, 668, [0, '#4a6596'], [0.6, c.blazerLight], [1, c.blazer])
        : vertical(ink, 436, 668, [0, c.blazerLight], [0.6, c.blazer], [1, c.blazerShade]);
    fillShape(ink, lapel);
    ink.strokeStyle = c.blazerLine;
    ink.lineWidth = 2;
    ink.stroke(lapel);
    ink.globalAlpha = 0.35;
    ink.strokeStyle = '#9db4dc';
    ink.lineWidth = 1.3;
    ink.stroke(new Path2D('M88 464 L104 496 L84 507 L97 524 C80 572 50 618 26 648'));
    ink.restore();
  }

  // Collar points.
  for (const side of [-1, 1]) {
    ink.save();
    ink.translate(320, 0);
    ink.scale(side, 1);
    const point = new Path2D('M50 418 C60 424 66 434 68 444 C70 462 66 484 58 506 C44 498 22 504 0 518 C16 494 40 462 50 418 Z');
    ink.fillStyle = vertical(ink, 418, 518, [0, c.shirt], [0.7, c.shirt], [1, c.shirtShade]);
    fillShape(ink, point);
    ink.strokeStyle = c.shirtLine;
    ink.lineWidth = 1.7;
    ink.stroke(point);
    ink.restore();
  }
  // A small pin.
  ink.fillStyle = c.accent;
  ink.strokeStyle = c.accentDeep;
  ink.lineWidth = 1.5;
  ink.beginPath();
  ink.arc(236, 530, 7, 0, Math.PI * 2);
  ink.fill();
  ink.stroke();
  ink.fillStyle = 'rgba(255,255,255,0.75)';
  ink.beginPath();
  ink.arc(233.6, 527.4, 2.1, 0, Math.PI * 2);
  ink.fill();
}
