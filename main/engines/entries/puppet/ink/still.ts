/** A part that does not change its shape, drawn once: its painting, light along one edge, and a line around it that is thicker away from the light. */
import { createCanvas, type Canvas } from '@napi-rs/canvas';
import type { Box, Ink } from './ink.ts';

export interface Finish {
  /** Colour and width of the outline, in the part's units; none without. */
  readonly line?: { readonly colour: string; readonly width: number };
  /** Light from behind along the edges that look to the viewer's right. */
  readonly rim?: { readonly colour: string; readonly width: number; readonly alpha: number };
  /** One colour instead of the painting: a thrown shadow. `blur` in the part's units. */
  readonly shadow?: { readonly colour: string; readonly blur: number };
}

function blank(box: Box, density: number): { readonly canvas: Canvas; readonly ink: Ink } {
  const canvas = createCanvas(Math.ceil(box.width * density) + 4, Math.ceil(box.height * density) + 4);
  const ink = canvas.getContext('2d');
  // Two clear pixels all around, so that moving it never shows a cut edge.
  ink.setTransform(density, 0, 0, density, 2 - box.x * density, 2 - box.y * density);
  ink.lineCap = 'round';
  ink.lineJoin = 'round';
  return { canvas, ink };
}

function inOneColour(of: Canvas, colour: string): Canvas {
  const canvas = createCanvas(of.width, of.height);
  const ink = canvas.getContext('2d');
  ink.drawImage(of, 0, 0);
  ink.globalCompositeOperation = 'source-in';
  ink.fillStyle = colour;
  ink.fillRect(0, 0, of.width, of.height);
  return canvas;
}

/** `density`: pixels per unit. */
export function drawStill(box: Box, density: number, draw: (ink: Ink) => void, finish: Finish = {}): Canvas {
  const { canvas, ink } = blank(box, density);
  draw(ink);
  let made = canvas;
  if (finish.rim) made = withRim(made, density, finish.rim);
  if (finish.line) made = withLine(made, density, finish.line);
  if (finish.shadow) {
    const { canvas: soft, ink: softInk } = blank(box, density);
    softInk.setTransform(1, 0, 0, 1, 0, 0);
    if (finish.shadow.blur > 0) softInk.filter = `blur(${(finish.shadow.blur * density).toFixed(2)}px)`;
    softInk.drawImage(inOneColour(made, finish.shadow.colour), 0, 0);
    made = soft;
  }
  return made;
}

function withRim(of: Canvas, density: number, rim: NonNullable<Finish['rim']>): Canvas {
  const edge = inOneColour(of, rim.colour);
  const edgeInk = edge.getContext('2d');
  edgeInk.globalCompositeOperation = 'destination-out';
  edgeInk.filter = `blur(${(rim.width * density * 0.35).toFixed(2)}px)`;
  edgeInk.drawImage(of, -rim.width * density, rim.width * density * 0.35);
  const canvas = createCanvas(of.width, of.height);
  const ink = canvas.getContext('2d');
  ink.drawImage(of, 0, 0);
  ink.globalCompositeOperation = 'source-atop';
  ink.globalAlpha = rim.alpha;
  ink.drawImage(edge, 0, 0);
  return canvas;
}

function withLine(of: Canvas, density: number, line: NonNullable<Finish['line']>): Canvas {
  const shape = inOneColour(of, line.colour);
  const canvas = createCanvas(of.width, of.height);
  const ink = canvas.getContext('2d');
  const reach = line.width * density;
  const spokes = 24;
  for (let i = 0; i < spokes; i++) {
    const angle = (i / spokes) * Math.PI * 2;
    ink.drawImage(shape, Math.cos(angle) * reach * 0.8 + reach * 0.22, Math.sin(angle) * reach * 0.8 + reach * 0.26);
  }
  ink.drawImage(of, 0, 0);
  return canvas;
}
