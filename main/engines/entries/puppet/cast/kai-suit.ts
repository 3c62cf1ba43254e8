/** Kai on air: a dark suit with a tie, a folded cloth in the pocket, a microphone on the lapel. Picture units. */
import { Path2D } from '@napi-rs/canvas';
import { bothSides, glow, oval, paintShape, sloped, taper, tint, vertical, within, type Ink } from '../ink/ink.ts';
import type { TorsoLayer } from './cast.ts';
import { drawCloth, shadeTorso, type Cloth } from './cloth.ts';

const suit: Cloth = { base: '#3a3c4c', light: '#585b70', shade: '#282a38', deep: '#191a26', line: '#10111b' };
const lapel: Cloth = { base: '#454859', light: '#686c84', shade: '#31333f', deep: '#20212d', line: '#10111b' };
const shirt: Cloth = { base: '#f4f7ff', light: '#ffffff', shade: '#cfd6ea', deep: '#a3abc8', line: '#6f7694' };
const tie: Cloth = { base: '#b3383f', light: '#de5f5c', shade: '#862536', deep: '#5c1729', line: '#3d0f1f' };

export const suitBack: TorsoLayer = {
  box: { x: 240, y: 374, width: 160, height: 70 },
  finish: { line: { colour: shirt.line, width: 1.6 } },
  draw: (ink) => {
    paintShape(
      ink,
      'M262 404 C268 388 292 381 320 381 C348 381 372 388 378 404 L372 430 C350 438 290 438 268 430 Z',
      vertical(ink, 381, 436, [0, shirt.shade], [1, shirt.deep]),
    );
  },
};

const body =
  'M268 400 C252 420 210 430 176 444 C140 458 124 486 118 534 C112 584 108 626 104 672 L536 672 C532 626 528 584 522 534 C516 486 500 458 464 444 C430 430 388 420 372 400 ' +
  'C376 452 356 526 322 590 C286 526 264 452 268 400 Z';

export const suitTorso: TorsoLayer = {
  box: { x: 86, y: 384, width: 468, height: 272 },
  finish: { line: { colour: suit.line, width: 2 }, rim: { colour: '#a9d4ff', width: 3.6, alpha: 0.6 } },
  draw: (ink) => {
    drawCloth(ink, 'M264 398 C262 440 276 520 306 590 L322 640 L338 590 C366 520 378 440 376 398 L352 422 L320 440 L288 422 Z', shirt, {
      folds: [
        [[290, 450], [288, 480], [296, 520], [304, 556], 6],
        [[352, 452], [354, 490], [346, 520], [336, 560], 8],
      ],
      line: 1.3,
    });
    drawTie(ink);
    drawCloth(ink, body, suit, {
      folds: [
        [[178, 520], [172, 566], [178, 616], [168, 672], 10],
        [[462, 520], [468, 566], [462, 616], [472, 672], 10],
        [[192, 566], [224, 588], [256, 596], [288, 596], 9],
        [[450, 574], [420, 598], [390, 606], [358, 606], 9],
        [[130, 524], [146, 552], [152, 580], [148, 616], 9],
        [[510, 524], [496, 560], [490, 592], [496, 632], 11],
        [[196, 450], [208, 476], [212, 500], [204, 520], 7],
        [[444, 450], [432, 476], [428, 500], [436, 520], 7],
      ],
      lights: [
        [[150, 470], [134, 504], [128, 552], [122, 622], 9],
        [[190, 530], [188, 574], [190, 612], [186, 660], 5],
        [[230, 572], [252, 582], [274, 586], [294, 582], 4],
      ],
      inside: () => shadeTorso(ink, suit),
    });
    for (const side of [-1, 1]) {
      ink.fillStyle = tint(suit.line, 0.9);
      taper(ink, [320 + side * 142, 444], [320 + side * 158, 472], [320 + side * 154, 504], [320 + side * 142, 534], 2.4, 0.6);
      taper(ink, [320 + side * 142, 532], [320 + side * 138, 576], [320 + side * 142, 622], [320 + side * 150, 672], 3, 0.3);
    }
    drawPocket(ink);
    bothSides(ink, 320, (side) => drawLapel(ink, side));
    bothSides(ink, 320, (side) => drawCollar(ink, side));
    drawKnot(ink);
    drawMicrophone(ink);
  },
};

function drawTie(ink: Ink): void {
  drawCloth(ink, 'M311 452 C306 500 298 548 292 590 L322 650 L350 590 C342 548 334 500 329 452 Z', tie, {
    line: 1.6,
    folds: [
      [[326, 456], [334, 500], [340, 550], [344, 592], 8],
      [[312, 462], [318, 480], [324, 500], [326, 524], 5],
    ],
    lights: [[[308, 470], [304, 510], [300, 550], [298, 584], 5]],
    inside: () => {
      ink.strokeStyle = tint('#ffd9b0', 0.75);
      ink.lineWidth = 1.8;
      for (const y of [480, 510, 540, 570, 600]) {
        ink.beginPath();
        ink.moveTo(286, y + 16);
        ink.lineTo(356, y - 14);
        ink.stroke();
      }
    },
  });
}

function drawKnot(ink: Ink): void {
  drawCloth(ink, 'M306 436 C312 432 328 432 334 436 C334 444 330 452 327 458 C323 461 317 461 313 458 C310 452 306 444 306 436 Z', tie, {
    line: 1.6,
    folds: [[[330, 438], [328, 446], [326, 452], [322, 458], 5]],
    lights: [[[310, 438], [312, 444], [314, 450], [316, 455], 3]],
  });
}

function drawLapel(ink: Ink, side: -1 | 1): void {
  const cloth = side < 0 ? { ...lapel, base: '#50546a', light: '#7a7f9a' } : lapel;
  drawCloth(
    ink,
    'M374 400 C386 408 404 414 418 418 L440 458 L410 466 L424 482 C404 536 368 594 332 634 L320 640 L320 590 C350 534 372 466 374 400 Z',
    cloth,
    {
      line: 1.8,
      folds: [[[378, 440], [380, 490], [360, 546], [330, 600], 6]],
      inside: () => {
        ink.strokeStyle = tint(lapel.light, 0.75);
        ink.lineWidth = 1.2;
        ink.stroke(new Path2D('M414 424 L434 456 L404 465 L417 482 C398 532 364 586 334 620'));
      },
    },
  );
  ink.fillStyle = tint(lapel.line, 0.95);
  taper(ink, [374, 448], [390, 452], [400, 458], [411, 466], 2.2, 0.5);
}

function drawCollar(ink: Ink, side: -1 | 1): void {
  const flap = drawCloth(
    ink,
    'M374 390 C382 396 387 404 388 412 C386 438 376 462 362 480 C350 462 338 448 322 438 C346 430 366 414 374 390 Z',
    shirt,
    { line: 1.5 },
  );
  within(ink, flap, () => {
    ink.fillStyle = tint(shirt.shade, side < 0 ? 0.4 : 0.85);
    taper(ink, [382, 402], [382, 432], [372, 456], [362, 478], 9, 0.5);
  });
}

function drawPocket(ink: Ink): void {
  // On the viewer's right; the cloth stands out of it in two peaks.
  paintShape(
    ink,
    'M416 538 L424 520 L433 530 L443 517 L450 536 L440 548 L420 550 Z',
    sloped(ink, 416, 516, 450, 548, [0, '#ffffff'], [1, '#d3d9ea']),
  );
  ink.strokeStyle = shirt.line;
  ink.lineWidth = 1.2;
  ink.stroke(new Path2D('M416 538 L424 520 L433 530 L443 517 L450 536'));
  const pocket = paintShape(ink, 'M408 540 L456 534 L457 543 L409 549 Z', suit.shade);
  ink.strokeStyle = suit.line;
  ink.lineWidth = 1.4;
  ink.stroke(pocket);
}

function drawMicrophone(ink: Ink): void {
  ink.save();
  ink.translate(244, 500);
  ink.rotate(0.5);
  ink.fillStyle = '#0d0e16';
  ink.beginPath();
  ink.roundRect(-6, -12, 12, 20, 5);
  ink.fill();
  ink.fillStyle = glow(ink, -2, -8, 12, [0, '#8b90a8'], [1, '#2c2e3c']);
  ink.beginPath();
  ink.roundRect(-4.4, -10.6, 8.8, 11, 4);
  ink.fill();
  ink.fillStyle = '#cfd3e2';
  ink.fillRect(-7, 2, 14, 3);
  ink.fillStyle = '#ff5a5a';
  oval(ink, 0, 6.4, 1.4, 1.4);
  ink.restore();
  ink.strokeStyle = '#0d0e16';
  ink.lineWidth = 1.6;
  ink.stroke(new Path2D('M240 508 C232 530 254 546 268 570'));
}
