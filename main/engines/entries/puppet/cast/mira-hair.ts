/** Mira's hair: long behind, two long locks in front of the shoulders, a full fringe. Head units. */
import { glow, paintShape, taper, tint, vertical, within, type Ink } from '../ink/ink.ts';
import type { HeadLayer } from './cast.ts';
import { drawGloss, drawLock, type Lock } from './hair-lock.ts';
import type { HairPalette } from './palettes.ts';

export function miraBackHair(hair: HairPalette): HeadLayer {
  return {
    box: { x: -196, y: -186, width: 392, height: 484 },
    near: -18,
    hang: { fromY: 20, gain: 0.55, seed: 21 },
    finish: { line: { colour: hair.line, width: 1.9 }, rim: { colour: hair.rim, width: 3.4, alpha: 0.55 } },
    draw: (ink) => drawBack(ink, hair),
  };
}

function drawBack(ink: Ink, hair: HairPalette): void {
  const outer: readonly Lock[] = [
    { from: [-78, -90], a: [-172, -6], b: [-112, 150], to: [-176, 236], width: 74, blunt: 3, tone: 'dark', dipped: true },
    { from: [78, -90], a: [172, -6], b: [112, 156], to: [172, 244], width: 74, blunt: 3, tone: 'dark', dipped: true },
    { from: [-70, -40], a: [-140, 70], b: [-98, 170], to: [-140, 280], width: 80, blunt: 3, tone: 'dark', dipped: true },
    { from: [70, -40], a: [140, 70], b: [96, 180], to: [142, 276], width: 80, blunt: 3, tone: 'dark', dipped: true },
    { from: [-44, 0], a: [-86, 90], b: [-60, 190], to: [-100, 284], width: 90, blunt: 3, tone: 'dark', dipped: true },
    { from: [44, 0], a: [86, 90], b: [60, 190], to: [98, 282], width: 90, blunt: 3, tone: 'dark', dipped: true },
  ];
  for (const lock of outer) drawLock(ink, hair, { ...lock, lines: 5 });
  const cap = paintShape(
    ink,
    'M0 -172 C70 -172 124 -126 132 -50 C136 -8 134 40 140 84 C120 150 96 210 60 240 L-60 240 C-96 210 -120 150 -140 84 C-134 40 -136 -8 -132 -50 C-124 -126 -70 -172 0 -172 Z',
    vertical(ink, -170, 240, [0, hair.shade], [0.35, hair.deep], [1, hair.deep]),
  );
  within(ink, cap, () => {
    // Deep behind the neck.
    ink.fillStyle = glow(ink, 0, 120, 130, [0, tint(hair.line, 0.75)], [0.6, tint(hair.line, 0.45)], [1, tint(hair.line, 0)]);
    ink.fillRect(-150, -20, 300, 270);
    for (const side of [-1, 1]) {
      ink.fillStyle = tint(hair.base, 0.5);
      taper(ink, [side * 108, -60], [side * 120, 0], [side * 118, 60], [side * 112, 140], 16, 0.6);
      ink.fillStyle = tint(hair.line, 0.4);
      taper(ink, [side * 100, -40], [side * 108, 20], [side * 104, 80], [side * 96, 146], 3, 0.6);
    }
  });
}

const leftLocks: readonly Lock[] = [
  { from: [-72, -104], a: [-150, -60], b: [-118, 60], to: [-152, 132], width: 48, blunt: 2.4, dipped: true, lines: 3 },
  { from: [-62, -108], a: [-136, -30], b: [-112, 110], to: [-78, 226], width: 62, blunt: 2.4, dipped: true, lines: 4 },
  { from: [-72, -84], a: [-100, -34], b: [-100, 36], to: [-68, 98], width: 26, blunt: 1.8, dipped: true, lines: 1 },
];
const rightLocks: readonly Lock[] = [
  { from: [72, -104], a: [152, -60], b: [120, 70], to: [154, 124], width: 48, blunt: 2.4, dipped: true, lines: 3 },
  { from: [62, -108], a: [138, -30], b: [98, 100], to: [112, 240], width: 62, blunt: 2.4, dipped: true, lines: 4 },
  { from: [72, -84], a: [102, -34], b: [102, 30], to: [74, 88], width: 26, blunt: 1.8, dipped: true, lines: 1 },
];

/** One layer for each side: they swing each in its own way. */
export function miraSideLocks(hair: HairPalette): readonly HeadLayer[] {
  const layer = (locks: readonly Lock[], x: number, seed: number): HeadLayer => ({
    box: { x, y: -140, width: 116, height: 392 },
    near: 26,
    slope: 0.04,
    hang: { fromY: -10, gain: 0.72, seed },
    finish: { line: { colour: hair.line, width: 1.7 }, rim: { colour: hair.rim, width: 2.6, alpha: 0.5 } },
    draw: (ink) => {
      for (const lock of locks) drawLock(ink, hair, lock);
    },
  });
  return [layer(leftLocks, -164, 57), layer(rightLocks, 48, 61)];
}

const bangs: readonly Lock[] = [
  { from: [-56, -122], a: [-122, -104], b: [-120, -30], to: [-116, 48], width: 46, blunt: 2.6 },
  { from: [56, -122], a: [122, -104], b: [124, -34], to: [112, 54], width: 46, blunt: 2.6 },
  { from: [-48, -128], a: [-96, -104], b: [-112, -44], to: [-86, 16], width: 62, blunt: 2.6 },
  { from: [40, -130], a: [92, -108], b: [112, -48], to: [78, 20], width: 64, blunt: 2.6 },
  { from: [10, -134], a: [54, -110], b: [76, -52], to: [44, 2], width: 62, blunt: 2.6 },
  { from: [-32, -130], a: [-62, -104], b: [-84, -48], to: [-54, 4], width: 60, blunt: 2.6, tone: 'bright' },
  { from: [4, -134], a: [22, -104], b: [36, -52], to: [18, -2], width: 50, blunt: 2.4, tone: 'bright' },
  { from: [-14, -134], a: [-22, -104], b: [-36, -40], to: [-2, 16], width: 56, blunt: 2.4, tone: 'bright' },
];

function drawFringe(ink: Ink, hair: HairPalette): void {
  // One lock that does not obey.
  drawLock(ink, hair, { from: [-14, -158], a: [-8, -194], b: [20, -208], to: [44, -190], width: 12, root: 0.9, blunt: 1.8, lines: 1 });
  drawLock(ink, hair, { from: [-10, -158], a: [0, -184], b: [12, -192], to: [24, -186], width: 7, root: 0.9, blunt: 1.8, lines: 0 });
  paintShape(
    ink,
    'M-6 -172 C-76 -172 -124 -122 -130 -52 C-131 -28 -128 -4 -122 14 C-118 -6 -112 -24 -100 -40 C-60 -78 60 -78 100 -40 C112 -24 118 -4 122 16 C128 -4 131 -28 130 -52 C124 -120 74 -170 -6 -172 Z',
    vertical(ink, -172, -30, [0, hair.base], [0.45, hair.base], [1, hair.shade]),
  );
  for (const lock of bangs) drawLock(ink, hair, { ...lock, lines: 3 });
  ink.globalCompositeOperation = 'source-atop';
  // The crown takes the light from the upper left.
  ink.fillStyle = vertical(ink, -174, -74, [0, tint(hair.light, 0.95)], [0.4, tint(hair.base, 0.85)], [1, tint(hair.base, 0)]);
  ink.fillRect(-150, -220, 300, 150);
  ink.fillStyle = glow(ink, -52, -122, 88, [0, tint(hair.light, 0.8)], [1, tint(hair.light, 0)]);
  ink.fillRect(-150, -220, 240, 190);
  ink.fillStyle = glow(ink, 118, -84, 84, [0, tint(hair.deep, 0.6)], [1, tint(hair.deep, 0)]);
  ink.fillRect(20, -190, 130, 240);
  // Strands that run from the crown.
  const root = [-16, -166] as const;
  for (const [i, x] of [-116, -100, -84, -68, -52, -36, -20, -4, 12, 28, 44, 60, 76, 92, 108, 118].entries()) {
    const y = -70 + x * x * 0.0054;
    ink.fillStyle = tint(i % 3 === 1 ? hair.gloss : hair.line, i % 3 === 1 ? 0.32 : 0.36);
    taper(
      ink,
      root,
      [root[0] + (x - root[0]) * 0.6, -160 + Math.abs(x) * 0.16],
      [x * 1.05, y - 54],
      [x, y + 20],
      i % 3 === 1 ? 3.6 : 1.8,
      0.6,
    );
  }
  const arc = (x: number): number => -112 + x * x * 0.0036;
  drawGloss(ink, hair.gloss, 0.72, arc, 9, [
    [-110, 4],
    [-101, 16],
    [-91, 8],
    [-82, 22],
    [-72, 10],
    [-63, 24],
    [-53, 9],
    [-44, 17],
    [-36, 6],
    [-28, 3],
  ]);
  drawGloss(ink, hair.gloss, 0.66, arc, 8, [
    [10, 3],
    [18, 9],
    [28, 17],
    [37, 8],
    [47, 23],
    [57, 10],
    [66, 19],
    [76, 8],
    [86, 14],
    [96, 3],
  ]);
}

export function miraFringe(hair: HairPalette): HeadLayer {
  return {
    box: { x: -146, y: -222, width: 292, height: 284 },
    near: 50,
    slope: 0.34,
    hang: { fromY: -40, gain: 0.2, seed: 83 },
    finish: { line: { colour: hair.line, width: 1.8 }, rim: { colour: hair.rim, width: 3, alpha: 0.5 } },
    draw: (ink) => drawFringe(ink, hair),
  };
}
