/**
 * How a head moves as a sum of still fields over a coarse grid: turn with depth, nod, lean, breath, jaw with cheeks, brows, smile.
 * Every field is smooth and fades to nothing at the grid's border, so background and shoulders stay where they are.
 */
import type { Rect } from '../../../contract/media.ts';
import { chinOf, type Landmarks, type Point } from '../../../portraits/pictures/landmarks.ts';

export const cellSize = 8;
export const fieldNames = ['yaw', 'pitch', 'roll', 'breath', 'jaw', 'smile', 'browLeft', 'browRight', 'browInner', 'cheeks'] as const;
export type FieldName = (typeof fieldNames)[number];

export interface HeadGrid {
  /** The part that moves; multiples of the cell. */
  readonly rect: Rect;
  readonly columns: number;
  readonly rows: number;
  /** Pairs x, y for each node and field, in pixels for one unit of the field. */
  readonly fields: Readonly<Record<FieldName, Float32Array>>;
}

const smooth = (t: number): number => {
  const s = Math.min(1, Math.max(0, t));
  return s * s * (3 - 2 * s);
};
const bell = (dx: number, dy: number): number => Math.exp(-0.5 * (dx * dx + dy * dy));

/** `landmarks` in pixels of the canvas. */
export function createHeadGrid(landmarks: Landmarks, width: number, height: number): HeadGrid {
  const { face } = landmarks;
  const chin = chinOf(landmarks);
  const centre: Point = [face.x + face.width / 2, face.y + face.height / 2];
  const left = landmarks.mouth.upperInner[0] ?? centre;
  const right = landmarks.mouth.upperInner.at(-1) ?? centre;
  const mouth: Point = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];
  const halfMouth = Math.max(2, (right[0] - left[0]) / 2);
  const headX = 0.72 * face.width;
  const headY = 0.85 * face.height;
  const middleY = centre[1] - 0.1 * face.height;
  const reach = 1.7;
  const cells = (value: number, most: number): number =>
    Math.min(Math.floor(most / cellSize), Math.max(0, Math.round(value / cellSize))) * cellSize;
  const x0 = cells(centre[0] - headX * reach, width);
  const x1 = cells(centre[0] + headX * reach, width);
  const y0 = cells(middleY - headY * reach, height);
  const y1 = cells(middleY + headY * reach, height);
  const rect = { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
  const columns = rect.width / cellSize;
  const rows = rect.height / cellSize;
  const nodes = (columns + 1) * (rows + 1);
  const fields = Object.fromEntries(fieldNames.map((name) => [name, new Float32Array(nodes * 2)])) as Record<FieldName, Float32Array>;
  const pivotY = chin[1] + 0.25 * face.height;
  const edge = 0.16 * Math.min(rect.width, rect.height);

  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++) {
      const x = rect.x + column * cellSize;
      const y = rect.y + row * cellSize;
      const at = (row * (columns + 1) + column) * 2;
      const radius = Math.hypot((x - centre[0]) / headX, (y - middleY) / headY);
      const border = smooth((x - x0) / edge) * smooth((x1 - x) / edge) * smooth((y - y0) / edge) * smooth((y1 - y) / edge);
      const head = (1 - smooth((radius - 0.85) / 0.8)) * border;
      const q = ((x - centre[0]) / (0.64 * face.width)) ** 2 + ((y - centre[1]) / (0.74 * face.height)) ** 2;
      const nose = bell((x - landmarks.nose.tip[0]) / (0.11 * face.width), (y - landmarks.nose.tip[1]) / (0.13 * face.height));
      const depth = face.width * (0.46 * Math.max(0, 1 - q) ** 1.5 + 0.1 * nose + 0.12) * head;
      const put = (name: FieldName, dx: number, dy: number): void => {
        fields[name][at] = dx;
        fields[name][at + 1] = dy;
      };
      put('yaw', depth, 0);
      put('pitch', 0, depth * 0.8);
      put('roll', -(y - pivotY) * head, (x - centre[0]) * head);
      put('breath', 0, -0.008 * face.height * head);
      const drop = (y - mouth[1]) / Math.max(8, chin[1] - mouth[1]);
      const fall = drop <= 1 ? smooth(drop) : 1 - smooth((drop - 1) / 1.5);
      const side = (x - mouth[0]) / (0.4 * face.width);
      const cheek = bell((y - mouth[1]) / (0.2 * face.height), 0) * bell(side, 0);
      put('jaw', -(x - mouth[0]) * 0.16 * cheek * head, halfMouth * fall * bell(side * 0.85, 0) * border);
      let smileX = 0;
      let smileY = 0;
      for (const [corner, sign] of [
        [left, -1],
        [right, 1],
      ] as const) {
        const pull = bell((x - corner[0]) / (0.5 * halfMouth), (y - corner[1]) / (0.6 * halfMouth));
        smileX += sign * pull * 0.06 * halfMouth;
        smileY -= pull * 0.16 * halfMouth;
      }
      put('smile', smileX, smileY);
      let inner = 0;
      landmarks.brows.forEach((brow, n) => {
        const middle = brow[brow.length >> 1] ?? centre;
        const end = (n === 0 ? brow.at(-1) : brow[0]) ?? centre;
        put(
          n === 0 ? 'browLeft' : 'browRight',
          0,
          -0.035 * face.height * bell((x - middle[0]) / (0.15 * face.width), (y - middle[1]) / (0.065 * face.height)),
        );
        inner -= 0.025 * face.height * bell((x - end[0]) / (0.1 * face.width), (y - end[1]) / (0.08 * face.height));
      });
      put('browInner', 0, inner);
      let raised = 0;
      for (const eye of landmarks.eyes) {
        const low = eye.lower[eye.lower.length >> 1] ?? centre;
        raised -= 0.014 * face.height * bell((x - low[0]) / (0.13 * face.width), (y - low[1] - 0.05 * face.height) / (0.06 * face.height));
      }
      put('cheeks', 0, raised);
    }
  }
  return { rect, columns, rows, fields };
}
