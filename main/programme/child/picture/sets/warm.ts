/** 'warm': a living room in the late afternoon: a lit wall, shelves, a plant and a lamp, out of focus. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import { createDice, fillLinear, glow, outOfFocus, roundedBox, vignette } from './brush.ts';

export function paintWarm(pen: SKRSContext2D, width: number, height: number): void {
  const unit = Math.min(width, height) / 720;
  const spread = Math.min(1, width / (1280 * unit));
  fillLinear(pen, 0, 0, width, height, 'down', [
    [0, '#e3c9a8'],
    [0.6, '#d3ae86'],
    [1, '#a97e58'],
  ]);
  glow(pen, width * 0.3, height * 0.12, 760 * unit, [
    [0, 'rgba(255, 244, 220, 0.75)'],
    [0.5, 'rgba(255, 230, 190, 0.28)'],
    [1, 'rgba(255, 220, 170, 0)'],
  ]);
  outOfFocus(pen, 14 * unit, (sheet) => paintWindowLight(sheet, width, height));
  outOfFocus(pen, 4.5 * unit, (sheet) => {
    paintShelf(sheet, width / 2 + 340 * unit * spread, height * 0.24, unit, 11);
    paintShelf(sheet, width / 2 + 340 * unit * spread, height * 0.46, unit, 29);
    paintPlant(sheet, width / 2 - 500 * unit * spread, height * 0.86, unit);
  });
  outOfFocus(pen, 3.5 * unit, (sheet) => paintLamp(sheet, width / 2 + 520 * unit * spread, height * 0.88 - 138 * unit, unit));
  outOfFocus(pen, 3 * unit, (sheet) => {
    fillLinear(sheet, -40, height * 0.88, width + 80, height * 0.12 + 40 * unit, 'down', [
      [0, '#8a5f3e'],
      [0.12, '#74492d'],
      [1, '#4d2f1d'],
    ]);
  });
  vignette(pen, width, height, 0.3);
}

/** Panes of light that fall slantwise on the wall. */
function paintWindowLight(pen: SKRSContext2D, width: number, height: number): void {
  pen.fillStyle = 'rgba(255, 247, 226, 0.34)';
  const unit = Math.min(width, height) / 720;
  for (const column of [0, 1]) {
    for (const row of [0, 1]) {
      const x = width / 2 + (-470 + column * 190) * unit * Math.min(1, width / (1280 * unit));
      const y = height * 0.1 + row * 190 * unit + column * 26 * unit;
      pen.beginPath();
      pen.moveTo(x, y);
      pen.lineTo(x + 165 * unit, y + 24 * unit);
      pen.lineTo(x + 125 * unit, y + 190 * unit);
      pen.lineTo(x - 40 * unit, y + 166 * unit);
      pen.closePath();
      pen.fill();
    }
  }
}

const spines = ['#7a4b3a', '#b5654a', '#d99a5b', '#556b5d', '#35506b', '#e8dcc4', '#8c3f3f', '#c9b08a'] as const;

function paintShelf(pen: SKRSContext2D, left: number, y: number, unit: number, seed: number): void {
  const dice = createDice(seed);
  const length = 400 * unit;
  let x = left + 14 * unit;
  while (x < left + length - 90 * unit) {
    const wide = (13 + dice() * 15) * unit;
    const tall = (64 + dice() * 40) * unit;
    const colour = spines[Math.floor(dice() * spines.length)] ?? spines[0];
    if (dice() > 0.16) roundedBox(pen, x, y - tall, wide, tall, 2 * unit, colour);
    x += wide + 2 * unit;
  }
  const vase = pen.createLinearGradient(x, 0, x + 46 * unit, 0);
  vase.addColorStop(0, '#f4ead9');
  vase.addColorStop(1, '#b99f80');
  roundedBox(pen, x + 12 * unit, y - 58 * unit, 46 * unit, 58 * unit, 18 * unit, vase);
  fillLinear(pen, left, y, length, 13 * unit, 'down', [
    [0, '#a9764a'],
    [1, '#6f4527'],
  ]);
  fillLinear(pen, left, y + 13 * unit, length, 22 * unit, 'down', [
    [0, 'rgba(70, 40, 20, 0.38)'],
    [1, 'rgba(70, 40, 20, 0)'],
  ]);
}

function paintPlant(pen: SKRSContext2D, x: number, y: number, unit: number): void {
  const pot = pen.createLinearGradient(x - 55 * unit, 0, x + 55 * unit, 0);
  pot.addColorStop(0, '#f0e2cf');
  pot.addColorStop(1, '#b08d6b');
  roundedBox(pen, x - 55 * unit, y - 92 * unit, 110 * unit, 104 * unit, 16 * unit, pot);
  const dice = createDice(5);
  for (let i = 0; i < 15; i++) {
    const lean = (i / 14 - 0.5) * 2.1 + (dice() - 0.5) * 0.25;
    const tall = (190 + dice() * 110) * unit * (1 - Math.abs(lean) * 0.26);
    pen.save();
    pen.translate(x, y - 88 * unit);
    pen.rotate(lean * 0.62);
    const leaf = pen.createLinearGradient(0, 0, 0, -tall);
    leaf.addColorStop(0, '#2f4d3a');
    leaf.addColorStop(1, i % 3 === 0 ? '#7fa06a' : '#557f57');
    pen.fillStyle = leaf;
    pen.beginPath();
    pen.moveTo(0, 0);
    pen.bezierCurveTo(30 * unit, -tall * 0.4, 22 * unit, -tall * 0.8, 0, -tall);
    pen.bezierCurveTo(-22 * unit, -tall * 0.8, -30 * unit, -tall * 0.4, 0, 0);
    pen.fill();
    pen.restore();
  }
}

function paintLamp(pen: SKRSContext2D, x: number, y: number, unit: number): void {
  glow(pen, x, y - 60 * unit, 330 * unit, [
    [0, 'rgba(255, 232, 180, 0.95)'],
    [0.4, 'rgba(255, 214, 150, 0.4)'],
    [1, 'rgba(255, 200, 120, 0)'],
  ]);
  pen.fillStyle = '#6c4a30';
  pen.fillRect(x - 4 * unit, y - 10 * unit, 8 * unit, 150 * unit);
  const shade = pen.createLinearGradient(0, y - 120 * unit, 0, y);
  shade.addColorStop(0, '#fff0cf');
  shade.addColorStop(1, '#ffd48a');
  pen.fillStyle = shade;
  pen.beginPath();
  pen.moveTo(x - 48 * unit, y - 118 * unit);
  pen.lineTo(x + 48 * unit, y - 118 * unit);
  pen.lineTo(x + 80 * unit, y);
  pen.lineTo(x - 80 * unit, y);
  pen.closePath();
  pen.fill();
}
