/**
 * Draws the host for one cue after another. Owns its canvases and what was last sent as the base picture; knows nothing of processes or sockets.
 * Still parts are bitmaps that are only moved; skin, eyes and mouth are drawn anew. Frames between two base pictures hold the moving head only.
 */
import { createCanvas } from '@napi-rs/canvas';
import type { FrameCue } from '../../../contract/cues.ts';
import type { Rect } from '../../../contract/media.ts';
import { smoothNoise } from '../../../performance/noise.ts';
import { drawBitmap, putBitmap, silhouette, type Bitmap, type Box } from './bitmap.ts';
import { createEyeInk, drawBrow, drawEye } from './draw-eyes.ts';
import { createSkinInk, drawBlush, drawNeck, drawNose, traceFace } from './draw-face.ts';
import { createMouthInk, drawMouth } from './draw-mouth.ts';
import { featuresOf } from './expressions.ts';
import {
  chinDrop,
  headFrame,
  headPose,
  layerFrame,
  multiply,
  rotation,
  torsoFrame,
  torsoPose,
  unitsHigh,
  type Affine,
  type HeadPose,
  type TorsoPose,
} from './geometry.ts';
import {
  backHairBox,
  createHeadsetInk,
  cupBox,
  drawBackHair,
  drawBand,
  drawBoom,
  drawCup,
  drawFringe,
  drawSideLock,
  fringeBox,
  headsetBox,
  sideLockBox,
} from './hair.ts';
import { i420aLength, writeI420a } from './i420a.ts';
import { mouthShape } from './mouth-shape.ts';
import { palette as c } from './palette.ts';
import { collarBackBox, drawCollarBack, drawTorso, neckBox, torsoBox } from './torso.ts';

export interface PuppetSize {
  /** Even, in pixels. */
  readonly width: number;
  readonly height: number;
}
export interface PuppetFrame {
  readonly rect: Rect;
  readonly base: boolean;
  /** I420 with alpha of `rect`; valid until the next call of `render`. */
  readonly data: Uint8Array;
}
export interface PuppetRenderer {
  render(cue: FrameCue): PuppetFrame;
  /** The next frame is a whole picture (base=true): the receiver is new or a frame was not sent. */
  restart(): void;
  /** The last frame drawn, as PNG of the whole canvas: for looking at. */
  toPng(): Uint8Array;
}

/** Bitmaps hold this many pixels per pixel shown, so that moving them by parts of a pixel does not blur. */
const oversampling = 1.25;

/**
 * Pixels are read back in strips of this many: a buffer under the allocator's threshold for fresh pages is used again and again,
 * where one of a whole picture costs ten times as much in page faults.
 */
const stripPixels = 32_768;

interface Layers {
  readonly backHair: Bitmap;
  readonly sideLock: Bitmap;
  readonly fringe: Bitmap;
  readonly fringeShade: Bitmap;
  readonly cup: Bitmap;
  readonly collarBack: Bitmap;
  readonly torso: Bitmap;
}

function drawLayers(scale: number): Layers {
  const density = scale * oversampling;
  const fringe = drawBitmap(fringeBox, density, drawFringe);
  return {
    backHair: drawBitmap(backHairBox, density, drawBackHair),
    sideLock: drawBitmap(sideLockBox, density, drawSideLock),
    fringe,
    fringeShade: silhouette(fringe, density, 'rgba(204,116,104,0.5)'),
    cup: drawBitmap(cupBox, density, drawCup),
    collarBack: drawBitmap(collarBackBox, density, drawCollarBack),
    torso: drawBitmap(torsoBox, density, drawTorso),
  };
}

/** Hairs, locks and headset of the head's parts, each with the depth that it is moved by. */
function headLayers(pose: HeadPose): { readonly back: Affine; readonly side: Affine; readonly fringe: Affine; readonly headset: Affine } {
  return {
    back: multiply(rotation(pose.swing * 0.5, 0, -40), layerFrame(pose, -14, 0)),
    side: multiply(rotation(pose.swing, 0, -60), layerFrame(pose, 24, 0)),
    fringe: layerFrame(pose, 54, 0.3),
    headset: layerFrame(pose, 4, 0),
  };
}

export function createPuppetRenderer(size: PuppetSize): PuppetRenderer {
  const { width, height } = size;
  const scale = height / unitsHigh;
  /** Drawing units to pixels; the figure stands in the middle. */
  const view: Affine = [scale, 0, 0, scale, (width - unitsHigh * scale) / 2, 0];
  const canvas = createCanvas(width, height);
  const ink = canvas.getContext('2d');
  ink.lineCap = 'round';
  ink.lineJoin = 'round';
  ink.imageSmoothingQuality = 'low';
  const layers = drawLayers(scale);
  const skin = createSkinInk(ink);
  const eyes = createEyeInk(ink);
  const mouthInk = createMouthInk(ink);
  const headsetInk = createHeadsetInk(ink);
  const out = new Uint8Array(i420aLength(width, height));

  /** The torso as it stands now, so that whole pixels are copied while it rests. */
  const bodyCanvas = createCanvas(width, height);
  const bodyInk = bodyCanvas.getContext('2d');
  let bodyPose: TorsoPose | null = null;
  let bodyTop = 0;

  let baseTorso: TorsoPose | null = null;
  let baseHead: Rect | null = null;

  const use = (m: Affine): void => ink.setTransform(m[0], m[1], m[2], m[3], m[4], m[5]);
  const even = (x0: number, y0: number, x1: number, y1: number): Rect => {
    const x = Math.max(0, Math.floor((x0 - 1.5) / 2) * 2);
    const y = Math.max(0, Math.floor((y0 - 1.5) / 2) * 2);
    const right = Math.min(width, Math.ceil((x1 + 1.5) / 2) * 2);
    const bottom = Math.min(height, Math.ceil((y1 + 1.5) / 2) * 2);
    return { x, y, width: Math.max(2, right - x), height: Math.max(2, bottom - y) };
  };
  const bounds = (parts: readonly (readonly [Affine, Box])[]): Rect => {
    let x0 = Infinity;
    let y0 = Infinity;
    let x1 = -Infinity;
    let y1 = -Infinity;
    for (const [m, b] of parts) {
      for (const [x, y] of [
        [b.x, b.y],
        [b.x + b.width, b.y],
        [b.x, b.y + b.height],
        [b.x + b.width, b.y + b.height],
      ] as const) {
        const px = m[0] * x + m[2] * y + m[4];
        const py = m[1] * x + m[3] * y + m[5];
        x0 = Math.min(x0, px);
        x1 = Math.max(x1, px);
        y0 = Math.min(y0, py);
        y1 = Math.max(y1, py);
      }
    }
    return even(x0, y0, x1, y1);
  };

  function poseBody(torso: TorsoPose): void {
    if (bodyPose && samePose(bodyPose, torso)) return;
    bodyPose = torso;
    const body = multiply(view, torsoFrame(torso));
    bodyTop = bounds([[body, torsoBox]]).y;
    bodyInk.setTransform(1, 0, 0, 1, 0, 0);
    bodyInk.clearRect(0, 0, width, height);
    bodyInk.setTransform(body[0], body[1], body[2], body[3], body[4], body[5]);
    putBitmap(bodyInk, layers.torso);
    // Drawn now: a recording that is replayed with every copy would cost as much as drawing it.
    bodyInk.getImageData(0, 0, 1, 1);
  }

  function paint(cue: FrameCue, pose: HeadPose, torso: TorsoPose): void {
    const features = featuresOf(cue.emotion, Math.max(0, Math.min(1, cue.intensity || 0)));
    const mouth = mouthShape(cue.visemes, Math.max(0, Math.min(1, cue.jaw || 0)), features);
    const drop = chinDrop(mouth.down);
    const head = multiply(view, headFrame(pose));
    const body = multiply(view, torsoFrame(torso));
    const parts = headLayers(pose);

    // The whole picture each time: edges are rounded differently next to a clip, and a part must equal the whole to the last step.
    ink.setTransform(1, 0, 0, 1, 0, 0);
    ink.clearRect(0, 0, width, height);
    use(multiply(head, parts.back));
    putBitmap(ink, layers.backHair);
    use(body);
    putBitmap(ink, layers.collarBack);

    use(head);
    drawNeck(ink, pose, skin, drop, neckRoot(pose, torso));
    ink.setTransform(1, 0, 0, 1, 0, 0);
    ink.drawImage(bodyCanvas, 0, bodyTop, width, height - bodyTop, 0, bodyTop, width, height - bodyTop);

    use(head);
    traceFace(ink, pose, drop);
    ink.fillStyle = skin.face;
    ink.fill();
    ink.save();
    ink.clip();
    use(multiply(head, multiply([1, 0, 0, 1, 0, 8], parts.fringe)));
    putBitmap(ink, layers.fringeShade);
    use(head);
    drawBlush(ink, pose, skin, features.blush);
    ink.restore();
    use(head);
    traceFace(ink, pose, drop);
    ink.strokeStyle = c.skinLine;
    ink.lineWidth = 2;
    ink.stroke();

    drawNose(ink, pose);
    drawMouth(ink, pose, mouthInk, mouth);
    for (const side of [-1, 1] as const) {
      drawBrow(ink, pose, features, side, cue.brows[side < 0 ? 0 : 1] || 0);
      const blink = cue.blink[side < 0 ? 0 : 1];
      drawEye(ink, pose, eyes, features, side, { blink, gazeX: cue.gaze[0] || 0, gazeY: cue.gaze[1] || 0 });
    }
    for (const side of [-1, 1] as const) {
      use(multiply(head, multiply(parts.side, [side, 0, 0, 1, 0, 0])));
      putBitmap(ink, layers.sideLock);
    }
    use(multiply(head, parts.fringe));
    putBitmap(ink, layers.fringe);
    use(head);
    // Brows show faintly through the fringe, as drawn faces have them.
    ink.globalAlpha = 0.4;
    for (const side of [-1, 1] as const) drawBrow(ink, pose, features, side, cue.brows[side < 0 ? 0 : 1] || 0);
    ink.globalAlpha = 1;
    use(multiply(head, parts.headset));
    drawBand(ink, headsetInk);
    for (const side of [-1, 1] as const) {
      use(multiply(head, multiply(parts.headset, [side, 0, 0, 1, 0, 0])));
      putBitmap(ink, layers.cup);
    }
    use(head);
    drawBoom(ink, pose);
  }

  return {
    render(cue) {
      const torso = torsoPose(cue);
      const swing = 0.012 * smoothNoise(4711, (cue.timeMs || 0) / 1300) - (cue.head[2] || 0) * 0.18;
      const pose = headPose(cue, torso, swing);
      const head = multiply(view, headFrame(pose));
      const parts = headLayers(pose);
      const headRect = bounds([
        [multiply(head, parts.back), backHairBox],
        [multiply(head, parts.fringe), fringeBox],
        [multiply(head, parts.side), sideLockBox],
        [multiply(head, multiply(parts.side, [-1, 0, 0, 1, 0, 0])), sideLockBox],
        [multiply(head, parts.headset), headsetBox],
        [multiply(view, torsoFrame(torso)), neckBox],
      ]);
      const base = baseHead === null || baseTorso === null || !samePose(baseTorso, torso);
      const rect =
        base || baseHead === null ? union(headRect, bounds([[multiply(view, torsoFrame(torso)), torsoBox]])) : union(headRect, baseHead);
      if (base) {
        baseTorso = torso;
        baseHead = headRect;
      }
      poseBody(torso);
      paint(cue, pose, torso);
      const data = out.subarray(0, i420aLength(rect.width, rect.height));
      const stripRows = Math.max(2, Math.floor(stripPixels / rect.width / 2) * 2);
      for (let row = 0; row < rect.height; row += stripRows) {
        const rows = Math.min(stripRows, rect.height - row);
        const pixels = ink.getImageData(rect.x, rect.y + row, rect.width, rows).data;
        writeI420a(new Uint32Array(pixels.buffer, pixels.byteOffset, rect.width * rows), rect.width, rect.height, data, row, rows);
      }
      return { rect, base, data };
    },
    restart() {
      baseTorso = null;
      baseHead = null;
    },
    toPng: () => canvas.toBuffer('image/png'),
  };
}

/** The neck's foot follows the torso: picture units of the torso seen from the head. */
function neckRoot(pose: HeadPose, torso: TorsoPose): readonly (readonly [number, number])[] {
  const body = torsoFrame(torso);
  const head = headFrame(pose);
  const determinant = head[0] * head[3] - head[1] * head[2];
  return [
    [273, 448],
    [320, 524],
    [367, 448],
  ].map(([x = 0, y = 0]) => {
    const px = body[0] * x + body[2] * y + body[4] - head[4];
    const py = body[1] * x + body[3] * y + body[5] - head[5];
    return [(head[3] * px - head[2] * py) / determinant, (head[0] * py - head[1] * px) / determinant] as const;
  });
}

function samePose(a: TorsoPose, b: TorsoPose): boolean {
  return a.shiftX === b.shiftX && a.rise === b.rise && a.lean === b.lean;
}

function union(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}
