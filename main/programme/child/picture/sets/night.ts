/** 'night': a high window over a city: haze, towers with lit windows, and lights out of focus. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import { createDice, fillLinear, glow, outOfFocus, vignette } from './brush.ts';

const lights = ['255, 196, 120', '255, 150, 110', '130, 190, 255', '190, 150, 255', '255, 225, 180', '120, 230, 220'] as const;

export function paintNight(pen: SKRSContext2D, width: number, height: number): void {
  const unit = Math.min(width, height) / 720;
  fillLinear(pen, 0, 0, width, height, 'down', [
    [0, '#090d22'],
    [0.45, '#1a1f47'],
    [0.72, '#3b2c5e'],
    [1, '#1a1534'],
  ]);
  glow(
    pen,
    width / 2,
    height * 0.72,
    900 * unit,
    [
      [0, 'rgba(255, 150, 120, 0.34)'],
      [0.5, 'rgba(170, 100, 190, 0.2)'],
      [1, 'rgba(90, 70, 160, 0)'],
    ],
    0.5,
  );
  outOfFocus(pen, 3 * unit, (sheet) =>
    paintTowers(sheet, width, height, unit, { seed: 3, top: 0.34, spread: 0.2, body: '#1d2048', lit: 0.22 }),
  );
  outOfFocus(pen, 4 * unit, (sheet) =>
    paintTowers(sheet, width, height, unit, { seed: 17, top: 0.52, spread: 0.2, body: '#11132f', lit: 0.3 }),
  );
  outOfFocus(pen, 1.5 * unit, (sheet) => paintBokeh(sheet, width, height, unit));
  paintFrame(pen, width, height, unit);
  vignette(pen, width, height, 0.5);
}

interface Skyline {
  readonly seed: number;
  readonly top: number;
  readonly spread: number;
  readonly body: string;
  readonly lit: number;
}

function paintTowers(pen: SKRSContext2D, width: number, height: number, unit: number, line: Skyline): void {
  const dice = createDice(line.seed);
  for (let x = -30 * unit; x < width;) {
    const wide = (54 + dice() * 66) * unit;
    const top = height * (line.top + dice() * line.spread);
    pen.fillStyle = line.body;
    pen.fillRect(x, top, wide, height - top);
    for (let wy = top + 14 * unit; wy < height * 0.93; wy += 17 * unit) {
      for (let wx = x + 9 * unit; wx < x + wide - 12 * unit; wx += 14 * unit) {
        if (dice() > line.lit) continue;
        pen.fillStyle = `rgba(${lights[dice() > 0.7 ? 2 : 0]}, ${(0.35 + dice() * 0.5).toFixed(2)})`;
        pen.fillRect(wx, wy, 7 * unit, 8 * unit);
      }
    }
    x += wide + dice() * 14 * unit;
  }
}

function paintBokeh(pen: SKRSContext2D, width: number, height: number, unit: number): void {
  const dice = createDice(41);
  const count = Math.round((width * height) / (16_000 * unit * unit));
  for (let i = 0; i < count; i++) {
    const colour = lights[Math.floor(dice() * lights.length)] ?? lights[0];
    const radius = (5 + dice() * dice() * 26) * unit;
    const x = dice() * width;
    const y = height * (0.56 + 0.44 * Math.sqrt(dice()));
    const alpha = 0.1 + dice() * 0.3;
    pen.fillStyle = `rgba(${colour}, ${alpha.toFixed(2)})`;
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.fill();
    pen.strokeStyle = `rgba(${colour}, ${(alpha * 0.9).toFixed(2)})`;
    pen.lineWidth = 1.4 * unit;
    pen.stroke();
  }
}

/** The window's posts and sill, lit from the room. */
function paintFrame(pen: SKRSContext2D, width: number, height: number, unit: number): void {
  for (const share of width > height ? [0.08, 0.92] : [0.06, 0.94]) {
    fillLinear(pen, width * share - 9 * unit, 0, 18 * unit, height, 'right', [
      [0, '#0a0b18'],
      [0.5, '#2b2a44'],
      [1, '#0a0b18'],
    ]);
  }
  fillLinear(pen, 0, height * 0.935, width, height * 0.065, 'down', [
    [0, '#3a3556'],
    [0.1, '#1b1930'],
    [1, '#0c0b18'],
  ]);
}
