/** The soak as one picture: offset, memory, late frames, queues over time, with a line for every swap and every failure of a platform. */
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { createFontBook } from '../../../main/programme/child/picture/fonts.ts';
import type { SoakRun } from './run-soak.ts';

interface Series {
  readonly name: string;
  readonly colour: string;
  readonly form: 'line' | 'dots';
  readonly points: readonly { readonly atMs: number; readonly value: number }[];
}
interface Panel {
  readonly title: string;
  readonly series: readonly Series[];
  /** Drawn behind, where the values should stay. */
  readonly band?: { readonly from: number; readonly to: number };
  /** The axis goes at least from here, and at least to there. */
  readonly least?: number;
  readonly most?: number;
  readonly height: number;
}

const width = 1500;
const [left, right, top, gap, bottom] = [86, 300, 116, 64, 56];
const colours = ['#1f77b4', '#d62728', '#2ca02c', '#9467bd', '#ff7f0e', '#17becf', '#8c564b', '#e377c2', '#7f7f7f', '#bcbd22', '#222222'];
const ink = '#1b1f24';
const faint = '#d9dee3';
const swapColour = '#8aa9c8';
const failureColour = '#e0857f';

/** PNG bytes. */
export function drawSoak(run: SoakRun, title: string): Buffer {
  const panels = panelsOf(run);
  const height = top + bottom + panels.reduce((sum, panel) => sum + panel.height, 0) + gap * (panels.length - 1);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const family = createFontBook().textFamilies(title, 500);
  const font = (size: number): string => `${size}px ${family}`;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.fillStyle = ink;
  context.textBaseline = 'alphabetic';
  context.font = font(22);
  context.fillText(title, left, 36);
  let y = top;
  const spanMs = Math.max(1, run.endedAtMs - run.startedAtMs);
  const x = (atMs: number): number => left + ((atMs - run.startedAtMs) / spanMs) * (width - left - right);
  panels.forEach((panel, index) => {
    drawPanel(context, font, panel, y, x, run, index === panels.length - 1);
    y += panel.height + gap;
  });
  context.font = font(14);
  const legendY = 62;
  [
    [swapColour, `a swap (${run.swaps.length})`],
    [failureColour, `a platform fails (${run.failures.length})`],
  ].forEach(([colour = ink, words = ''], index) => {
    context.fillStyle = colour;
    context.fillRect(left + index * 200, legendY - 12, 4, 16);
    context.fillStyle = ink;
    context.fillText(words, left + 12 + index * 200, legendY);
  });
  return canvas.toBuffer('image/png');
}

function panelsOf(run: SoakRun): readonly Panel[] {
  const { samples, received } = run;
  const names = Array.from(new Set(samples.flatMap(({ processes }) => processes.map(({ name }) => name)))).filter(
    (name) => !/candidate|previous/.test(name),
  );
  const of = (value: (sample: (typeof samples)[number]) => number) =>
    samples.map((sample) => ({ atMs: sample.atMs, value: value(sample) }));
  const median = received.offsetMedianMs;
  return [
    {
      title: 'A/V offset as received, ms (> 0: the sound is late; band: one frame either side of the median)',
      height: 210,
      ...(Number.isFinite(median) ? { band: { from: median - received.frameMs, to: median + received.frameMs } } : {}),
      series: [
        {
          name: `a clause (${received.offsets.length})`,
          colour: colours[0] ?? ink,
          form: 'dots',
          points: received.offsets.map(({ atMs, offsetMs }) => ({ atMs, value: offsetMs })),
        },
      ],
    },
    {
      title: 'Resident memory by process, MiB',
      height: 340,
      least: 0,
      series: names.map((name, index) => ({
        name,
        colour: colours[index % colours.length] ?? ink,
        form: 'line',
        points: samples.flatMap(({ atMs, processes }) =>
          processes.filter((one) => one.name === name).map(({ rssMiB }) => ({ atMs, value: rssMiB })),
        ),
      })),
    },
    {
      title: 'Heap of main after a collection, MiB',
      height: 130,
      series: [
        {
          name: 'heap',
          colour: colours[3] ?? ink,
          form: 'line',
          points: samples.flatMap(({ atMs, heap }) => (heap ? [{ atMs, value: heap.heapMiB }] : [])),
        },
      ],
    },
    {
      title: 'Frames since the beginning',
      height: 130,
      least: 0,
      series: [
        {
          name: 'late while speaking',
          colour: colours[1] ?? ink,
          form: 'line',
          points: of(({ framesHeldSpeaking }) => framesHeldSpeaking),
        },
        { name: 'skipped by the clock', colour: colours[4] ?? ink, form: 'line', points: of(({ framesSkipped }) => framesSkipped) },
      ],
    },
    {
      title: 'What waits: ms of stream for a destination',
      height: 130,
      least: 0,
      most: 100,
      series: [
        { name: 'live', colour: colours[2] ?? ink, form: 'line', points: of(({ queuedLiveMs }) => queuedLiveMs) },
        { name: 'not live', colour: colours[1] ?? ink, form: 'line', points: of(({ queuedOtherMs }) => queuedOtherMs) },
      ],
    },
  ];
}

function drawPanel(
  context: SKRSContext2D,
  font: (size: number) => string,
  panel: Panel,
  y: number,
  x: (atMs: number) => number,
  run: SoakRun,
  last: boolean,
): void {
  const values = panel.series.flatMap(({ points }) => points.map(({ value }) => value));
  const all = [
    ...values,
    ...(panel.band ? [panel.band.from, panel.band.to] : []),
    ...[panel.least, panel.most].filter((edge) => edge !== undefined),
  ];
  const { from, to, step } = niceRange(Math.min(...all), Math.max(...all));
  const place = (value: number): number => y + panel.height - ((value - from) / (to - from)) * panel.height;
  const [x0, x1] = [left, width - right];
  context.fillStyle = ink;
  context.font = font(16);
  context.fillText(panel.title, x0, y - 12);
  if (panel.band) {
    context.fillStyle = '#e8f3e8';
    context.fillRect(x0, place(panel.band.to), x1 - x0, place(panel.band.from) - place(panel.band.to));
  }
  const mark = (atMs: number, colour: string): void => {
    context.fillStyle = colour;
    context.fillRect(x(atMs) - 0.75, y, 1.5, panel.height);
  };
  for (const { atMs } of run.swaps) mark(atMs, swapColour);
  for (const { atMs } of run.failures) mark(atMs, failureColour);
  context.font = font(13);
  for (let value = from; value <= to + step / 2; value += step) {
    context.fillStyle = faint;
    context.fillRect(x0, place(value), x1 - x0, 1);
    context.fillStyle = ink;
    context.textAlign = 'right';
    context.fillText(String(Number(value.toFixed(6))), x0 - 8, place(value) + 4);
    context.textAlign = 'left';
  }
  context.strokeStyle = ink;
  context.lineWidth = 1;
  context.strokeRect(x0, y, x1 - x0, panel.height);
  drawMinutes(context, y + panel.height, x, run, last);
  panel.series.forEach((series, index) => {
    drawSeries(context, series, x, place);
    const row = y + 12 + index * 20;
    context.fillStyle = series.colour;
    context.fillRect(x1 + 14, row - 9, 18, 4);
    context.fillStyle = ink;
    const end = series.points.at(-1);
    context.fillText(series.form === 'line' && end ? `${series.name}: ${Math.round(end.value * 10) / 10}` : series.name, x1 + 40, row);
  });
}

function drawSeries(
  context: SKRSContext2D,
  { form, colour, points }: Series,
  x: (atMs: number) => number,
  place: (value: number) => number,
): void {
  context.fillStyle = colour;
  context.strokeStyle = colour;
  if (form === 'dots') {
    for (const { atMs, value } of points) {
      context.beginPath();
      context.arc(x(atMs), place(value), 2.5, 0, 2 * Math.PI);
      context.fill();
    }
    return;
  }
  context.lineWidth = 2;
  context.beginPath();
  points.forEach(({ atMs, value }, index) => (index === 0 ? context.moveTo(x(atMs), place(value)) : context.lineTo(x(atMs), place(value))));
  context.stroke();
}

function drawMinutes(context: SKRSContext2D, y: number, x: (atMs: number) => number, run: SoakRun, last: boolean): void {
  const minutes = (run.endedAtMs - run.startedAtMs) / 60_000;
  const { step } = niceRange(0, minutes, 10);
  context.fillStyle = ink;
  context.textAlign = 'center';
  for (let minute = 0; minute <= minutes + 1e-6; minute += step) {
    const at = x(run.startedAtMs + minute * 60_000);
    context.fillRect(at, y, 1, 5);
    context.fillText(String(Number(minute.toFixed(3))), at, y + 20);
  }
  if (last) context.fillText('minutes on air', x((run.startedAtMs + run.endedAtMs) / 2), y + 42);
  context.textAlign = 'left';
}

/** Round numbers around the values, four steps or so. Pure. */
export function niceRange(least: number, most: number, steps = 4): { readonly from: number; readonly to: number; readonly step: number } {
  if (!Number.isFinite(least) || !Number.isFinite(most)) return { from: 0, to: 1, step: 0.5 };
  const span = most - least || Math.max(1, Math.abs(most));
  const rough = span / steps;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const from = Math.floor(least / step) * step;
  const to = Math.max(from + step, Math.ceil(most / step) * step);
  return { from, to, step };
}
