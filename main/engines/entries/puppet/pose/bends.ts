/** Fills the bend tables of sprites: what hangs, the jaw, the neck between torso and head, the chest that breathes. Rows are the sprite's own. */
import { smoothNoise } from '../../../../performance/noise.ts';
import type { Sprite } from '../compositor.ts';
import type { Box } from '../ink/ink.ts';
import { faceOrigin, headFrame, headScale, torsoFrame, type HangPose, type HeadPose, type TorsoPose } from './pose.ts';
import { inverse } from './affine.ts';

/** The most that a table shifts, in pixels of the sprite. */
export interface Bend {
  readonly x: number;
  readonly y: number;
}
interface Bendable {
  readonly sprite: Sprite;
  readonly box: Box;
  readonly density: number;
}

const fixed = 65_536;
/** From a sprite's edge to its box, in pixels. */
const border = 2;

/** Bends are smooth: this many rows lie on a straight line. */
const rowsTogether = 8;

/** `shift(y)` is how far what is seen at `y` (units of the part) was moved, to the right and down. */
function fill({ sprite, box, density }: Bendable, shift: (y: number, into: [number, number]) => void): Bend {
  const table = sprite.bend;
  const by: [number, number] = [0, 0];
  let mostX = 0;
  let mostY = 0;
  let lastX = 0;
  let lastY = 0;
  for (let row = 0; row < sprite.height + rowsTogether; row += rowsTogether) {
    shift(box.y + (row - border) / density, by);
    const dx = -by[0] * density * fixed;
    const dy = -by[1] * density * fixed;
    mostX = Math.max(mostX, Math.abs(dx));
    mostY = Math.max(mostY, Math.abs(dy));
    const first = row === 0 ? 0 : row - rowsTogether + 1;
    for (let r = first; r <= row && r <= sprite.height; r++) {
      const share = row === 0 ? 1 : (r - row + rowsTogether) / rowsTogether;
      table[r * 2] = lastX + (dx - lastX) * share;
      table[r * 2 + 1] = lastY + (dy - lastY) * share;
    }
    lastX = dx;
    lastY = dy;
  }
  return { x: mostX / fixed + 1, y: mostY / fixed + 1 };
}

const smooth = (u: number): number => (u <= 0 ? 0 : u >= 1 ? 1 : u * u * (3 - 2 * u));

export interface Hang {
  readonly fromY: number;
  readonly gain: number;
  readonly seed: number;
}
/** How far a hanging part follows what pulls at it, at a height of its own. */
const pullAt = ({ fromY, gain }: Hang, y: number): number => gain * (Math.max(0, y - fromY) / 100) ** 1.7;
const waveSize = 1.4;

export function bendHanging(part: Bendable, hang: Hang, pose: HangPose): Bend {
  return fill(part, (y, by) => {
    const pull = pullAt(hang, y);
    // A slow wave that runs down the hair.
    const wave = waveSize * smoothNoise(hang.seed, pose.time / 1.7 - ((y - hang.fromY) / 100) * 0.35);
    by[0] = pull * (pose.sway + wave);
    by[1] = -pull * (0.5 * pose.lift + 0.0016 * pose.sway * pose.sway);
  });
}

/** The most that any of its points is moved by that, units of the part. */
export function hangReach(box: Box, hang: Hang, pose: HangPose): number {
  return pullAt(hang, box.y + box.height) * (Math.abs(pose.sway) + waveSize + Math.abs(pose.lift)) + 2;
}

export function bendJaw(
  part: Bendable,
  { hingeY, chinY }: { readonly hingeY: number; readonly chinY: number },
  pose: HeadPose,
  drop: number,
): Bend {
  const turn = pose.sinYaw / pose.cosYaw;
  return fill(part, (y, by) => {
    by[0] = 40 * smooth((y - 10) / 110) * turn;
    by[1] = drop * smooth((y - hingeY) / (chinY - hingeY + drop));
  });
}

/** The neck's foot stays in the collar, its top goes with the head. Picture units. */
export function bendNeck(part: Bendable, pose: HeadPose, torso: TorsoPose): Bend {
  const head = headFrame(pose);
  const back = inverse(torsoFrame(torso));
  // Where the middle of the neck's top is, in the torso's units, against where it is at rest.
  const [restX, restY] = [0, 96];
  const x = restX * pose.cosYaw + 8 * pose.sinYaw;
  const px = head[0] * x + head[2] * restY + head[4];
  const py = head[1] * x + head[3] * restY + head[5];
  const dx = back[0] * px + back[2] * py + back[4] - (faceOrigin.x + restX);
  const dy = back[1] * px + back[3] * py + back[5] - (faceOrigin.y + restY * headScale);
  const top = faceOrigin.y + 96;
  return fill(part, (y, by) => {
    const share = 1 - smooth((y - top) / 80);
    by[0] = dx * share;
    by[1] = dy * share - torso.rise * (1 - share);
  });
}

/** Shoulders and chest rise, what is below rests. */
export function bendBreath(part: Bendable, rise: number): Bend {
  return fill(part, (y, by) => {
    by[0] = 0;
    by[1] = -rise * (1 - smooth((y - 440) / 220));
  });
}
