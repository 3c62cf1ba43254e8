/** Puts a decoded picture onto the face canvas: crop, background, landmarks in pixels, the mouth's colours. Once, at load. */
import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { chinOf, landmarkFault, type Landmarks, type Point } from '../../../portraits/pictures/landmarks.ts';
import { badPicture } from '../../../portraits/pictures/picture-error.ts';
import { cutFlatBackground } from './cut-background.ts';
import { cutPerson } from './cut-person.ts';
import { mouthFrame, toMouth, type MouthColours } from './mouth-layer.ts';
import type { PortraitOptions } from './options.ts';
import type { Colour } from './planes.ts';

export interface PlacedPortrait {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
  /** The same without its mouth, for a drawn one. */
  readonly mouthless: Uint8ClampedArray | null;
  /** In pixels of the canvas. */
  readonly landmarks: Landmarks;
  readonly drawn: boolean;
  readonly drawnEyes: boolean;
  readonly skin: Colour;
  readonly colours: MouthColours;
}

/** A mouth whose lips are no thicker than this share of its half width is a line: it is drawn. */
const thinLips = 0.13;

/** `outline`: with the background `person`, opaque where the person is, over the whole picture. */
export function placePortrait(picture: Canvas, given: Landmarks, options: PortraitOptions, outline: Canvas | null = null): PlacedPortrait {
  const fault = landmarkFault(given, picture.width / picture.height);
  if (fault) throw badPicture(fault.en, fault.zh);
  const { width, height } = options;
  const { fit, x0, y0 } = fitOnto(picture, given, options);
  const faceHeight = given.face.height * picture.height;
  if (faceHeight * fit < 40)
    throw badPicture(
      'The face is too small in this picture. Crop the picture to head and shoulders, or set a larger face.',
      '图片中的脸太小，请裁剪到头肩部分或放大脸部。',
    );
  const canvas = createCanvas(width, height);
  const ink = canvas.getContext('2d');
  ink.imageSmoothingQuality = 'high';
  ink.drawImage(picture, x0, y0, picture.width * fit, picture.height * fit);
  const image = ink.getImageData(0, 0, width, height);
  const rgba = image.data;
  const landmarks = mapLandmarks(given, ([x, y]) => [x0 + x * picture.width * fit, y0 + y * picture.height * fit]);
  if (options.crop && !holdsFace(landmarks, width, height))
    throw badPicture(
      'The crop leaves out eyes or mouth. Make it larger, or move it over the face.',
      '裁剪框未包含眼睛或嘴，请放大裁剪框或移到脸部。',
    );
  if (options.background === 'cut' && !cutFlatBackground(rgba, width, height, landmarks.face))
    throw badPicture(
      'The background of this picture is not of one colour, so it cannot be cut out. Keep it or blur its edge.',
      '图片背景不是纯色，无法抠除，请选择保留或边缘虚化。',
    );
  if (outline) cutPerson(rgba, coverOf(outline, width, height, [x0, y0, picture.width * fit, picture.height * fit]), width, height);
  if (options.background === 'blur' || (options.background === 'auto' && isOpaqueAround(rgba, width, height, x0, y0, picture.width * fit)))
    softenEdge(rgba, width, height, x0, y0, picture.width * fit);
  const frame = mouthFrame(landmarks);
  const lips = thickness(landmarks, frame);
  const drawn = options.mouth === 'drawn' || (options.mouth === 'auto' && lips < thinLips);
  const skin = skinOf(rgba, width, height, landmarks);
  const colours = mouthColours(rgba, width, landmarks, skin, drawn);
  return {
    width,
    height,
    rgba,
    mouthless: drawn ? withoutMouth(rgba, width, height, landmarks) : null,
    landmarks,
    drawn,
    drawnEyes: drawn || flatCheeks(rgba, width, height, landmarks),
    skin,
    colours,
  };
}

/** How large the picture stands on the canvas, and where its upper left corner lies. */
function fitOnto(
  picture: Canvas,
  { face }: Landmarks,
  { width, height, crop, faceShare }: PortraitOptions,
): { fit: number; x0: number; y0: number } {
  if (crop) {
    const side = crop.size * picture.height;
    const fit = Math.min(width, height) / side;
    return {
      fit,
      x0: (width - side * fit) / 2 - crop.x * picture.width * fit,
      y0: height - side * fit - crop.y * picture.height * fit,
    };
  }
  if (faceShare === 'whole') {
    const fit = Math.min(width / picture.width, height / picture.height);
    return { fit, x0: (width - picture.width * fit) / 2, y0: height - picture.height * fit };
  }
  const fit = (faceShare * height) / (face.height * picture.height);
  return {
    fit,
    x0: width / 2 - (face.x + face.width / 2) * picture.width * fit,
    y0: height * 0.48 - (face.y + face.height / 2) * picture.height * fit,
  };
}

/** Eyes and mouth: without them nothing could move. */
function holdsFace({ eyes, mouth }: Landmarks, width: number, height: number): boolean {
  return [...eyes.flatMap(({ upper, lower }) => [...upper, ...lower]), ...Object.values(mouth).flat()].every(
    ([x, y]) => x >= 0 && y >= 0 && x <= width && y <= height,
  );
}

/** The outline where the picture stands: 0..255 for each pixel of the canvas. */
function coverOf(outline: Canvas, width: number, height: number, place: readonly [number, number, number, number]): Uint8ClampedArray {
  const canvas = createCanvas(width, height);
  const ink = canvas.getContext('2d');
  ink.imageSmoothingQuality = 'high';
  ink.drawImage(outline, ...place);
  return ink.getImageData(0, 0, width, height).data.filter((_, n) => n % 4 === 3);
}

function mapLandmarks(l: Landmarks, to: (p: Point) => [number, number]): Landmarks {
  const line = (points: readonly Point[]): [number, number][] => points.map(to);
  const [x, y] = to([l.face.x, l.face.y]);
  const [right, low] = to([l.face.x + l.face.width, l.face.y + l.face.height]);
  return {
    ...l,
    face: { x, y, width: right - x, height: low - y },
    mouth: {
      upperOuter: line(l.mouth.upperOuter),
      upperInner: line(l.mouth.upperInner),
      lowerInner: line(l.mouth.lowerInner),
      lowerOuter: line(l.mouth.lowerOuter),
    },
    eyes: l.eyes.map((eye) => ({ upper: line(eye.upper), lower: line(eye.lower) })),
    brows: l.brows.map(line),
    nose: { tip: to(l.nose.tip), base: to(l.nose.base) },
    jaw: line(l.jaw),
  };
}

function thickness({ mouth }: Landmarks, frame: ReturnType<typeof mouthFrame>): number {
  const middle = (points: readonly Point[]): number => toMouth(frame, points[points.length >> 1] ?? [0, 0])[1];
  return Math.max(middle(mouth.lowerOuter) - middle(mouth.lowerInner), middle(mouth.upperInner) - middle(mouth.upperOuter));
}

const pixel = (rgba: Uint8ClampedArray, width: number, [x, y]: Point): Colour => {
  const at = (Math.max(0, Math.round(y)) * width + Math.max(0, Math.round(x))) * 4;
  return [rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0];
};
const luma = ([r, g, b]: Colour): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** Median, by brightness, of points between mouth, nose and jaw. */
function skinOf(rgba: Uint8ClampedArray, width: number, _height: number, l: Landmarks): Colour {
  const chin = chinOf(l);
  const [bx, by] = l.nose.base;
  const left = l.mouth.upperOuter[0] ?? l.nose.base;
  const right = l.mouth.upperOuter.at(-1) ?? l.nose.base;
  const tests: Point[] = [];
  for (let i = -3; i <= 3; i++) {
    tests.push([bx + (i * (right[0] - left[0])) / 5, by + Math.abs(i) * 2]);
    tests.push([chin[0] + (i * (right[0] - left[0])) / 12, (chin[1] * 2 + left[1]) / 3]);
  }
  const colours = tests.map((p) => pixel(rgba, width, p)).sort((a, b) => luma(a) - luma(b));
  return colours[Math.floor(colours.length * 0.6)] ?? [200, 160, 140];
}

/** One colour below both eyes: it is a drawing, whatever its mouth is like. */
function flatCheeks(rgba: Uint8ClampedArray, width: number, height: number, { eyes }: Landmarks): boolean {
  const spread = 12;
  const spots = eyes.flatMap(({ lower }) => {
    const left: Point = lower[0] ?? [0, 0];
    const right: Point = lower.at(-1) ?? [0, 0];
    const low = Math.max(...lower.map((p) => p[1]));
    const wide = right[0] - left[0];
    return [0.2, 0.35, 0.5, 0.65, 0.8].flatMap((u) =>
      [0.25, 0.4, 0.55].map((v) => pixel(rgba, width, [left[0] + wide * u, Math.min(height - 1, low + wide * v)])),
    );
  });
  const sorted = [...spots].sort((a, b) => luma(a) - luma(b));
  const middle = sorted[sorted.length >> 1];
  if (!middle) return false;
  const near = spots.filter((spot) => Math.hypot(spot[0] - middle[0], spot[1] - middle[1], spot[2] - middle[2]) < spread);
  return near.length >= spots.length * 0.8;
}

function mouthColours(rgba: Uint8ClampedArray, width: number, { mouth }: Landmarks, skin: Colour, drawn: boolean): MouthColours {
  const inner = mouth.upperInner.slice(1, -1).map((p, i): Point => [p[0], (p[1] + (mouth.lowerInner[i + 1]?.[1] ?? p[1])) / 2]);
  const darkest = inner.map((p) => pixel(rgba, width, p)).sort((a, b) => luma(a) - luma(b))[0] ?? [60, 30, 30];
  const lips: Colour[] = mouth.lowerOuter.slice(1, -1).map((p, i) => {
    const q = mouth.lowerInner[i + 1] ?? p;
    return pixel(rgba, width, [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2]);
  });
  const lip = lips.sort((a, b) => luma(a) - luma(b))[lips.length >> 1] ?? skin;
  const grey = Math.max(...skin) - Math.min(...skin) < 12;
  const light = Math.min(1.06, Math.max(0.5, luma(skin) / 190));
  const tint = (r: number, g: number, b: number): Colour => [Math.min(255, r * light), Math.min(255, g * light), Math.min(255, b * light)];
  const mix = (a: Colour, b: Colour, t: number): Colour => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
  if (drawn)
    return {
      line: darkest,
      cavity: grey ? mix(darkest, skin, 0.08) : mix(darkest, [skin[0] * 0.5, skin[1] * 0.2, skin[2] * 0.24], 0.75),
      teeth: mix(skin, [255, 252, 248], 0.85),
      tongue: grey ? mix(darkest, skin, 0.5) : [skin[0] * 0.86, skin[1] * 0.5, skin[2] * 0.52],
    };
  return {
    line: darkest,
    cavity: [lip[0] * 0.3, lip[1] * 0.16, lip[2] * 0.18],
    teeth: tint(232, 224, 214),
    tongue: mix(tint(176, 88, 88), lip, 0.35),
  };
}

/** The mouth's line replaced by the skin above and below it. */
function withoutMouth(rgba: Uint8ClampedArray, width: number, height: number, { mouth }: Landmarks): Uint8ClampedArray {
  const out = Uint8ClampedArray.from(rgba);
  const frame = mouthFrame({ mouth } as Landmarks);
  const margin = Math.max(4, frame.half * 0.16);
  const points = [...mouth.upperOuter, ...mouth.lowerOuter];
  const x0 = Math.floor(Math.min(...points.map((p) => p[0])) - margin);
  const x1 = Math.ceil(Math.max(...points.map((p) => p[0])) + margin);
  const edge = (line: readonly Point[], x: number): number => {
    let n = 1;
    while (n < line.length - 1 && (line[n]?.[0] ?? 0) < x) n++;
    const a = line[n - 1] ?? [0, 0];
    const b = line[n] ?? a;
    return a[1] + (b[1] - a[1]) * Math.min(1, Math.max(0, (x - a[0]) / (b[0] - a[0] || 1)));
  };
  for (let x = Math.max(0, x0); x <= Math.min(width - 1, x1); x++) {
    const y0 = Math.max(0, Math.floor(edge(mouth.upperOuter, x) - margin));
    const y1 = Math.min(height - 1, Math.ceil(edge(mouth.lowerOuter, x) + margin));
    for (let y = y0; y <= y1; y++) {
      const t = (y - y0) / Math.max(1, y1 - y0);
      for (let c = 0; c < 4; c++)
        out[(y * width + x) * 4 + c] = (rgba[(y0 * width + x) * 4 + c] ?? 0) * (1 - t) + (rgba[(y1 * width + x) * 4 + c] ?? 0) * t;
    }
  }
  return out;
}

/** Does the picture have a border of its own along its sides? A figure that is cut out has none. */
function isOpaqueAround(rgba: Uint8ClampedArray, width: number, height: number, x0: number, y0: number, pictureWidth: number): boolean {
  const columns = [x0 + 1, x0 + pictureWidth - 2].map((x) => Math.min(width - 1, Math.max(0, Math.round(x))));
  // a wide picture begins far down: above it everything is transparent, and says nothing of it
  const top = Math.max(0, Math.ceil(y0));
  const bottom = top + (height - top) * 0.6;
  let opaque = 0;
  let seen = 0;
  for (const x of columns) {
    for (let y = top; y < bottom; y += 2) {
      seen += 1;
      if ((rgba[(y * width + x) * 4 + 3] ?? 0) > 200) opaque += 1;
    }
  }
  return opaque > seen * 0.2;
}

/** Towards the picture's upper and side edges it becomes transparent; below it goes on to the edge of the show. */
function softenEdge(rgba: Uint8ClampedArray, width: number, height: number, x0: number, y0: number, pictureWidth: number): void {
  const left = Math.max(0, x0);
  const right = Math.min(width, x0 + pictureWidth);
  const reach = Math.min(right - left, height) * 0.14;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const near = Math.min(x - left, right - 1 - x, y - Math.max(0, y0)) / reach;
      const t = Math.min(1, Math.max(0, near));
      const at = (y * width + x) * 4 + 3;
      rgba[at] = (rgba[at] ?? 0) * t * t * (3 - 2 * t);
    }
  }
}
