/** 'studio': a cool set with standing light panels and a low counter, out of focus behind the anchor. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import { fillLinear, glow, outOfFocus, roundedBox, vignette } from './brush.ts';

export function paintStudio(pen: SKRSContext2D, width: number, height: number): void {
  const unit = Math.min(width, height) / 720;
  const horizon = height * 0.8;
  fillLinear(pen, 0, 0, width, height, 'down', [
    [0, '#1b2540'],
    [0.55, '#2a3b63'],
    [0.8, '#22304f'],
    [1, '#121a2c'],
  ]);
  glow(pen, width / 2, height * 0.42, 620 * unit, [
    [0, 'rgba(126, 176, 255, 0.55)'],
    [0.45, 'rgba(92, 134, 230, 0.24)'],
    [1, 'rgba(60, 90, 180, 0)'],
  ]);
  paintWallSlats(pen, width, horizon, unit);
  outOfFocus(pen, 3.2 * unit, (sheet) => paintPanels(sheet, width, height, horizon, unit));
  outOfFocus(pen, 2 * unit, (sheet) => paintCounter(sheet, width, height, horizon, unit));
  vignette(pen, width, height, 0.42);
}

/** Fine vertical slats: depth without detail. */
function paintWallSlats(pen: SKRSContext2D, width: number, horizon: number, unit: number): void {
  const step = 34 * unit;
  for (let x = (width / 2) % step; x < width; x += step) {
    fillLinear(pen, x, 0, 2 * unit, horizon, 'down', [
      [0, 'rgba(10, 16, 34, 0.10)'],
      [1, 'rgba(10, 16, 34, 0.32)'],
    ]);
    fillLinear(pen, x + 2 * unit, 0, 1.5 * unit, horizon, 'down', [
      [0, 'rgba(170, 200, 255, 0.03)'],
      [1, 'rgba(170, 200, 255, 0.09)'],
    ]);
  }
}

interface Panel {
  /** Distance from the middle, in units. */
  readonly off: number;
  readonly wide: number;
  readonly top: number;
  readonly core: string;
  readonly halo: string;
}

const panels: readonly Panel[] = [
  { off: 330, wide: 22, top: 0.1, core: '#d7e8ff', halo: '110, 170, 255' },
  { off: 405, wide: 10, top: 0.22, core: '#b9d2ff', halo: '96, 140, 255' },
  { off: 520, wide: 30, top: 0.06, core: '#cfd8ff', halo: '124, 120, 255' },
  { off: 606, wide: 10, top: 0.3, core: '#c7c2ff', halo: '140, 110, 255' },
];

function paintPanels(pen: SKRSContext2D, width: number, height: number, horizon: number, unit: number): void {
  const spread = Math.min(1, width / (1280 * unit));
  for (const side of [-1, 1]) {
    for (const panel of panels) {
      const x = width / 2 + side * panel.off * unit * spread;
      const top = height * panel.top;
      const wide = panel.wide * unit;
      glow(pen, x, (top + horizon) / 2, (horizon - top) * 0.62, [
        [0, `rgba(${panel.halo}, 0.26)`],
        [0.5, `rgba(${panel.halo}, 0.08)`],
        [1, `rgba(${panel.halo}, 0)`],
      ]);
      const body = pen.createLinearGradient(0, top, 0, horizon);
      body.addColorStop(0, `rgba(${panel.halo}, 0.5)`);
      body.addColorStop(0.35, panel.core);
      body.addColorStop(1, `rgba(${panel.halo}, 0.55)`);
      roundedBox(pen, x - wide / 2, top, wide, horizon - top, wide / 2, body);
    }
  }
}

function paintCounter(pen: SKRSContext2D, width: number, height: number, horizon: number, unit: number): void {
  fillLinear(pen, -40, horizon, width + 80, height - horizon + 40, 'down', [
    [0, '#2c3a5c'],
    [0.08, '#1a2440'],
    [1, '#0c1222'],
  ]);
  fillLinear(pen, -40, horizon - 2 * unit, width + 80, 4 * unit, 'right', [
    [0, 'rgba(150, 190, 255, 0.1)'],
    [0.5, 'rgba(200, 224, 255, 0.85)'],
    [1, 'rgba(150, 190, 255, 0.1)'],
  ]);
  glow(
    pen,
    width / 2,
    horizon + 6 * unit,
    520 * unit,
    [
      [0, 'rgba(140, 184, 255, 0.34)'],
      [1, 'rgba(140, 184, 255, 0)'],
    ],
    0.16,
  );
}
