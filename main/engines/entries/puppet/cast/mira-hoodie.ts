/** Mira at home: a wide hoodie in cream with mint inside, cords, a printed heart. Picture units. */
import { Path2D } from '@napi-rs/canvas';
import { bothSides, fillShape, glow, oval, paintShape, sloped, taper, tint, vertical, within, type Ink } from '../ink/ink.ts';
import type { TorsoLayer } from './cast.ts';
import { drawCloth, shadeTorso, type Cloth } from './cloth.ts';

const cream: Cloth = { base: '#fbf1ea', light: '#ffffff', shade: '#e3d0d8', deep: '#b9a0bb', line: '#6d5877' };
const mint: Cloth = { base: '#9ddccd', light: '#c8f2e6', shade: '#6fb9b0', deep: '#468c90', line: '#2f5f69' };
const lilac: Cloth = { base: '#b9a2e6', light: '#d8c8f7', shade: '#9079c6', deep: '#6b569f', line: '#493a76' };

/** The hood, thrown back: it stands behind the neck. */
export const hoodieBack: TorsoLayer = {
  box: { x: 196, y: 348, width: 248, height: 110 },
  finish: { line: { colour: cream.line, width: 1.8 } },
  draw: (ink) => {
    const hood = paintShape(
      ink,
      'M212 436 C208 398 250 360 320 358 C390 360 432 398 428 436 C402 452 238 452 212 436 Z',
      sloped(ink, 220, 370, 420, 440, [0, cream.light], [0.4, cream.base], [1, cream.shade]),
    );
    within(ink, hood, () => {
      paintShape(
        ink,
        'M236 440 C236 404 270 378 320 376 C370 378 404 404 404 440 Z',
        vertical(ink, 376, 440, [0, mint.shade], [1, mint.deep]),
      );
      ink.fillStyle = tint(mint.light, 0.5);
      taper(ink, [250, 420], [262, 394], [290, 384], [320, 382], 5, 0.5);
    });
  },
};

const body =
  'M270 404 C252 424 220 434 192 446 C162 460 146 488 140 532 C134 584 130 628 126 672 L514 672 C510 628 506 584 500 532 C494 488 478 460 448 446 C420 434 388 424 370 404 ' +
  'C368 434 348 470 320 484 C292 470 272 434 270 404 Z';

export const hoodieTorso: TorsoLayer = {
  box: { x: 108, y: 380, width: 424, height: 276 },
  finish: { line: { colour: cream.line, width: 2 }, rim: { colour: '#ffffff', width: 3.2, alpha: 0.8 } },
  draw: (ink) => {
    // A shirt in the hood's opening.
    drawCloth(ink, 'M276 424 C288 448 302 462 320 470 C338 462 352 448 364 424 L372 500 L268 500 Z', lilac, { line: 1.4 });
    drawCloth(ink, body, cream, {
      folds: [
        [[196, 516], [190, 560], [196, 612], [186, 672], 12],
        [[444, 516], [450, 560], [444, 612], [454, 672], 12],
        [[206, 552], [236, 578], [268, 588], [300, 590], 9],
        [[434, 560], [410, 584], [380, 596], [350, 598], 9],
        [[150, 520], [166, 548], [172, 572], [168, 604], 10],
        [[146, 560], [160, 580], [166, 600], [162, 630], 8],
        [[490, 520], [474, 552], [468, 580], [474, 616], 12],
        [[494, 564], [480, 590], [476, 610], [482, 640], 8],
        [[214, 452], [228, 474], [232, 494], [224, 512], 8],
        [[426, 452], [412, 474], [408, 494], [416, 512], 8],
      ],
      lights: [
        [[166, 474], [152, 504], [146, 552], [142, 616], 8],
        [[206, 530], [206, 570], [208, 612], [202, 660], 5],
        [[244, 566], [266, 576], [288, 580], [306, 578], 5],
      ],
      inside: () => {
        shadeTorso(ink, cream);
        drawHeart(ink);
      },
    });
    for (const side of [-1, 1]) {
      ink.fillStyle = tint(cream.line, 0.75);
      taper(ink, [320 + side * 126, 446], [320 + side * 142, 472], [320 + side * 138, 502], [320 + side * 126, 530], 2.2, 0.6);
      taper(ink, [320 + side * 126, 528], [320 + side * 122, 572], [320 + side * 126, 620], [320 + side * 134, 672], 2.8, 0.3);
    }
    bothSides(ink, 320, (side) => drawHoodEdge(ink, side));
    drawCords(ink);
  },
};

function drawHoodEdge(ink: Ink, side: -1 | 1): void {
  const edge = drawCloth(
    ink,
    'M366 392 C388 402 408 416 410 430 C402 462 366 490 320 506 C318 500 318 492 320 484 C346 470 364 436 366 392 Z',
    side < 0 ? { ...cream, base: cream.light } : cream,
    { line: 1.8, folds: [[[398, 428], [388, 452], [364, 474], [330, 490], 6]] },
  );
  within(ink, edge, () => {
    ink.fillStyle = tint(mint.base, 0.95);
    fillShape(ink, new Path2D('M364 390 C374 396 380 402 380 408 C376 440 352 470 320 484 L316 480 C344 466 362 432 364 390 Z'));
    ink.strokeStyle = tint(mint.line, 0.8);
    ink.lineWidth = 1.2;
    ink.stroke(new Path2D('M380 404 C377 440 354 472 320 487'));
    ink.setLineDash([4, 3]);
    ink.strokeStyle = tint(cream.deep, 0.9);
    ink.lineWidth = 1.1;
    ink.stroke(new Path2D('M402 430 C394 456 362 482 322 496'));
    ink.setLineDash([]);
  });
}

function drawCords(ink: Ink): void {
  for (const [x, path, endX, endY] of [
    [300, 'M300 492 C296 520 304 546 298 574', 298, 574],
    [341, 'M341 491 C348 516 340 536 345 556', 345, 556],
  ] as const) {
    ink.fillStyle = mint.line;
    oval(ink, x, 491, 5, 4.4);
    ink.fillStyle = '#e9f6f2';
    oval(ink, x, 491, 2.6, 2.2);
    ink.strokeStyle = mint.line;
    ink.lineWidth = 5.6;
    ink.stroke(new Path2D(path));
    ink.strokeStyle = mint.base;
    ink.lineWidth = 3.2;
    ink.stroke(new Path2D(path));
    ink.strokeStyle = tint('#ffffff', 0.6);
    ink.lineWidth = 1;
    ink.stroke(new Path2D(path));
    ink.fillStyle = mint.line;
    ink.beginPath();
    ink.roundRect(endX - 4.4, endY, 8.8, 17, 3);
    ink.fill();
    ink.fillStyle = sloped(ink, endX - 3, endY, endX + 3, endY, [0, '#ffffff'], [0.5, '#d9d3e4'], [1, '#9d92b4']);
    ink.beginPath();
    ink.roundRect(endX - 3, endY + 1.4, 6, 14, 2);
    ink.fill();
  }
}

function drawHeart(ink: Ink): void {
  ink.save();
  ink.translate(398, 558);
  ink.rotate(0.08);
  const heart = new Path2D('M0 14 C-20 2 -18 -14 -8 -14 C-3 -14 0 -10 0 -7 C0 -10 3 -14 8 -14 C18 -14 20 2 0 14 Z');
  ink.fillStyle = glow(ink, -5, -7, 24, [0, '#ffb6cd'], [1, '#ee6f9b']);
  fillShape(ink, heart);
  ink.strokeStyle = '#a63a6a';
  ink.lineWidth = 1.6;
  ink.stroke(heart);
  ink.fillStyle = tint('#ffffff', 0.7);
  oval(ink, -7, -8, 3, 2, -0.5);
  ink.restore();
}
