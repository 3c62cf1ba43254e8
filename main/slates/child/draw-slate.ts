/** The slate's picture: a calm gradient, the sentence in both languages. Drawn for any frame size. */
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { UserMessage } from '../../contract/failure.ts';
import type { VideoFormat } from '../../contract/media.ts';
import { slateFontFamily } from './slate-fonts.ts';

type Size = Pick<VideoFormat, 'width' | 'height'>;

/** PNG bytes. */
export async function drawSlate(size: Size, text: UserMessage): Promise<Buffer> {
  const { width, height } = size;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const unit = Math.min(width, height) / 100;
  drawBackground(context, size);
  drawHorizon(context, size, unit);
  drawWords(context, size, unit, text);
  return canvas.encode('png');
}

function drawBackground(context: SKRSContext2D, { width, height }: Size): void {
  const sky = context.createLinearGradient(0, 0, width * 0.35, height);
  sky.addColorStop(0, '#16213f');
  sky.addColorStop(0.55, '#27406b');
  sky.addColorStop(1, '#3f6a86');
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  const reach = Math.max(width, height);
  const glow = context.createRadialGradient(width * 0.5, height * 0.44, 0, width * 0.5, height * 0.44, reach * 0.55);
  glow.addColorStop(0, 'rgba(255, 214, 170, 0.22)');
  glow.addColorStop(0.45, 'rgba(240, 178, 160, 0.08)');
  glow.addColorStop(1, 'rgba(240, 178, 160, 0)');
  context.fillStyle = glow;
  context.fillRect(0, 0, width, height);
}

/** Soft hills along the lower edge. */
function drawHorizon(context: SKRSContext2D, { width, height }: Size, unit: number): void {
  const hills = [
    { base: 0.8, swing: 5, waves: 1.3, phase: 0.4, colour: 'rgba(22, 36, 66, 0.35)' },
    { base: 0.86, swing: 4, waves: 1.9, phase: 2.1, colour: 'rgba(18, 30, 57, 0.5)' },
    { base: 0.92, swing: 3, waves: 1.5, phase: 4.0, colour: 'rgba(13, 23, 46, 0.7)' },
  ];
  for (const hill of hills) {
    context.beginPath();
    context.moveTo(0, height);
    for (let x = 0; x <= width; x += 4) {
      const angle = (x / width) * Math.PI * 2 * hill.waves + hill.phase;
      context.lineTo(x, height * hill.base + Math.sin(angle) * hill.swing * unit);
    }
    context.lineTo(width, height);
    context.closePath();
    context.fillStyle = hill.colour;
    context.fill();
  }
}

function drawWords(context: SKRSContext2D, { width, height }: Size, unit: number, text: UserMessage): void {
  const middle = height * 0.46;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const line = (words: string, weight: 400 | 500 | 700, wanted: number, y: number, colour: string): void => {
    const family = slateFontFamily(weight, words);
    let size = wanted;
    const limit = width * 0.86;
    context.font = `${size}px ${family}`;
    const measured = context.measureText(words).width;
    if (measured > limit) size *= limit / measured;
    context.font = `${size}px ${family}`;
    context.fillStyle = colour;
    context.fillText(words, width / 2, y);
  };
  line(text.zh, 500, unit * 12.5, middle - unit * 6, '#fff6ea');
  line(text.en, 400, unit * 5.4, middle + unit * 7, 'rgba(255, 246, 234, 0.82)');
  const gap = unit * 3.2;
  for (const [index, alpha] of [0.9, 0.6, 0.35].entries()) {
    context.beginPath();
    context.arc(width / 2 + (index - 1) * gap, middle + unit * 16, unit * 0.75, 0, Math.PI * 2);
    context.fillStyle = `rgba(255, 201, 150, ${alpha})`;
    context.fill();
  }
}
