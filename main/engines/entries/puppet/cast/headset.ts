/** A presenter's headset: band over the crown, cushioned cups, a boom with a microphone. Head units. */
import { Path2D } from '@napi-rs/canvas';
import { bothSides, fillShape, glow, oval, paintShape, sloped, taper, tint, vertical, within, type Ink } from '../ink/ink.ts';
import type { Finish } from '../ink/still.ts';
import type { HeadLayer } from './cast.ts';

export interface HeadsetPalette {
  readonly shell: string;
  readonly shellLight: string;
  readonly shellDark: string;
  readonly accent: string;
  readonly accentLight: string;
  readonly cushion: string;
  readonly line: string;
}

const bandPath = 'M-116 10 C-137 -106 -76 -177 0 -177 C76 -177 137 -106 116 10';

/** `ears`: a pair of pointed ears on the band, for those who like them. */
export function headsetLayers(p: HeadsetPalette, ears: 'none' | 'cat' = 'none'): readonly HeadLayer[] {
  const finish: Finish = { line: { colour: p.line, width: 1.6 }, rim: { colour: '#ffffff', width: 2, alpha: 0.5 } };
  const cup = (side: -1 | 1): HeadLayer => ({
    box: { x: side < 0 ? -142 : 88, y: -26, width: 54, height: 92 },
    near: 4,
    finish,
    draw: (ink) => {
      ink.scale(side, 1);
      drawCup(ink, p, side);
    },
  });
  return [
    {
      box: { x: -132, y: ears === 'cat' ? -216 : -190, width: 264, height: ears === 'cat' ? 234 : 208 },
      near: 4,
      finish,
      draw: (ink) => {
        if (ears === 'cat') bothSides(ink, 0, () => drawCatEar(ink, p));
        drawBand(ink, p);
      },
    },
    cup(-1),
    cup(1),
  ];
}

function drawBand(ink: Ink, p: HeadsetPalette): void {
  const band = new Path2D(bandPath);
  ink.lineCap = 'butt';
  ink.strokeStyle = vertical(ink, -172, 10, [0, p.shellLight], [0.25, p.shell], [1, p.shellDark]);
  ink.lineWidth = 8.5;
  ink.stroke(band);
  ink.strokeStyle = tint(p.shellDark, 0.6);
  ink.lineWidth = 1.4;
  ink.stroke(new Path2D('M-112 -30 C-117 -112 -66 -172.5 0 -173 C66 -172.5 117 -112 112 -30'));
  ink.strokeStyle = tint('#ffffff', 0.7);
  ink.lineWidth = 2;
  ink.lineCap = 'round';
  ink.stroke(new Path2D('M-105 -96 C-87 -146 -50 -174.5 -8 -178.5'));
  // The slide of the band.
  for (const side of [-1, 1]) {
    ink.strokeStyle = p.accent;
    ink.lineWidth = 4;
    ink.beginPath();
    ink.moveTo(side * 119.4, -34);
    ink.lineTo(side * 118, -16);
    ink.stroke();
  }
}

function drawCatEar(ink: Ink, p: HeadsetPalette): void {
  const ear = paintShape(
    ink,
    'M48 -164 C56 -184 70 -200 86 -206 C99 -190 106 -166 103 -130 Z',
    sloped(ink, 50, -200, 100, -130, [0, p.shellLight], [0.5, p.shell], [1, p.shellDark]),
  );
  within(ink, ear, () => {
    paintShape(
      ink,
      'M61 -164 C66 -178 75 -189 84 -194 C91 -182 95 -163 94 -142 Z',
      vertical(ink, -200, -140, [0, p.accentLight], [1, p.accent]),
    );
    ink.fillStyle = tint('#ffffff', 0.4);
    taper(ink, [67, -162], [70, -171], [76, -179], [82, -184], 4, 0.5);
  });
  ink.strokeStyle = p.line;
  ink.lineWidth = 1.4;
  ink.stroke(ear);
}

function drawCup(ink: Ink, p: HeadsetPalette, side: -1 | 1): void {
  ink.translate(16, 3);
  ink.scale(0.87, 0.87);
  const cushion = new Path2D('M92 -12 C102 -22 112 -18 114 16 C114 50 104 58 94 50 C88 34 87 6 92 -12 Z');
  ink.fillStyle = sloped(ink, 88, 0, 114, 10, [0, p.shellDark], [1, p.cushion]);
  fillShape(ink, cushion);
  ink.strokeStyle = p.line;
  ink.lineWidth = 1.4;
  ink.stroke(cushion);
  const shell = new Path2D('M108 -24 C126 -26 136 -8 136 18 C136 44 126 62 108 60 C101 48 100 -10 108 -24 Z');
  ink.fillStyle = sloped(ink, 104, -22, 134, 56, [0, p.shellLight], [0.45, p.shell], [1, p.shellDark]);
  fillShape(ink, shell);
  within(ink, shell, () => {
    ink.fillStyle = glow(ink, 116, 0, 22, [0, tint('#ffffff', side < 0 ? 0.55 : 0.3)], [1, tint('#ffffff', 0)]);
    ink.fillRect(96, -30, 44, 60);
  });
  ink.strokeStyle = p.line;
  ink.lineWidth = 1.6;
  ink.stroke(shell);
  ink.fillStyle = p.line;
  oval(ink, 122, 18, 8.4, 19);
  ink.fillStyle = sloped(ink, 116, 2, 128, 34, [0, p.accentLight], [1, p.accent]);
  oval(ink, 122, 18, 6.8, 17);
  ink.fillStyle = tint('#ffffff', 0.65);
  oval(ink, 120, 10, 2, 5.4, 0.2);
}

/** The boom reaches forward, so it is a layer of its own with more depth. */
export function boomLayer(p: HeadsetPalette): HeadLayer {
  return {
    box: { x: 44, y: 36, width: 90, height: 86 },
    near: 30,
    finish: { line: { colour: p.line, width: 1.3 } },
    draw: (ink) => {
      ink.strokeStyle = p.shellDark;
      ink.lineWidth = 3.6;
      ink.stroke(new Path2D('M120 46 C120 84 100 100 66 103'));
      ink.strokeStyle = tint('#ffffff', 0.4);
      ink.lineWidth = 1;
      ink.stroke(new Path2D('M119 50 C118 82 99 98 70 101'));
      ink.save();
      ink.translate(60, 103);
      ink.rotate(0.08);
      ink.fillStyle = sloped(ink, -8, -6, 6, 8, [0, p.shell], [1, p.shellDark]);
      ink.beginPath();
      ink.roundRect(-9, -6, 19, 12, 6);
      ink.fill();
      ink.strokeStyle = p.line;
      ink.lineWidth = 1;
      ink.stroke();
      ink.fillStyle = tint('#ffffff', 0.35);
      ink.beginPath();
      ink.roundRect(-6, -4, 11, 2.6, 1.3);
      ink.fill();
      ink.fillStyle = p.accent;
      ink.beginPath();
      ink.roundRect(5, -6, 3, 12, 1);
      ink.fill();
      ink.restore();
    },
  };
}
