/**
 * Draws an anchor for one cue after another. Owns its canvas, its sprites and what was last sent as the base picture; knows nothing of processes or
 * sockets. Still parts are sprites that are moved and bent; eyes, brows, nose and mouth are drawn anew on a small patch. Frames between two base
 * pictures hold the moving head only.
 */
import { createCanvas } from '@napi-rs/canvas';
import type { FrameCue } from '../../../contract/cues.ts';
import type { Rect } from '../../../contract/media.ts';
import type { CharacterName, HeadLayer, Look, TorsoLayer } from './cast/cast.ts';
import { lookOf } from './cast/looks.ts';
import { createCompositor, type Compositor, type DrawMode, type Sprite } from './compositor.ts';
import { featuresOf } from './features/expressions.ts';
import { createFeaturePatch } from './features/feature-patch.ts';
import { mouthShape } from './features/mouth-shape.ts';
import type { Box } from './ink/ink.ts';
import { drawStill } from './ink/still.ts';
import { boundsOf, multiply, type Affine } from './pose/affine.ts';
import { bendBreath, bendHanging, bendJaw, bendNeck, hangReach, type Bend } from './pose/bends.ts';
import { chinDrop, hangPose, headFrame, headPose, layerFrame, torsoFrame, torsoPose, unitsHigh, type TorsoPose } from './pose/pose.ts';

export interface PuppetSize {
  /** Even, in pixels. */
  readonly width: number;
  readonly height: number;
}
export interface PuppetLook {
  readonly character?: CharacterName;
  readonly outfit?: string;
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

/** Sprites hold this many pixels per pixel shown, so that moving them by parts of a pixel does not blur. */
const oversampling = 1.15;
/** How far eyes and brows show through the hair that falls over them. */
const throughHair = 0.6;
/** How far parts that do not hang are bent out of their boxes, head units. */
const partReach = 14;

interface Part {
  readonly sprite: Sprite;
  readonly box: Box;
  /** Sprite pixels to the units of the part. */
  readonly unit: Affine;
  readonly density: number;
}
interface HeadPart extends Part {
  readonly layer: HeadLayer;
}

function load(compositor: Compositor, layer: HeadLayer | TorsoLayer, density: number): Part {
  const { box } = layer;
  const sprite = compositor.addSprite(drawStill(box, density, layer.draw, layer.finish));
  return { sprite, box, density, unit: [1 / density, 0, 0, 1 / density, box.x - 2 / density, box.y - 2 / density] };
}

interface Parts {
  readonly behind: readonly HeadPart[];
  readonly torsoBack: Part;
  readonly neck: Part;
  readonly torso: Part;
  readonly chinShadow: HeadPart;
  readonly onFace: readonly HeadPart[];
  readonly blush: HeadPart;
  readonly hairShadow: HeadPart;
  readonly frontHair: readonly HeadPart[];
  readonly gear: readonly HeadPart[];
  /** All of the head's. */
  readonly moving: readonly HeadPart[];
}

function loadParts(compositor: Compositor, look: Look, scale: number): Parts {
  const density = scale * oversampling;
  const head = (layer: HeadLayer): HeadPart => ({ ...load(compositor, layer, density), layer });
  const behind = look.backHair.map(head);
  const onFace = [look.ears, look.face].map(head);
  const frontHair = look.frontHair.map(head);
  const gear = look.gear.map(head);
  const [chinShadow, blush, hairShadow] = [head(look.chinShadow), head(look.blush), head(look.hairShadow)];
  return {
    behind,
    torsoBack: load(compositor, look.torsoBack, density),
    neck: load(compositor, look.neck, density),
    torso: load(compositor, look.torso, density),
    chinShadow,
    onFace,
    blush,
    hairShadow,
    frontHair,
    gear,
    moving: [...behind, ...onFace, ...frontHair, ...gear, chinShadow, blush, hairShadow],
  };
}

export function createPuppetRenderer(size: PuppetSize & PuppetLook): PuppetRenderer {
  const { width, height } = size;
  const scale = height / unitsHigh;
  /** Picture units to pixels; the figure stands in the middle. */
  const view: Affine = [scale, 0, 0, scale, (width - unitsHigh * scale) / 2, 0];
  const look = lookOf(size.character, size.outfit);
  const compositor = createCompositor(width, height);
  const parts = loadParts(compositor, look, scale);
  const patch = createFeaturePatch(look, scale);
  const all: Rect = { x: 0, y: 0, width, height };

  let bodyPose: TorsoPose | null = null;
  let bodyRect = all;
  let baseTorso: TorsoPose | null = null;
  let baseHead: Rect | null = null;

  /** A box of pixels as a rectangle that planes can be cut by; its width suits the compositor. */
  const even = (box: Box): Rect => {
    const x = Math.max(0, Math.floor((box.x - 2) / 8) * 8);
    const y = Math.max(0, Math.floor((box.y - 2) / 2) * 2);
    const right = Math.min(width, Math.ceil((box.x + box.width + 2) / 8) * 8);
    const bottom = Math.min(height, Math.ceil((box.y + box.height + 2) / 2) * 2);
    return { x, y, width: Math.max(2, right - x), height: Math.max(2, bottom - y) };
  };

  function poseBody(torso: TorsoPose): void {
    if (bodyPose && samePose(bodyPose, torso)) return;
    const frame = multiply(view, torsoFrame(torso));
    const before = bodyPose ? bodyRect : all;
    bodyPose = torso;
    bodyRect = even(boundsOf(frame, parts.torso.box, 4));
    compositor.clear('body', union(before, bodyRect));
    const bent = bendBreath(parts.torso, torso.rise);
    compositor.draw('body', parts.torso.sprite, { place: multiply(frame, parts.torso.unit), within: bodyRect, bent });
  }

  /** Everything that a cue decides, before anything is drawn. */
  function stance(cue: FrameCue) {
    const torso = torsoPose(cue);
    const pose = headPose(cue, torso);
    const features = featuresOf(cue.emotion, Math.max(0, Math.min(1, cue.intensity || 0)));
    const mouth = mouthShape(cue.visemes, Math.max(0, Math.min(1, cue.jaw || 0)), features);
    return {
      cue,
      torso,
      pose,
      features,
      mouth,
      hang: hangPose(cue),
      drop: chinDrop(mouth.down * look.mouth.size),
      head: multiply(view, headFrame(pose)),
      body: multiply(view, torsoFrame(torso)),
    };
  }
  type Stance = ReturnType<typeof stance>;
  const placeOf = ({ layer }: HeadPart, { head, pose }: Stance): Affine => multiply(head, layerFrame(pose, layer.near, layer.slope ?? 0));

  function headRectOf(now: Stance): Rect {
    let box: Box = boundsOf(now.body, parts.neck.box, 6);
    for (const part of parts.moving)
      box = union(
        box,
        boundsOf(placeOf(part, now), part.box, part.layer.hang ? hangReach(part.box, part.layer.hang, now.hang) : partReach),
      );
    return even(box);
  }

  function paint(now: Stance, within: Rect): void {
    const { cue, torso, pose, features, body } = now;
    const bendOf = (part: HeadPart): Bend | undefined => {
      if (part.layer.hang) return bendHanging(part, part.layer.hang, now.hang);
      return part.layer.jaw ? bendJaw(part, part.layer.jaw, pose, now.drop) : undefined;
    };
    const put = (part: HeadPart, mode: DrawMode = 'over', opacity = 1): void => {
      const bent = bendOf(part);
      const place = multiply(placeOf(part, now), part.unit);
      compositor.draw('picture', part.sprite, { place, within, mode, opacity, ...(bent ? { bent } : {}) });
    };
    const putTorso = (part: Part, bent: Bend, mode: DrawMode): void =>
      compositor.draw('picture', part.sprite, { place: multiply(body, part.unit), within, bent, mode });

    compositor.clear('picture', within);
    putTorso(parts.neck, bendNeck(parts.neck, pose, torso), 'over');
    put(parts.chinShadow, 'atop');
    compositor.layBody(intersection(within, bodyRect));
    for (const part of parts.onFace) put(part);
    put(parts.blush, 'atop', Math.min(1, features.blush));
    put(parts.hairShadow, 'atop');
    const drawn = patch.draw(now.head, pose, features, now.mouth, cue);
    compositor.layPatch(drawn.pixels, patch.size, drawn.x, drawn.y, within);
    for (const part of parts.frontHair) put(part);
    compositor.repeatPatch(drawn.browRows, throughHair);
    for (const part of parts.gear) put(part);
    // What lies behind comes last, under it all: shadows fall on skin and cloth only, and what is hidden costs nothing.
    putTorso(parts.torsoBack, bendBreath(parts.torsoBack, torso.rise), 'under');
    for (const part of parts.behind) put(part, 'under');
  }

  let last: Stance | null = null;
  return {
    render(cue) {
      const now = stance(cue);
      last = now;
      const headRect = headRectOf(now);
      const base = baseHead === null || baseTorso === null || !samePose(baseTorso, now.torso);
      poseBody(now.torso);
      const rect = base || baseHead === null ? union(headRect, bodyRect) : union(headRect, baseHead);
      if (base) {
        baseTorso = now.torso;
        baseHead = headRect;
      }
      paint(now, rect);
      return { rect, base, data: compositor.encode(rect) };
    },
    restart() {
      baseTorso = null;
      baseHead = null;
    },
    toPng() {
      if (last) paint(last, all);
      const canvas = createCanvas(width, height);
      const ink = canvas.getContext('2d');
      const picture = ink.createImageData(width, height);
      picture.data.set(straight(compositor.readPicture()));
      ink.putImageData(picture, 0, 0);
      return canvas.toBuffer('image/png');
    },
  };
}

/** Premultiplied to straight alpha. */
function straight(pixels: Uint8Array): Uint8Array {
  for (let i = 0; i < pixels.length; i += 4) {
    const a = pixels[i + 3] ?? 0;
    if (a === 0 || a === 255) continue;
    for (let k = i; k < i + 3; k++) pixels[k] = Math.min(255, Math.round(((pixels[k] ?? 0) * 255) / a));
  }
  return pixels;
}

function samePose(a: TorsoPose, b: TorsoPose): boolean {
  return a.shiftX === b.shiftX && a.rise === b.rise && a.lean === b.lean;
}

function union(a: Box, b: Box): Rect {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}
function intersection(a: Rect, b: Rect): Rect {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - x),
    height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - y),
  };
}
