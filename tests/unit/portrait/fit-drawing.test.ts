/** Markers of a drawing are moved onto its lines; those of anything that has light and shade are left alone. */
import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { fitDrawing } from '../../../main/portraits/child/fit-drawing.ts';
import { guessLandmarks, type Point } from '../../../main/portraits/pictures/landmarks.ts';

const side = 800;
const marked = guessLandmarks(1);
const bounds = (points: readonly Point[]): number[] =>
  [0, 1].flatMap((c) => [Math.min(...points.map((p) => p[c] ?? 0)), Math.max(...points.map((p) => p[c] ?? 0))]);

/** A face of one colour with stroke mouth and large round eyes, all a little off the markers. */
function draw(options: { readonly skin: 'flat' | 'shaded'; readonly lines: 'strokes' | 'none' }): Canvas {
  const canvas = createCanvas(side, side);
  const ink = canvas.getContext('2d');
  ink.fillStyle = '#cfe3ee';
  ink.fillRect(0, 0, side, side);
  const shade = ink.createLinearGradient(200, 200, 600, 600);
  shade.addColorStop(0, '#ffe0c8');
  shade.addColorStop(1, '#a06850');
  ink.fillStyle = options.skin === 'flat' ? '#f0c8a8' : shade;
  ink.beginPath();
  ink.ellipse(400, 400, 180, 220, 0, 0, Math.PI * 2);
  ink.fill();
  if (options.lines === 'none') return canvas;
  ink.strokeStyle = '#301820';
  ink.lineWidth = 6;
  ink.beginPath();
  ink.moveTo(340, 500);
  ink.quadraticCurveTo(400, 530, 470, 495);
  ink.stroke();
  ink.fillStyle = '#201020';
  for (const x of [340, 460]) {
    ink.beginPath();
    ink.ellipse(x, 360, 34, 30, 0, 0, Math.PI * 2);
    ink.fill();
  }
  return canvas;
}

describe('markers of a drawing', () => {
  it('go to the stroke that is its mouth, and round its eyes', () => {
    const { landmarks, fit } = fitDrawing(draw({ skin: 'flat', lines: 'strokes' }), marked);
    expect(fit).toBe('whole');
    const [left = 0, right = 0, top = 0, bottom = 0] = bounds([...landmarks.mouth.upperOuter, ...landmarks.mouth.lowerOuter]).map(
      (v) => v * side,
    );
    expect(left).toBeCloseTo(338, -1);
    expect(right).toBeCloseTo(472, -1);
    expect(bottom - top).toBeLessThan(32);
    expect(landmarks.mouth.upperInner).toEqual(landmarks.mouth.lowerInner);
    for (const [n, x] of [340, 460].entries()) {
      const eye = landmarks.eyes[n];
      const [from = 0, to = 0, , low = 0] = bounds([...(eye?.upper ?? []), ...(eye?.lower ?? [])]).map((v) => v * side);
      expect((from + to) / 2).toBeCloseTo(x, -1);
      expect(to - from).toBeCloseTo(68, -1);
      expect(low).toBeCloseTo(390, -1);
    }
  });

  it('stay where the skin has light and shade', () => {
    expect(fitDrawing(draw({ skin: 'shaded', lines: 'strokes' }), marked)).toEqual({ landmarks: marked, fit: 'no-drawing' });
  });

  it('stay where no lines are near them, and that is told', () => {
    const { landmarks, fit } = fitDrawing(draw({ skin: 'flat', lines: 'none' }), marked);
    expect(fit).toBe('partly');
    expect(landmarks.mouth).toEqual(marked.mouth);
    expect(landmarks.eyes).toEqual(marked.eyes);
  });
});
