/** The part of the face that is drawn anew for each frame: brows, eyes, nose, mouth, on a canvas just as large as they can need. */
import { createCanvas } from '@napi-rs/canvas';
import type { FrameCue } from '../../../../contract/cues.ts';
import type { Look } from '../cast/cast.ts';
import type { Box } from '../ink/ink.ts';
import { boundsOf, type Affine } from '../pose/affine.ts';
import { headScale, limit, projectX, projectY, type HeadPose } from '../pose/pose.ts';
import { drawBrows } from './draw-brow.ts';
import { createEyePaint, drawEyes, lidsOf, type EyeState } from './draw-eye.ts';
import { createMouthPaint, drawMouth } from './draw-mouth.ts';
import { drawNose } from './draw-nose.ts';
import type { Features } from './expressions.ts';
import type { MouthShape } from './mouth-shape.ts';

/** What the features can cover when the head looks ahead, head units. */
const featureBox: Box = { x: -82, y: -54, width: 164, height: 182 };
const eyeLine = 46;
const sides = [-1, 1] as const;

export interface DrawnPatch {
  /** Premultiplied RGBA. */
  readonly pixels: Uint8Array;
  readonly x: number;
  readonly y: number;
  /** Rows that hold brows and eyes. */
  readonly browRows: number;
}
export interface FeaturePatch {
  readonly size: { readonly width: number; readonly height: number };
  draw(head: Affine, pose: HeadPose, features: Features, mouth: MouthShape, cue: FrameCue): DrawnPatch;
}

export function createFeaturePatch(look: Look, scale: number): FeaturePatch {
  const reach = scale * headScale;
  const even = (n: number): number => Math.ceil(n / 2) * 2;
  // Room for a head that leans somewhat; what leans more is cut where there is nothing.
  const [cosine, sine] = [0.985, 0.17];
  const size = {
    width: even((featureBox.width * cosine + featureBox.height * sine) * reach + 6),
    height: even((featureBox.height * cosine + featureBox.width * sine) * reach + 6),
  };
  const canvas = createCanvas(size.width, size.height);
  const ink = canvas.getContext('2d');
  ink.lineCap = 'round';
  ink.lineJoin = 'round';
  const eyes = createEyePaint(look.eyes, reach);
  const mouthPaint = createMouthPaint(ink, look.mouth);

  function eyeState(side: -1 | 1, pose: HeadPose, features: Features, cue: FrameCue): EyeState {
    const style = look.eyes;
    const turn = 0.42 * side;
    return {
      side,
      x: projectX(pose, side * style.x, style.z),
      y: projectY(pose, side * style.x, style.y, style.z),
      squeeze: Math.max(0.4, (pose.cosYaw * Math.cos(turn) - pose.sinYaw * Math.sin(turn)) / Math.cos(turn)),
      stretch: pose.cosPitch,
      lids: lidsOf(style, features, cue.blink[side < 0 ? 0 : 1]),
      // Looking into the camera means turning the eyes against the head.
      lookX: side * (limit(cue.gaze[0], 1) * 8 - pose.sinYaw * 10),
      lookY: limit(cue.gaze[1], 1) * 6 - pose.sinPitch * 9,
      irisScale: features.irisScale,
      shine: features.shine,
    };
  }

  return {
    size,
    draw(head, pose, features, mouth, cue) {
      const moved: Affine = [
        head[0],
        head[1],
        head[2],
        head[3],
        head[4] + head[0] * pose.sinYaw * 62 + head[2] * pose.sinPitch * 74,
        head[5] + head[1] * pose.sinYaw * 62 + head[3] * pose.sinPitch * 74,
      ];
      const box = boundsOf(moved, featureBox);
      const x = Math.round(box.x + box.width / 2 - size.width / 2);
      const y = Math.round(box.y + box.height / 2 - size.height / 2);
      ink.setTransform(1, 0, 0, 1, 0, 0);
      ink.clearRect(0, 0, size.width, size.height);
      ink.setTransform(head[0], head[1], head[2], head[3], head[4] - x, head[5] - y);
      drawNose(ink, pose, look.nose);
      const style = look.mouth;
      ink.save();
      ink.translate(projectX(pose, 0, style.z), projectY(pose, 0, style.y, style.z));
      ink.scale(pose.cosYaw * style.size, pose.cosPitch * style.size);
      drawMouth(ink, mouthPaint, mouth);
      ink.restore();
      drawEyes(
        ink,
        eyes,
        sides.map((side) => eyeState(side, pose, features, cue)),
      );
      drawBrows(ink, pose, look.brows, features, [limit(cue.brows[0], 1), limit(cue.brows[1], 1)]);
      const eyesEnd = head[5] - y + head[3] * eyeLine + head[3] * pose.sinPitch * 74;
      return { pixels: canvas.data(), x, y, browRows: Math.max(0, Math.round(eyesEnd)) };
    },
  };
}
