/** Kai's hair: short and tousled, parted on the viewer's left, ears free. Head units. */
import { glow, paintShape, taper, tint, vertical, within, type Ink } from '../ink/ink.ts';
import type { HeadLayer } from './cast.ts';
import { drawGloss, drawLock, type Lock } from './hair-lock.ts';
import type { HairPalette } from './palettes.ts';

export function kaiBackHair(hair: HairPalette): HeadLayer {
  return {
    box: { x: -136, y: -184, width: 272, height: 290 },
    near: -16,
    hang: { fromY: 20, gain: 0.3, seed: 22 },
    finish: { line: { colour: hair.line, width: 1.9 }, rim: { colour: hair.rim, width: 3.2, alpha: 0.6 } },
    draw: (ink) => {
      const nape: readonly Lock[] = [
        { from: [-92, -40], a: [-112, 0], b: [-104, 40], to: [-114, 78], width: 40, blunt: 2.2, tone: 'dark' },
        { from: [92, -40], a: [112, 0], b: [104, 40], to: [114, 74], width: 40, blunt: 2.2, tone: 'dark' },
        { from: [-70, 0], a: [-84, 30], b: [-76, 60], to: [-84, 96], width: 44, blunt: 2.2, tone: 'dark' },
        { from: [70, 0], a: [84, 30], b: [76, 60], to: [86, 92], width: 44, blunt: 2.2, tone: 'dark' },
        { from: [-40, 10], a: [-48, 40], b: [-40, 66], to: [-46, 100], width: 46, blunt: 2.4, tone: 'dark' },
        { from: [40, 10], a: [48, 40], b: [40, 66], to: [48, 98], width: 46, blunt: 2.4, tone: 'dark' },
      ];
      for (const lock of nape) drawLock(ink, hair, { ...lock, lines: 2 });
      const cap = paintShape(
        ink,
        'M0 -168 C66 -168 116 -124 122 -54 C124 -14 118 20 104 52 L-104 52 C-118 20 -124 -14 -122 -54 C-116 -124 -66 -168 0 -168 Z',
        vertical(ink, -166, 60, [0, hair.shade], [0.5, hair.deep], [1, hair.deep]),
      );
      within(ink, cap, () => {
        ink.fillStyle = glow(ink, 0, 60, 110, [0, tint(hair.line, 0.8)], [1, tint(hair.line, 0)]);
        ink.fillRect(-130, -50, 260, 120);
      });
    },
  };
}

const leftLocks: readonly Lock[] = [
  { from: [-84, -84], a: [-116, -50], b: [-108, 0], to: [-116, 34], width: 34, blunt: 2.2, lines: 2 },
  { from: [-78, -80], a: [-98, -40], b: [-90, 20], to: [-80, 62], width: 24, blunt: 1.9, lines: 1 },
];
const rightLocks: readonly Lock[] = [
  { from: [84, -84], a: [116, -50], b: [108, 0], to: [117, 28], width: 34, blunt: 2.2, lines: 2 },
  { from: [78, -80], a: [98, -40], b: [90, 16], to: [82, 54], width: 24, blunt: 1.9, lines: 1 },
];

export function kaiSideLocks(hair: HairPalette): readonly HeadLayer[] {
  const layer = (locks: readonly Lock[], x: number, seed: number): HeadLayer => ({
    box: { x, y: -100, width: 66, height: 170 },
    near: 18,
    slope: 0.05,
    hang: { fromY: -20, gain: 0.3, seed },
    finish: { line: { colour: hair.line, width: 1.6 }, rim: { colour: hair.rim, width: 2.4, alpha: 0.5 } },
    draw: (ink) => {
      for (const lock of locks) drawLock(ink, hair, lock);
    },
  });
  return [layer(leftLocks, -126, 58), layer(rightLocks, 60, 62)];
}

/** Locks that leave the outline of the crown, all swept to the viewer's right. */
const tufts: readonly Lock[] = [
  { from: [-84, -84], a: [-124, -84], b: [-134, -50], to: [-140, -14], width: 42, blunt: 2 },
  { from: [-72, -112], a: [-112, -122], b: [-128, -96], to: [-142, -62], width: 46, blunt: 2 },
  { from: [84, -84], a: [126, -84], b: [134, -44], to: [138, -4], width: 42, blunt: 2 },
  { from: [70, -112], a: [118, -120], b: [134, -88], to: [146, -48], width: 48, blunt: 2 },
  { from: [-76, -112], a: [-106, -146], b: [-92, -170], to: [-58, -192], width: 46, blunt: 1.9 },
  { from: [30, -128], a: [80, -156], b: [112, -136], to: [148, -116], width: 52, blunt: 1.9 },
  { from: [-56, -122], a: [-54, -164], b: [-18, -180], to: [14, -200], width: 50, blunt: 1.9 },
  { from: [-12, -132], a: [20, -170], b: [60, -172], to: [92, -176], width: 52, blunt: 1.9, tone: 'bright' },
];

const bangs: readonly Lock[] = [
  { from: [-66, -112], a: [-126, -98], b: [-118, -40], to: [-120, 18], width: 42, blunt: 2.3 },
  { from: [62, -114], a: [126, -100], b: [122, -40], to: [116, 26], width: 44, blunt: 2.3 },
  { from: [-62, -116], a: [-112, -100], b: [-122, -50], to: [-96, 2], width: 54, blunt: 2.3 },
  { from: [36, -130], a: [102, -112], b: [122, -58], to: [94, 14], width: 64, blunt: 2.4 },
  { from: [-54, -126], a: [-84, -110], b: [-104, -66], to: [-70, -16], width: 54, blunt: 2.2, tone: 'bright' },
  { from: [-8, -138], a: [68, -122], b: [100, -68], to: [68, 2], width: 70, blunt: 2.4 },
  { from: [-36, -136], a: [30, -126], b: [68, -78], to: [38, -6], width: 70, blunt: 2.3, tone: 'bright' },
  { from: [-52, -132], a: [-8, -126], b: [26, -84], to: [6, -14], width: 66, blunt: 2.2, tone: 'bright' },
  { from: [-54, -130], a: [-56, -106], b: [-34, -68], to: [-42, -26], width: 34, blunt: 2 },
];

function drawFringe(ink: Ink, hair: HairPalette): void {
  for (const lock of tufts) drawLock(ink, hair, { ...lock, lines: 2 });
  paintShape(
    ink,
    'M-6 -170 C-72 -170 -118 -124 -122 -56 C-122 -34 -120 -14 -116 0 C-112 -20 -108 -44 -98 -62 C-64 -108 64 -108 100 -62 C108 -40 114 -20 116 2 C121 -14 123 -34 122 -56 C118 -124 72 -170 -6 -170 Z',
    vertical(ink, -170, -40, [0, hair.base], [0.5, hair.base], [1, hair.shade]),
  );
  for (const lock of bangs) drawLock(ink, hair, { ...lock, lines: 3 });
  ink.globalCompositeOperation = 'source-atop';
  ink.fillStyle = vertical(ink, -200, -84, [0, tint(hair.light, 0.8)], [0.45, tint(hair.base, 0.75)], [1, tint(hair.base, 0)]);
  ink.fillRect(-150, -220, 300, 140);
  ink.fillStyle = glow(ink, -56, -126, 84, [0, tint(hair.light, 0.75)], [1, tint(hair.light, 0)]);
  ink.fillRect(-150, -220, 240, 190);
  ink.fillStyle = glow(ink, 116, -80, 84, [0, tint(hair.deep, 0.65)], [1, tint(hair.deep, 0)]);
  ink.fillRect(20, -190, 130, 240);
  const root = [-44, -176] as const;
  for (const [i, x] of [-112, -96, -80, -64, -50, -34, -14, 6, 26, 46, 66, 86, 104].entries()) {
    const y = -76 + x * x * 0.0056;
    ink.fillStyle = tint(i % 3 === 1 ? hair.gloss : hair.line, i % 3 === 1 ? 0.26 : 0.36);
    taper(
      ink,
      root,
      [root[0] + (x - root[0]) * 0.6, -178 + Math.abs(x) * 0.2],
      [x * 1.06 + 8, y - 54],
      [x, y + 16],
      i % 3 === 1 ? 3.2 : 1.7,
      0.6,
    );
  }
  const arc = (x: number): number => -112 + x * x * 0.0038;
  drawGloss(ink, hair.gloss, 0.6, arc, 7, [
    [-104, 3],
    [-96, 12],
    [-87, 6],
    [-78, 18],
    [-69, 7],
    [-60, 13],
    [-52, 3],
  ]);
  drawGloss(ink, hair.gloss, 0.55, arc, 8, [
    [-12, 3],
    [-2, 10],
    [9, 6],
    [20, 19],
    [31, 9],
    [42, 22],
    [53, 8],
    [64, 16],
    [75, 6],
    [84, 10],
    [92, 3],
  ]);
}

export function kaiFringe(hair: HairPalette): HeadLayer {
  return {
    box: { x: -158, y: -216, width: 316, height: 252 },
    near: 48,
    slope: 0.34,
    hang: { fromY: -50, gain: 0.18, seed: 84 },
    finish: { line: { colour: hair.line, width: 1.8 }, rim: { colour: hair.rim, width: 3, alpha: 0.55 } },
    draw: (ink) => drawFringe(ink, hair),
  };
}
