/** Kai off duty: a bomber jacket over a shirt with a print, ribbed collar, a chain. Picture units. */
import { Path2D } from '@napi-rs/canvas';
import { bothSides, oval, paintShape, sloped, tint, vertical, within, type Ink } from '../ink/ink.ts';
import type { TorsoLayer } from './cast.ts';
import { drawCloth, shadeTorso, type Cloth } from './cloth.ts';

const jacket: Cloth = { base: '#2f6f6b', light: '#4d9a90', shade: '#1f5054', deep: '#123439', line: '#0b2327' };
const sleeve: Cloth = { base: '#f0e6d4', light: '#fffaf0', shade: '#cdb9a8', deep: '#9a8582', line: '#4b3c40' };
const rib: Cloth = { base: '#1e4648', light: '#376a69', shade: '#132f33', deep: '#0b1f23', line: '#0b2327' };
const tee: Cloth = { base: '#ffffff', light: '#ffffff', shade: '#d5dae6', deep: '#a7b0c4', line: '#6d7690' };

export const jacketBack: TorsoLayer = {
  box: { x: 232, y: 372, width: 176, height: 72 },
  finish: { line: { colour: rib.line, width: 1.6 } },
  draw: (ink) => {
    paintShape(
      ink,
      'M252 410 C258 388 288 379 320 379 C352 379 382 388 388 410 L380 432 C352 440 288 440 260 432 Z',
      vertical(ink, 379, 438, [0, rib.base], [1, rib.deep]),
    );
  },
};

const body =
  'M262 404 C246 424 206 432 174 446 C138 460 122 488 116 536 C110 586 106 628 102 672 L538 672 C534 628 530 586 524 536 C518 488 502 460 466 446 C434 432 394 424 378 404 ' +
  'C380 450 372 560 366 672 L274 672 C268 560 260 450 262 404 Z';

export const jacketTorso: TorsoLayer = {
  box: { x: 84, y: 384, width: 472, height: 272 },
  finish: { line: { colour: jacket.line, width: 2 }, rim: { colour: '#ffe9c9', width: 3.4, alpha: 0.65 } },
  draw: (ink) => {
    drawTee(ink);
    drawCloth(ink, body, jacket, {
      folds: [
        [[196, 560], [220, 586], [244, 598], [268, 602], 10],
        [[446, 566], [424, 592], [398, 606], [372, 610], 10],
        [[198, 452], [212, 478], [216, 502], [208, 524], 8],
        [[442, 452], [428, 478], [424, 502], [432, 524], 8],
        [[240, 470], [246, 520], [250, 580], [252, 640], 6],
      ],
      lights: [
        [[206, 470], [214, 500], [216, 540], [208, 580], 8],
        [[236, 480], [240, 520], [244, 560], [244, 610], 4],
      ],
      inside: () => {
        shadeTorso(ink, jacket);
        bothSides(ink, 320, (side) => drawSleeve(ink, side));
      },
    });
    bothSides(ink, 320, (side) => drawFront(ink, side));
    bothSides(ink, 320, (side) => drawRib(ink, side));
  },
};

function drawTee(ink: Ink): void {
  drawCloth(ink, 'M264 408 C280 436 300 446 320 447 C340 446 360 436 376 408 L384 672 L256 672 Z', tee, {
    folds: [
      [[286, 470], [290, 520], [284, 580], [290, 650], 8],
      [[352, 470], [346, 530], [354, 590], [346, 660], 9],
      [[300, 600], [316, 612], [332, 612], [348, 602], 6],
    ],
    line: 1.3,
    inside: () => {
      // A sound wave, printed.
      ink.lineCap = 'round';
      ink.lineWidth = 5;
      for (const [i, h] of [10, 22, 38, 54, 30, 46, 24, 12].entries()) {
        ink.strokeStyle = i % 3 === 1 ? '#f0a23c' : jacket.base;
        ink.beginPath();
        ink.moveTo(289 + i * 9, 560 - h / 2);
        ink.lineTo(289 + i * 9, 560 + h / 2);
        ink.stroke();
      }
      ink.fillStyle = vertical(ink, 540, 660, [0, tint(tee.shade, 0)], [1, tint(tee.shade, 0.9)]);
      ink.fillRect(256, 540, 128, 132);
    },
  });
  // Collar of the shirt, and a thin chain.
  ink.strokeStyle = tee.line;
  ink.lineWidth = 1.3;
  ink.stroke(new Path2D('M270 418 C284 444 302 455 320 456 C338 455 356 444 370 418'));
  ink.strokeStyle = '#8d8797';
  ink.lineWidth = 2.6;
  ink.stroke(new Path2D('M276 424 C288 462 304 480 320 484 C336 480 352 462 364 424'));
  ink.strokeStyle = '#f4f2fa';
  ink.lineWidth = 1.2;
  ink.setLineDash([3, 2]);
  ink.stroke(new Path2D('M276 424 C288 462 304 480 320 484 C336 480 352 462 364 424'));
  ink.setLineDash([]);
  ink.fillStyle = '#6f6a7d';
  ink.beginPath();
  ink.roundRect(315, 482, 10, 17, 3);
  ink.fill();
  ink.fillStyle = sloped(ink, 316, 484, 324, 498, [0, '#ffffff'], [1, '#a9a3b8']);
  ink.beginPath();
  ink.roundRect(316.2, 483.4, 7.6, 14, 2.4);
  ink.fill();
}

function drawSleeve(ink: Ink, side: -1 | 1): void {
  const cloth = side < 0 ? sleeve : { ...sleeve, light: sleeve.base, base: sleeve.shade, shade: sleeve.deep };
  drawCloth(ink, 'M462 440 C482 462 480 508 462 534 C456 576 462 624 474 680 L560 680 L548 470 Z', cloth, {
    line: 2,
    folds: [
      [[512, 516], [494, 548], [480, 570], [466, 580], 11],
      [[524, 560], [506, 584], [490, 596], [472, 604], 9],
      [[522, 600], [508, 624], [494, 634], [478, 640], 9],
      [[478, 470], [484, 496], [482, 516], [472, 534], 6],
    ],
    lights: [[[504, 474], [514, 504], [518, 548], [522, 610], 7]],
    inside: () => {
      ink.strokeStyle = jacket.base;
      ink.lineWidth = 9;
      ink.stroke(new Path2D('M478 452 C502 462 520 486 528 520'));
      ink.strokeStyle = '#f0a23c';
      ink.lineWidth = 3;
      ink.stroke(new Path2D('M474 462 C496 472 512 494 519 526'));
    },
  });
}

function drawFront(ink: Ink, side: -1 | 1): void {
  // Band with the zip's teeth.
  const band = drawCloth(
    ink,
    'M374 432 C380 500 374 590 368 676 L352 676 C360 590 364 500 356 440 Z',
    side < 0 ? { ...jacket, base: jacket.light } : jacket,
    { line: 1.6 },
  );
  within(ink, band, () => {
    ink.strokeStyle = '#d9cda8';
    ink.lineWidth = 3;
    ink.setLineDash([2.4, 2.4]);
    ink.stroke(new Path2D('M358 446 C366 508 361 592 354 676'));
    ink.setLineDash([]);
  });
  if (side < 0) return;
  ink.fillStyle = '#d9cda8';
  ink.beginPath();
  ink.roundRect(354, 540, 8, 18, 3);
  ink.fill();
  ink.strokeStyle = jacket.line;
  ink.lineWidth = 1;
  ink.stroke();
  // A small badge on the chest.
  ink.fillStyle = '#f0a23c';
  ink.beginPath();
  ink.roundRect(398, 512, 34, 15, 4);
  ink.fill();
  ink.strokeStyle = jacket.line;
  ink.lineWidth = 1.3;
  ink.stroke();
  ink.fillStyle = '#fff6e0';
  for (const k of [0, 1, 2]) oval(ink, 407 + k * 8, 519.5, 2.2, 2.2);
}

function drawRib(ink: Ink, side: -1 | 1): void {
  const collar = drawCloth(
    ink,
    'M378 394 C392 400 402 408 404 418 C400 436 386 446 368 456 C362 452 358 446 356 440 C368 430 376 414 378 394 Z',
    side < 0 ? { ...rib, base: rib.light } : rib,
    { line: 1.7 },
  );
  within(ink, collar, () => {
    ink.strokeStyle = tint(rib.line, 0.8);
    ink.lineWidth = 1.3;
    for (let k = 0; k < 8; k++) {
      ink.beginPath();
      ink.moveTo(374 + k * 1.2 - k * k * 0.3, 396 + k * 7.4);
      ink.lineTo(402 - k * 0.6 - k * k * 0.6, 406 + k * 7);
      ink.stroke();
    }
    ink.strokeStyle = '#f0a23c';
    ink.lineWidth = 2.4;
    ink.stroke(new Path2D('M397 406 C396 426 382 440 364 450'));
  });
}
