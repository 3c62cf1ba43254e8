/** The hair and the headset as still drawings in face coordinates (0,0 between the eyes). The renderer moves them with the head. */
import { Path2D } from '@napi-rs/canvas';
import { fillShape, glow, taper, vertical, type Box, type Ink } from './bitmap.ts';
import { projectX, projectY, type HeadPose } from './geometry.ts';
import { palette as c } from './palette.ts';

export const backHairBox: Box = { x: -150, y: -176, width: 300, height: 372 };
/** Of the lock on the viewer's right; the left one is its mirror image. */
export const sideLockBox: Box = { x: 54, y: -102, width: 82, height: 284 };
export const fringeBox: Box = { x: -132, y: -178, width: 264, height: 200 };
/** Of the cup on the viewer's right, the left one is its mirror image. */
export const cupBox: Box = { x: 98, y: -16, width: 40, height: 76 };
/** Everything that the headset can cover, for the moving region. */
export const headsetBox: Box = { x: -140, y: -182, width: 280, height: 320 };

/** Everything behind the face: the crown's mass and the bob that falls to the shoulders and turns in. */
export function drawBackHair(ink: Ink): void {
  const mass = new Path2D(
    'M0 -168 C58 -170 108 -128 118 -56 C126 -4 124 48 132 92 C138 128 134 160 112 178 C96 188 74 186 60 176 C40 184 18 182 0 176 ' +
      'C-18 182 -40 184 -60 176 C-74 186 -96 188 -112 178 C-134 160 -138 128 -132 92 C-124 48 -126 -4 -118 -56 C-108 -128 -58 -170 0 -168 Z',
  );
  ink.fillStyle = vertical(ink, -160, 186, [0, c.hairShade], [0.5, c.hairDeep], [0.8, c.hairShade], [1, c.hairDeep]);
  fillShape(ink, mass);
  ink.save();
  ink.clip(mass);
  for (const side of [-1, 1]) {
    ink.fillStyle = c.hair;
    ink.globalAlpha = 0.55;
    taper(ink, [side * 108, -70], [side * 122, 10], [side * 118, 90], [side * 112, 168], 22, 0.6);
    taper(ink, [side * 90, 40], [side * 104, 90], [side * 102, 130], [side * 84, 172], 16, 0.6);
    ink.globalAlpha = 0.5;
    ink.fillStyle = c.hairLight;
    taper(ink, [side * 120, 40], [side * 128, 90], [side * 128, 130], [side * 114, 166], 9, 0.55);
    ink.globalAlpha = 0.7;
    ink.fillStyle = c.hairLine;
    taper(ink, [side * 98, 30], [side * 110, 90], [side * 112, 130], [side * 96, 178], 3.4, 0.6);
    taper(ink, [side * 78, 60], [side * 86, 110], [side * 84, 150], [side * 66, 176], 3.4, 0.6);
  }
  ink.restore();
  ink.strokeStyle = c.hairLine;
  ink.lineWidth = 2.2;
  ink.stroke(mass);
}

/** The lock beside the cheek, on the viewer's right. */
export function drawSideLock(ink: Ink): void {
  const lock = new Path2D(
    'M60 -96 C94 -78 112 -30 116 20 C120 66 130 98 126 134 C122 160 104 176 82 172 C98 160 100 140 94 112 C90 90 92 66 89 44 C86 14 80 -18 64 -40 Z',
  );
  ink.fillStyle = vertical(ink, -96, 176, [0, c.hair], [0.3, c.hairLight], [0.5, c.hair], [0.8, c.hairShade], [1, c.hair]);
  fillShape(ink, lock);
  ink.save();
  ink.clip(lock);
  ink.fillStyle = c.hairShade;
  ink.globalAlpha = 0.8;
  taper(ink, [76, -60], [92, 0], [92, 60], [98, 150], 9, 0.5);
  ink.globalAlpha = 0.55;
  ink.fillStyle = c.hairLight;
  taper(ink, [96, -50], [110, 10], [106, 80], [118, 140], 8, 0.5);
  taper(ink, [100, 96], [108, 120], [108, 150], [92, 170], 5, 0.5);
  ink.globalAlpha = 0.75;
  ink.fillStyle = c.hairLine;
  taper(ink, [86, -60], [104, 0], [104, 60], [112, 150], 2.4, 0.5);
  taper(ink, [100, 70], [112, 110], [112, 146], [94, 172], 2.4, 0.5);
  ink.restore();
  ink.strokeStyle = c.hairLine;
  ink.lineWidth = 2;
  ink.stroke(lock);
}

const fringe = new Path2D(
  'M-26 -162 C-70 -166 -110 -122 -114 -60 C-115 -38 -112 -16 -106 6 C-102 -12 -96 -26 -87 -40 C-86 -30 -84 -22 -80 -13 C-72 -36 -56 -56 -44 -70 ' +
    'C-41 -56 -37 -46 -30 -37 C-29 -60 -27 -78 -22 -95 C-10 -70 12 -50 42 -35 C36 -46 33 -55 32 -66 C46 -46 64 -32 88 -22 C83 -32 80 -42 79 -52 ' +
    'C91 -36 100 -16 106 6 C113 -18 116 -40 114 -62 C108 -122 70 -167 20 -167 C4 -168 -14 -167 -26 -162 Z',
);

/** The crown and the fringe, parted on the viewer's left. */
export function drawFringe(ink: Ink): void {
  ink.fillStyle = vertical(ink, -164, 4, [0, c.hairShade], [0.22, c.hair], [0.5, c.hairLight], [0.72, c.hair], [1, c.hairShade]);
  fillShape(ink, fringe);
  ink.save();
  ink.clip(fringe);

  // The soft ring of light that follows the skull.
  ink.globalAlpha = 0.85;
  ink.fillStyle = glow(ink, -34, -104, 86, [0, 'rgba(216,160,138,0.75)'], [0.45, 'rgba(216,160,138,0.28)'], [1, 'rgba(216,160,138,0)']);
  ink.fillRect(-140, -180, 280, 200);
  ink.fillStyle = glow(ink, 62, -96, 60, [0, 'rgba(216,160,138,0.5)'], [0.5, 'rgba(216,160,138,0.18)'], [1, 'rgba(216,160,138,0)']);
  ink.fillRect(-140, -180, 280, 200);

  const root: readonly [number, number] = [-24, -161];
  const strand = (
    colour: string,
    alpha: number,
    to: readonly [number, number],
    bend: readonly [number, number],
    width: number,
    swell = 0.55,
  ): void => {
    ink.globalAlpha = alpha;
    ink.fillStyle = colour;
    taper(ink, root, [root[0] + (bend[0] - root[0]) * 0.55, root[1] + (bend[1] - root[1]) * 0.25], bend, to, width, swell);
  };
  // Depth between the locks.
  strand(c.hairDeep, 0.55, [-22, -84], [-28, -120], 9);
  strand(c.hairDeep, 0.5, [33, -58], [16, -104], 8);
  strand(c.hairDeep, 0.5, [80, -46], [72, -106], 9);
  strand(c.hairDeep, 0.5, [-45, -62], [-46, -112], 8);
  strand(c.hairDeep, 0.5, [-88, -34], [-92, -100], 9);
  strand(c.hairDeep, 0.35, [112, -24], [114, -110], 12);
  strand(c.hairDeep, 0.35, [-112, -24], [-112, -112], 12);
  // Fine lines.
  for (const [x, y, bx, by] of [
    [-60, -44, -66, -112],
    [-70, -22, -78, -110],
    [-100, -20, -104, -108],
    [-34, -44, -38, -112],
    [10, -56, -4, -104],
    [28, -42, 8, -92],
    [52, -46, 38, -106],
    [72, -30, 52, -96],
    [94, -34, 90, -112],
    [104, -14, 104, -104],
  ] as const) {
    strand(c.hairLine, 0.5, [x, y], [bx, by], 2);
  }
  // Threads of light.
  for (const [x, y, bx, by, width] of [
    [-66, -40, -72, -110, 5],
    [-94, -40, -98, -104, 4],
    [-40, -60, -44, -112, 3.4],
    [20, -58, 4, -102, 5],
    [62, -42, 46, -104, 5],
    [98, -40, 96, -108, 4],
  ] as const) {
    strand(c.hairGloss, 0.38, [x, y], [bx, by], width, 0.6);
  }
  // The broken ring of gloss.
  for (const [x, y, length, tilt, width] of [
    [-92, -88, 20, -5, 5],
    [-80, -97, 28, -6, 7],
    [-66, -104, 30, -6, 6],
    [-52, -108, 24, -5, 5],
    [6, -112, 22, 7, 5],
    [22, -110, 30, 10, 7],
    [40, -105, 32, 11, 7],
    [58, -98, 26, 10, 5],
    [74, -90, 20, 9, 5],
  ] as const) {
    ink.globalAlpha = 0.42;
    ink.fillStyle = '#f0c3a8';
    taper(
      ink,
      [x, y - length / 2],
      [x + tilt * 0.4, y - length / 6],
      [x + tilt * 0.7, y + length / 6],
      [x + tilt, y + length / 2],
      width,
      0.5,
    );
  }
  ink.restore();
  ink.globalAlpha = 1;
  ink.strokeStyle = c.hairLine;
  ink.lineWidth = 2;
  ink.stroke(fringe);
}

export interface HeadsetInk {
  readonly band: ReturnType<Ink['createLinearGradient']>;
}
export function createHeadsetInk(ink: Ink): HeadsetInk {
  return { band: vertical(ink, -172, 0, [0, c.deviceLight], [0.5, c.device], [1, c.device]) };
}
const band = new Path2D('M-118 2 C-126 -108 -70 -173 0 -173 C70 -173 126 -108 118 2');
const bandLight = new Path2D('M-97 -96 C-77 -143 -42 -169 0 -171 C20 -171 38 -165 52 -157');

/** The band over the crown: thin and long, so cheaper to stroke than to move as a bitmap. */
export function drawBand(ink: Ink, paint: HeadsetInk): void {
  ink.strokeStyle = c.deviceLine;
  ink.lineWidth = 11;
  ink.stroke(band);
  ink.strokeStyle = paint.band;
  ink.lineWidth = 7.5;
  ink.stroke(band);
  ink.strokeStyle = 'rgba(255,255,255,0.35)';
  ink.lineWidth = 1.6;
  ink.stroke(bandLight);
}

/** The ear cup on the viewer's right. */
export function drawCup(ink: Ink): void {
  ink.translate(116, 22);
  const cup = new Path2D('M-10 -28 C2 -34 14 -22 14 0 C14 22 2 34 -10 28 C-16 18 -16 -18 -10 -28 Z');
  ink.fillStyle = vertical(ink, -30, 30, [0, c.deviceLight], [0.6, c.device], [1, c.deviceLine]);
  fillShape(ink, cup);
  ink.strokeStyle = c.deviceLine;
  ink.lineWidth = 2;
  ink.stroke(cup);
  ink.fillStyle = c.accent;
  ink.beginPath();
  ink.ellipse(4, 0, 4.6, 13, 0, 0, Math.PI * 2);
  ink.fill();
  ink.fillStyle = 'rgba(255,255,255,0.5)';
  ink.beginPath();
  ink.ellipse(3, -6, 1.6, 4.5, 0, 0, Math.PI * 2);
  ink.fill();
}

/** The microphone's boom from the cup on the viewer's right: it reaches forward, so it is drawn with the head's depth and not as a still part. */
export function drawBoom(ink: Ink, pose: HeadPose): void {
  const at = (x: number, y: number, z: number): [number, number] => [projectX(pose, x, z), projectY(pose, x, y, z)];
  const [cupX, cupY] = at(116, 46, 4);
  const [bendX, bendY] = at(115, 88, 18);
  const [reachX, reachY] = at(96, 112, 50);
  const [tipX, tipY] = at(68, 116, 72);
  ink.beginPath();
  ink.moveTo(cupX, cupY);
  ink.bezierCurveTo(bendX, bendY, reachX, reachY, tipX, tipY);
  ink.strokeStyle = c.deviceLine;
  ink.lineWidth = 5.2;
  ink.stroke();
  ink.strokeStyle = c.deviceLight;
  ink.lineWidth = 2.4;
  ink.stroke();
  ink.beginPath();
  ink.moveTo(tipX + 5, tipY - 0.6);
  ink.lineTo(tipX - 7, tipY + 0.6);
  ink.strokeStyle = c.deviceLine;
  ink.lineWidth = 13;
  ink.stroke();
  ink.strokeStyle = c.device;
  ink.lineWidth = 9.4;
  ink.stroke();
  ink.beginPath();
  ink.moveTo(tipX + 4, tipY - 2.6);
  ink.lineTo(tipX - 6, tipY - 1.6);
  ink.strokeStyle = 'rgba(255,255,255,0.28)';
  ink.lineWidth = 2.2;
  ink.stroke();
}
