/** Thin glasses, rimless below: they lie as far in front as the eyes, so that they turn with them. Head units. */
import { Path2D } from '@napi-rs/canvas';
import { bothSides, sloped, tint, within, type Ink } from '../ink/ink.ts';
import type { HeadLayer } from './cast.ts';

const frame = '#2a2f42';

export function glassesLayer(): HeadLayer {
  return {
    box: { x: -96, y: -18, width: 192, height: 72 },
    near: 72,
    draw: (ink) => {
      bothSides(ink, 0, (side) => drawLens(ink, side));
      ink.strokeStyle = frame;
      ink.lineWidth = 2.4;
      ink.stroke(new Path2D('M-13 14 C-7 8 7 8 13 14'));
    },
  };
}

function drawLens(ink: Ink, side: -1 | 1): void {
  const lens = new Path2D('M12 8 C14 0 24 -3 42 -4 C60 -5 72 -2 75 6 C77 20 70 40 50 42 C30 44 14 32 12 8 Z');
  within(ink, lens, () => {
    // A glint that keeps clear of the pupil.
    ink.fillStyle = sloped(ink, 20, 0, 70, 40, [0, tint('#dff0ff', 0.2)], [0.3, tint('#dff0ff', 0.02)], [1, tint('#dff0ff', 0.12)]);
    ink.fillRect(0, -10, 90, 60);
    ink.fillStyle = tint('#ffffff', 0.3);
    const x = side < 0 ? 66 : 22;
    const lean = side < 0 ? -1 : 1;
    ink.beginPath();
    ink.moveTo(x, -6);
    ink.lineTo(x + lean * 8, -6);
    ink.lineTo(x - lean * 6, 46);
    ink.lineTo(x - lean * 12, 46);
    ink.fill();
  });
  ink.strokeStyle = tint(frame, 0.4);
  ink.lineWidth = 1.2;
  ink.stroke(lens);
  ink.strokeStyle = frame;
  ink.lineWidth = 3;
  ink.stroke(new Path2D('M12.5 10 C13 0 24 -3 42 -4 C60 -5 72 -2 75 6 C75.6 9 75.6 12 75 15'));
  ink.lineWidth = 2.4;
  ink.stroke(new Path2D('M75 5 C81 4 86 5 90 8'));
}
