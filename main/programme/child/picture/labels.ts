/** Draws the plate with the anchor's name and the label that says the picture is made by AI. */
import { createCanvas } from '@napi-rs/canvas';
import type { Overlay } from './compositor.ts';
import type { FontBook } from './fonts.ts';
import { createI420A, rgbaToI420A } from './i420.ts';
import { cleanCaption } from './wrap-text.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

export const aiLabelText = 'AI 生成 · AI-generated';

/** Top left, small, never hidden. */
export function drawAiLabel(fonts: FontBook, video: Size): Overlay {
  const unit = Math.min(video.width, video.height) / 720;
  const fontPx = Math.round(20 * unit);
  const font = `500 ${fontPx}px ${fonts.textFamilies(aiLabelText, 500)}`;
  const textWidth = measure(font, aiLabelText);
  const height = Math.round(36 * unit) & ~1;
  const width = (Math.ceil(textWidth) + Math.round(28 * unit) + 1) & ~1;
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  pen.fillStyle = 'rgba(8, 10, 18, 0.55)';
  pen.beginPath();
  pen.roundRect(0, 0, width, height, height / 2);
  pen.fill();
  pen.strokeStyle = 'rgba(255, 255, 255, 0.35)';
  pen.lineWidth = Math.max(1, unit);
  pen.beginPath();
  pen.roundRect(unit, unit, width - 2 * unit, height - 2 * unit, height / 2 - unit);
  pen.stroke();
  pen.font = font;
  pen.fillStyle = 'rgba(255, 255, 255, 0.94)';
  pen.textBaseline = 'alphabetic';
  pen.fillText(aiLabelText, (width - textWidth) / 2, height / 2 + fontPx * 0.36);
  const margin = Math.round(24 * unit) & ~1;
  return toOverlay(pen.getImageData(0, 0, width, height).data, width, height, margin, margin);
}

/** Left: above the captions, or, in a vertical picture that the anchor fills, under the label. null when there is no name. */
export function drawNamePlate(fonts: FontBook, name: string, video: Size): Overlay | null {
  const unit = Math.min(video.width, video.height) / 720;
  const portrait = video.height > video.width;
  const mostWidth = video.width * (portrait ? 0.6 : 0.24);
  const clean = cleanCaption(name);
  if (clean === '') return null;
  const fontPx = Math.round((portrait ? 34 : 30) * unit);
  const font = `700 ${fontPx}px ${fonts.textFamilies(clean, 700)}`;
  const shown = shorten(clean, mostWidth, (text) => measure(font, text));
  const bar = Math.round(6 * unit);
  const padX = Math.round(18 * unit);
  const height = Math.round(fontPx * 1.75 + 1) & ~1;
  const width = (Math.ceil(measure(font, shown)) + bar + 2 * padX + 1) & ~1;
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  const plate = pen.createLinearGradient(0, 0, width, 0);
  plate.addColorStop(0, 'rgba(12, 16, 30, 0.82)');
  plate.addColorStop(1, 'rgba(12, 16, 30, 0.5)');
  pen.beginPath();
  pen.roundRect(0, 0, width, height, 8 * unit);
  pen.clip();
  pen.fillStyle = plate;
  pen.fillRect(0, 0, width, height);
  const accent = pen.createLinearGradient(0, 0, 0, height);
  accent.addColorStop(0, '#7cc4ff');
  accent.addColorStop(1, '#5b7cfa');
  pen.fillStyle = accent;
  pen.fillRect(0, 0, bar, height);
  pen.font = font;
  pen.fillStyle = '#ffffff';
  pen.textBaseline = 'alphabetic';
  pen.fillText(shown, bar + padX, height / 2 + fontPx * 0.36);
  const x = Math.round((portrait ? 24 : 56) * unit) & ~1;
  const y = Math.round(portrait ? 76 * unit : video.height * 0.66) & ~1;
  return toOverlay(pen.getImageData(0, 0, width, height).data, width, height, x, y);
}

function shorten(text: string, most: number, width: (text: string) => number): string {
  if (width(text) <= most) return text;
  const characters = [...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);
  while (characters.length > 1 && width(`${characters.join('')}…`) > most) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

function measure(font: string, text: string): number {
  const pen = createCanvas(8, 8).getContext('2d');
  pen.font = font;
  return pen.measureText(text).width;
}

function toOverlay(rgba: Uint8ClampedArray, width: number, height: number, x: number, y: number): Overlay {
  const picture = createI420A(width, height);
  rgbaToI420A(rgba, 'straight', picture);
  return { picture, x, y };
}
