/** Landmarks of a portrait as a JSON file beside it: schema, checks, and the same from a mesh of 468 or 478 points. Knows no pixels. */
import { z } from 'zod';

/** Normalised: 0..1 of the upright picture's width and height (after its EXIF rotation). */
const point = z.tuple([z.number().min(-0.5).max(1.5), z.number().min(-0.5).max(1.5)]);
/** From the viewer's left to the viewer's right. */
const line = z.array(point).min(3).max(64);

const lids = z.strictObject({ upper: line, lower: line });

export const landmarksSchema = z.strictObject({
  schema: z.literal('vanchor-portrait-landmarks'),
  version: z.literal(1),
  /** `hand`: set by a person; `human` and `face-mesh`: found; `guess`: proportions of an ordinary portrait. */
  source: z.enum(['hand', 'human', 'face-mesh', 'guess']),
  confidence: z.number().min(0).max(1),
  /** The face without hair, brow to chin. */
  face: z.strictObject({
    x: z.number().min(-1).max(2),
    y: z.number().min(-1).max(2),
    width: z.number().positive().max(3),
    height: z.number().positive().max(3),
  }),
  /** Both edges of both lips, each from the left corner to the right corner. Closed lips: both inner edges on one line. */
  mouth: z.strictObject({ upperOuter: line, upperInner: line, lowerInner: line, lowerOuter: line }),
  /** [viewer's left, viewer's right]; left out where an eye is hidden. */
  eyes: z.array(lids).max(2),
  brows: z.array(line).max(2),
  nose: z.strictObject({ tip: point, base: point }),
  /** Left ear, round the chin, right ear. */
  jaw: line,
});
export type Landmarks = z.infer<typeof landmarksSchema>;
export type Point = readonly [x: number, y: number];

export type LandmarkFault = { readonly en: string; readonly zh: string };

const mean = (points: readonly Point[]): Point => [
  points.reduce((sum, p) => sum + p[0], 0) / points.length,
  points.reduce((sum, p) => sum + p[1], 0) / points.length,
];

export function chinOf(landmarks: Landmarks): Point {
  return landmarks.jaw.reduce<Point>((low, p) => (p[1] > low[1] ? p : low), [0, -Infinity]);
}

/** Why these points cannot be one upright face, or null. `aspect`: width / height of the picture. */
export function landmarkFault(l: Landmarks, aspect: number): LandmarkFault | null {
  const left = l.mouth.upperInner[0];
  const right = l.mouth.upperInner.at(-1);
  const [, noseY] = l.nose.base;
  const [chinX, chinY] = chinOf(l);
  const [mouthX, mouthY] = mean([...l.mouth.upperInner, ...l.mouth.lowerInner]);
  const outside = [...l.mouth.upperInner, ...l.jaw, l.nose.tip].some(([x, y]) => x < -0.1 || y < -0.1 || x > 1.1 || y > 1.1);
  const width = left && right ? right[0] - left[0] : 0;
  if (outside)
    return { en: 'The markers lie outside the picture. Were they set for another picture?', zh: '标记点超出画面，是否属于另一张图片？' };
  if (width <= 0.004) return { en: 'The corners of the mouth lie on one another or are swapped.', zh: '嘴角标记重合或左右颠倒。' };
  if (!(noseY < mouthY && mouthY < chinY))
    return {
      en: 'Nose, mouth and chin must lie below one another: turn the picture upright or move the markers.',
      zh: '鼻、嘴、下巴须自上而下：请把图片转正或移动标记点。',
    };
  if (l.eyes.some((eye) => mean(eye.upper)[1] > noseY))
    return { en: 'An eye lies below the nose: move the markers.', zh: '眼睛标记低于鼻子，请移动标记点。' };
  if (Math.abs(chinX - mouthX) * aspect > (chinY - mouthY) * 1.2 + width * aspect * 0.5)
    return {
      en: 'The chin does not lie below the mouth: the face is in profile or the markers are off.',
      zh: '下巴不在嘴的下方：面部为侧面或标记有误。',
    };
  return null;
}

const meshLines = {
  upperOuter: [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291],
  upperInner: [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308],
  lowerInner: [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308],
  lowerOuter: [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291],
  leftUpper: [33, 246, 161, 160, 159, 158, 157, 173, 133],
  leftLower: [33, 7, 163, 144, 145, 153, 154, 155, 133],
  rightUpper: [362, 398, 384, 385, 386, 387, 388, 466, 263],
  rightLower: [362, 382, 381, 380, 374, 373, 390, 249, 263],
  leftBrow: [70, 63, 105, 66, 107],
  rightBrow: [336, 296, 334, 293, 300],
  jaw: [127, 234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454, 356],
} as const;

/** Of MediaPipe's face mesh (468 or 478 points, normalised), as `human` and `@mediapipe/face_mesh` give it. */
export function landmarksFromMesh(mesh: readonly Point[], source: 'human' | 'face-mesh', confidence: number): Landmarks {
  if (mesh.length < 468) throw new RangeError(`a face mesh has 468 or 478 points, not ${mesh.length}`);
  const at = (index: number): [number, number] => {
    const [x, y] = mesh[index] ?? [0, 0];
    return [x, y];
  };
  const along = (name: keyof typeof meshLines): [number, number][] => meshLines[name].map(at);
  const xs = mesh.slice(0, 468).map((p) => p[0]);
  const ys = mesh.slice(0, 468).map((p) => p[1]);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return {
    schema: 'vanchor-portrait-landmarks',
    version: 1,
    source,
    confidence,
    face: { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y },
    mouth: {
      upperOuter: along('upperOuter'),
      upperInner: along('upperInner'),
      lowerInner: along('lowerInner'),
      lowerOuter: along('lowerOuter'),
    },
    eyes: [
      { upper: along('leftUpper'), lower: along('leftLower') },
      { upper: along('rightUpper'), lower: along('rightLower') },
    ],
    brows: [along('leftBrow'), along('rightBrow')],
    nose: { tip: at(1), base: at(2) },
    jaw: along('jaw'),
  };
}

/** An ordinary frontal face filling this box (normalised): where a person starts to drag markers. `aspect`: width / height of the picture. */
export function guessLandmarks(aspect: number): Landmarks {
  const height = 0.46;
  const width = Math.min(0.9, (height * 0.78) / aspect);
  const [x, y] = [0.5 - width / 2, 0.26];
  const p = (u: number, v: number): [number, number] => [x + width * u, y + height * v];
  const arc = (cx: number, cy: number, rx: number, ry: number): [number, number][] =>
    [-1, -0.6, 0, 0.6, 1].map((t) => p(cx + rx * t, cy - ry * (1 - t * t)));
  return {
    schema: 'vanchor-portrait-landmarks',
    version: 1,
    source: 'guess',
    confidence: 0,
    face: { x, y, width, height },
    mouth: {
      upperOuter: arc(0.5, 0.78, 0.17, 0.025),
      upperInner: arc(0.5, 0.78, 0.17, 0),
      lowerInner: arc(0.5, 0.78, 0.17, 0),
      lowerOuter: arc(0.5, 0.78, 0.17, -0.04),
    },
    eyes: [0.28, 0.72].map((cx) => ({ upper: arc(cx, 0.4, 0.12, 0.06), lower: arc(cx, 0.4, 0.12, -0.04) })),
    brows: [0.28, 0.72].map((cx) => arc(cx, 0.24, 0.14, 0.03)),
    nose: { tip: p(0.5, 0.6), base: p(0.5, 0.65) },
    jaw: [p(0, 0.4), p(0.06, 0.7), p(0.25, 0.92), p(0.5, 1), p(0.75, 0.92), p(0.94, 0.7), p(1, 0.4)],
  };
}
