/** Draws captions: a plate with at most two lines, text in the shipped fonts, emoji in colour. One picture per page, made once per clause. */
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Overlay } from './compositor.ts';
import type { FontBook } from './fonts.ts';
import { createI420A, rgbaToI420A } from './i420.ts';
import { cleanCaption, wrapPages, type Measure } from './wrap-text.ts';

export interface CaptionPages {
  readonly pages: readonly Overlay[];
  /** Share of the text that each page holds; the sum is 1. */
  readonly shares: readonly number[];
}

const linesPerPage = 2;
const emojiCluster = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;
const firstStrong = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]|[\p{L}]/u;
const clusters = new Intl.Segmenter('und', { granularity: 'grapheme' });

interface Run {
  readonly text: string;
  readonly font: string;
  readonly width: number;
}

/** Pages of `text` for a picture of this size; none when there is nothing to show. */
export function drawCaption(fonts: FontBook, text: string, video: { readonly width: number; readonly height: number }): CaptionPages {
  const clean = cleanCaption(text);
  if (clean === '') return { pages: [], shares: [] };
  const portrait = video.height > video.width;
  const fontPx = Math.round(portrait ? video.width / 17 : video.height / 18);
  const mostWidth = Math.round(video.width * (portrait ? 0.86 : 0.76));
  const bottom = Math.round(video.height * (portrait ? 0.955 : 0.945));
  const pen = createCanvas(8, 8).getContext('2d');
  const textFamilies = fonts.textFamilies(clean, 500);
  const emojiFamilies = emojiCluster.test(clean) ? fonts.emojiFamilies(clean) : textFamilies;
  const toRuns = (line: string): Run[] =>
    layRuns(pen, line, `500 ${fontPx}px ${textFamilies}`, `${fontPx}px ${emojiFamilies}`, textFamilies, emojiFamilies, fontPx);
  const measure: Measure = (line) => toRuns(line).reduce((sum, run) => sum + run.width, 0);
  const wrapped = wrapPages(clean, mostWidth, linesPerPage, measure);
  const total = wrapped.reduce((sum, page) => sum + page.join('').length, 0);
  return {
    pages: wrapped.map((lines) => drawPage(lines.map(toRuns), fontPx, video.width, bottom)),
    shares: wrapped.map((lines) => lines.join('').length / total),
  };
}

function drawPage(lines: readonly (readonly Run[])[], fontPx: number, videoWidth: number, bottom: number): Overlay {
  const lineHeight = Math.round(fontPx * 1.36);
  const padX = Math.round(fontPx * 0.72);
  const padY = Math.round(fontPx * 0.36);
  const widths = lines.map((runs) => runs.reduce((sum, run) => sum + run.width, 0));
  const width = (Math.ceil(Math.max(...widths)) + 2 * padX + 1) & ~1;
  const height = (lines.length * lineHeight + 2 * padY + 1) & ~1;
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  pen.fillStyle = 'rgba(10, 12, 20, 0.62)';
  pen.beginPath();
  pen.roundRect(0, 0, width, height, fontPx * 0.42);
  pen.fill();
  pen.textBaseline = 'alphabetic';
  pen.lineJoin = 'round';
  lines.forEach((runs, index) => {
    let x = (width - (widths[index] ?? 0)) / 2;
    const y = padY + index * lineHeight + Math.round(lineHeight * 0.76);
    for (const run of runs) {
      pen.font = run.font;
      pen.shadowColor = 'rgba(0, 0, 0, 0.55)';
      pen.shadowBlur = fontPx * 0.12;
      pen.shadowOffsetY = fontPx * 0.04;
      pen.fillStyle = '#ffffff';
      pen.fillText(run.text, x, y);
      x += run.width;
    }
  });
  const picture = createI420A(width, height);
  rgbaToI420A(pen.getImageData(0, 0, width, height).data, 'straight', picture);
  return { picture, x: Math.round((videoWidth - width) / 4) * 2, y: (bottom - height) & ~1 };
}

/**
 * Text and emoji in turn, each in its own fonts. A line with right-to-left letters is left whole for the canvas to order;
 * emoji in it then come from the fallback.
 */
function layRuns(
  pen: SKRSContext2D,
  line: string,
  textFont: string,
  emojiFont: string,
  textFamilies: string,
  emojiFamilies: string,
  fontPx: number,
): Run[] {
  const runs: Run[] = [];
  const add = (text: string, font: string): void => {
    pen.font = font;
    runs.push({ text, font, width: pen.measureText(text).width });
  };
  if (rightToLeft.test(line)) {
    const whole = `500 ${fontPx}px ${textFamilies.replace(/, sans-serif$/, '')}, ${emojiFamilies}`;
    // The line's own direction, whatever the order of its letters: the first strong letter decides.
    const first = firstStrong.exec(line)?.[0] ?? '';
    add(`${rightToLeft.test(first) ? '\u200f' : '\u200e'}${line}`, whole);
    return runs;
  }
  let held = '';
  let heldKind: 'text' | 'emoji' = 'text';
  const flush = (): void => {
    if (held !== '') add(held, heldKind === 'emoji' ? emojiFont : textFont);
    held = '';
  };
  for (const { segment } of clusters.segment(line)) {
    const kind = isEmoji(segment) ? 'emoji' : 'text';
    if (kind !== heldKind) {
      flush();
      heldKind = kind;
    }
    held += segment;
  }
  flush();
  return runs;
}

function isEmoji(cluster: string): boolean {
  if (/^[\d#*]$/.test(cluster) || /^[\u00a9\u00ae\u2122]$/.test(cluster) || cluster.endsWith('\ufe0e')) return false;
  return emojiCluster.test(cluster);
}
