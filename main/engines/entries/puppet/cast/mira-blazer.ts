/** Mira on air: a fitted blazer over a blouse with a ribbon, a pin, a lapel of another shade. Picture units. */
import { Path2D } from '@napi-rs/canvas';
import { bothSides, glow, oval, paintShape, sloped, taper, tint, vertical, within, type Ink } from '../ink/ink.ts';
import type { TorsoLayer } from './cast.ts';
import { drawCloth, shadeTorso, type Cloth } from './cloth.ts';

const blazer: Cloth = { base: '#31456f', light: '#4c669b', shade: '#233357', deep: '#162240', line: '#0f172e' };
const lapel: Cloth = { base: '#3b5284', light: '#5d7ab2', shade: '#2a3d68', deep: '#1a284a', line: '#0f172e' };
const blouse: Cloth = { base: '#fffaf5', light: '#ffffff', shade: '#e4d8e4', deep: '#c3b2c8', line: '#8f7d97' };
const ribbon: Cloth = { base: '#f0727f', light: '#ff9fa0', shade: '#cf4d68', deep: '#a23354', line: '#6f1f3d' };

export const blazerBack: TorsoLayer = {
  box: { x: 244, y: 372, width: 152, height: 70 },
  finish: { line: { colour: blouse.line, width: 1.6 } },
  draw: (ink) => {
    paintShape(
      ink,
      'M270 404 C276 388 296 380 320 380 C344 380 364 388 370 404 L366 428 C346 436 294 436 274 428 Z',
      vertical(ink, 380, 434, [0, blouse.shade], [1, blouse.deep]),
    );
  },
};

const body =
  'M276 400 C262 420 230 432 204 444 C176 456 162 484 157 530 C152 580 150 620 146 672 L494 672 C490 620 488 580 483 530 C478 484 464 456 436 444 C410 432 378 420 364 400 ' +
  'C370 450 352 512 320 560 C288 512 270 450 276 400 Z';

export const blazerTorso: TorsoLayer = {
  box: { x: 116, y: 384, width: 408, height: 272 },
  finish: { line: { colour: blazer.line, width: 2 }, rim: { colour: '#b9dcff', width: 3.4, alpha: 0.55 } },
  draw: (ink) => {
    drawBlouse(ink);
    drawCloth(ink, body, blazer, {
      folds: [
        [[196, 520], [192, 560], [196, 610], [188, 672], 9],
        [[444, 520], [448, 560], [444, 610], [452, 672], 9],
        [[206, 560], [232, 580], [258, 586], [284, 584], 8],
        [[436, 566], [414, 588], [388, 596], [356, 594], 8],
        [[160, 520], [170, 552], [174, 580], [172, 610], 8],
        [[482, 520], [470, 556], [466, 590], [470, 630], 10],
        [[212, 452], [222, 476], [224, 498], [218, 516], 7],
        [[428, 452], [420, 476], [418, 498], [424, 516], 7],
      ],
      lights: [
        [[172, 472], [160, 500], [154, 550], [150, 620], 8],
        [[204, 530], [204, 570], [206, 610], [202, 660], 4],
        [[240, 566], [260, 574], [280, 576], [296, 572], 4],
        [[462, 560], [458, 590], [458, 620], [462, 650], 4],
      ],
      inside: () => shadeTorso(ink, blazer),
    });
    // Sleeve seams.
    for (const side of [-1, 1]) {
      ink.fillStyle = tint(blazer.line, 0.85);
      taper(ink, [320 + side * 122, 446], [320 + side * 138, 470], [320 + side * 134, 500], [320 + side * 124, 530], 2.4, 0.6);
      taper(ink, [320 + side * 124, 528], [320 + side * 121, 570], [320 + side * 124, 620], [320 + side * 130, 672], 3, 0.3);
    }
    bothSides(ink, 320, (side) => drawLapel(ink, side));
    drawButton(ink, 328, 604);
    bothSides(ink, 320, (side) => drawCollar(ink, side));
    drawRibbon(ink);
    drawPin(ink);
  },
};

function drawBlouse(ink: Ink): void {
  drawCloth(ink, 'M270 398 C268 430 276 500 300 560 L320 600 L340 560 C364 500 372 430 370 398 L348 420 L320 436 L292 420 Z', blouse, {
    folds: [
      [[300, 452], [296, 480], [300, 510], [308, 540], 5],
      [[344, 452], [348, 480], [342, 512], [332, 544], 7],
    ],
    line: 1.3,
  });
  ink.strokeStyle = tint(blouse.line, 0.7);
  ink.lineWidth = 1.1;
  ink.stroke(new Path2D('M320 440 C321 480 320 530 320 580'));
  for (const y of [500, 530]) {
    ink.fillStyle = blouse.deep;
    oval(ink, 324.5, y, 2.6, 2.6);
    ink.fillStyle = '#ffffff';
    oval(ink, 323.8, y - 0.8, 1, 1);
  }
}

function drawLapel(ink: Ink, side: -1 | 1): void {
  const cloth = side < 0 ? { ...lapel, base: lapel.light, light: '#7592c8' } : lapel;
  drawCloth(
    ink,
    'M366 400 C376 408 392 416 404 420 L420 452 L398 462 L408 476 C396 520 366 566 330 600 L320 606 L320 558 C346 516 364 462 366 400 Z',
    cloth,
    {
      line: 1.8,
      folds: [[[370, 440], [372, 480], [356, 530], [330, 580], 6]],
      inside: () => {
        ink.strokeStyle = tint(lapel.light, 0.8);
        ink.lineWidth = 1.2;
        ink.stroke(new Path2D('M400 425 L414 451 L392 461 L402 476 C390 516 362 560 334 588'));
      },
    },
  );
  ink.fillStyle = tint(lapel.line, 0.9);
  taper(ink, [366, 446], [380, 450], [390, 456], [399, 462], 2.2, 0.5);
}

function drawCollar(ink: Ink, side: -1 | 1): void {
  const flap = drawCloth(
    ink,
    'M368 392 C376 396 381 404 382 412 C382 434 374 458 362 474 C350 458 338 446 321 438 C340 432 360 414 368 392 Z',
    blouse,
    { line: 1.5 },
  );
  within(ink, flap, () => {
    ink.fillStyle = side < 0 ? tint(blouse.shade, 0.35) : tint(blouse.shade, 0.8);
    taper(ink, [376, 404], [376, 430], [368, 452], [360, 472], 8, 0.5);
    ink.strokeStyle = tint(blouse.deep, 0.8);
    ink.lineWidth = 1;
    ink.stroke(new Path2D('M377 408 C377 430 370 452 361 467 C352 454 342 446 330 440'));
  });
}

function drawRibbon(ink: Ink): void {
  // Tails first, loops over them, the knot on top; not quite symmetrical.
  drawCloth(ink, 'M316 446 C306 470 294 492 284 512 L297 511 L303 522 C313 500 320 474 322 450 Z', ribbon, {
    line: 1.5,
    folds: [[[316, 452], [308, 474], [302, 490], [296, 508], 4]],
  });
  drawCloth(ink, 'M324 446 C334 472 348 490 358 506 L345 508 L341 520 C330 500 320 474 318 450 Z', ribbon, {
    line: 1.5,
    folds: [[[324, 452], [332, 474], [340, 492], [346, 506], 5]],
  });
  drawCloth(ink, 'M318 440 C304 426 286 420 272 424 C266 436 268 452 276 462 C290 462 306 454 318 446 Z', ribbon, {
    line: 1.6,
    folds: [[[316, 443], [302, 440], [290, 440], [278, 446], 6]],
    lights: [[[282, 430], [290, 428], [300, 431], [308, 437], 4]],
  });
  drawCloth(ink, 'M322 440 C336 425 354 421 368 427 C373 438 370 452 363 461 C349 461 334 454 322 446 Z', ribbon, {
    line: 1.6,
    folds: [[[324, 443], [338, 441], [350, 442], [362, 450], 7]],
    lights: [[[332, 435], [340, 430], [348, 429], [356, 431], 3.4]],
  });
  drawCloth(ink, 'M311 434 C316 430 324 430 329 434 C332 441 331 449 328 453 C323 456 316 456 312 453 C309 448 309 440 311 434 Z', ribbon, {
    line: 1.6,
  });
  ink.fillStyle = tint('#ffffff', 0.55);
  oval(ink, 316, 438, 2.6, 1.8, -0.4);
}

function drawButton(ink: Ink, x: number, y: number): void {
  ink.fillStyle = '#0f172e';
  oval(ink, x, y, 6.4, 6.4);
  ink.fillStyle = glow(ink, x - 2, y - 2, 7, [0, '#ffe7b0'], [0.6, '#d9a24c'], [1, '#9a6a2a']);
  oval(ink, x, y, 5, 5);
}

function drawPin(ink: Ink): void {
  // A small gold star on the viewer's left lapel.
  ink.save();
  ink.translate(252, 496);
  ink.beginPath();
  for (let i = 0; i < 10; i++) {
    const r = i % 2 === 0 ? 7.6 : 3.5;
    const angle = -Math.PI / 2 + (i * Math.PI) / 5;
    if (i === 0) ink.moveTo(Math.cos(angle) * r, Math.sin(angle) * r);
    else ink.lineTo(Math.cos(angle) * r, Math.sin(angle) * r);
  }
  ink.closePath();
  ink.fillStyle = sloped(ink, -6, -6, 6, 6, [0, '#fff1c4'], [0.5, '#f0bd5c'], [1, '#b07a30']);
  ink.fill();
  ink.strokeStyle = '#6a4316';
  ink.lineWidth = 1.1;
  ink.stroke();
  ink.restore();
}
