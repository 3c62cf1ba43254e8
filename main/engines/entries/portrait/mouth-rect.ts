/** Where on the canvas the lips of a portrait are, with the room that an open mouth takes: for whoever watches whether they move. */
import type { Rect } from '../../../contract/media.ts';
import type { Landmarks } from '../../../portraits/pictures/landmarks.ts';

/** `landmarks` in pixels of the canvas. */
export function mouthRect({ mouth }: Landmarks, width: number, height: number): Rect {
  const points = [...mouth.upperOuter, ...mouth.lowerOuter];
  const xs = points.map((p) => p[0]);
  const ys = points.map((p) => p[1]);
  const wide = Math.max(...xs) - Math.min(...xs);
  const within = (value: number, most: number): number => Math.round(Math.min(most, Math.max(0, value)));
  const x = within(Math.min(...xs), width - 2);
  const y = within(Math.min(...ys) - wide * 0.05, height - 2);
  return {
    x,
    y,
    width: Math.max(2, within(Math.max(...xs), width) - x),
    height: Math.max(2, within(Math.max(...ys) + wide * 0.22, height) - y),
  };
}
