/**
 * A face's markers as a person moves them: some forty points, taken hold of by a few named handles. Pure; the window draws with it, the studio checks what
 * comes back. Points are shares of the upright picture's width and height.
 */
export type Spot = readonly [x: number, y: number];
export type Line = readonly Spot[];

/** The same as the file of markers (portraits/pictures/landmarks.ts); lines run from the viewer's left to the viewer's right. */
export interface FaceMarkers {
  readonly schema: 'vanchor-portrait-landmarks';
  readonly version: 1;
  readonly source: 'hand' | 'human' | 'face-mesh' | 'guess';
  readonly confidence: number;
  readonly face: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly mouth: { readonly upperOuter: Line; readonly upperInner: Line; readonly lowerInner: Line; readonly lowerOuter: Line };
  readonly eyes: readonly { readonly upper: Line; readonly lower: Line }[];
  readonly brows: readonly Line[];
  readonly nose: { readonly tip: Spot; readonly base: Spot };
  readonly jaw: Line;
}

export const handleIds = [
  'face',
  'eye-0-left',
  'eye-0-top',
  'eye-0-bottom',
  'eye-0-right',
  'eye-1-left',
  'eye-1-top',
  'eye-1-bottom',
  'eye-1-right',
  'nose',
  'mouth-left',
  'mouth-top',
  'mouth-line',
  'mouth-bottom',
  'mouth-right',
  'jaw-left',
  'chin',
  'jaw-right',
] as const;
export type HandleId = (typeof handleIds)[number];

export interface Handle {
  readonly id: HandleId;
  readonly at: Spot;
}

const first = (line: Line): Spot => line[0] ?? [0, 0];
const last = (line: Line): Spot => line.at(-1) ?? [0, 0];
const middle = (line: Line): Spot => line[line.length >> 1] ?? [0, 0];
const between = (a: Spot, b: Spot): Spot => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
const lowest = (line: Line): number => line.reduce((low, [, y], n) => (y > (line[low]?.[1] ?? 0) ? n : low), 0);

/** In the order in which they are walked through by keyboard. An eye that is hidden has none. */
export function handlesOf({ face, eyes, nose, mouth, jaw }: FaceMarkers): readonly Handle[] {
  const spots: Partial<Record<HandleId, Spot>> = {
    face: [face.x + face.width / 2, face.y],
    nose: nose.base,
    'mouth-left': first(mouth.upperOuter),
    'mouth-top': middle(mouth.upperOuter),
    'mouth-line': between(middle(mouth.upperInner), middle(mouth.lowerInner)),
    'mouth-bottom': middle(mouth.lowerOuter),
    'mouth-right': last(mouth.upperOuter),
    'jaw-left': first(jaw),
    chin: jaw[lowest(jaw)] ?? [0, 0],
    'jaw-right': last(jaw),
  };
  for (const [n, { upper, lower }] of eyes.slice(0, 2).entries()) {
    const eye = n === 0 ? 'eye-0' : 'eye-1';
    Object.assign(spots, {
      [`${eye}-left`]: first(upper),
      [`${eye}-top`]: middle(upper),
      [`${eye}-bottom`]: middle(lower),
      [`${eye}-right`]: last(upper),
    });
  }
  return handleIds.flatMap((id) => (spots[id] ? [{ id, at: spots[id] }] : []));
}

/**
 * The markers with one handle moved to `to` (kept within the picture) and what belongs to it along: a corner turns and stretches its whole line, a middle bends
 * it, the chin draws the jaw. `aspect`: width / height of the picture. An unknown handle changes nothing.
 */
export function moveHandle(markers: FaceMarkers, id: HandleId, to: Spot, aspect: number): FaceMarkers {
  const handle = handlesOf(markers).find((one) => one.id === id);
  if (!handle || !to.every(Number.isFinite)) return markers;
  const goal: Spot = [clamp(to[0]), clamp(to[1])];
  const delta: Spot = [goal[0] - handle.at[0], goal[1] - handle.at[1]];
  const moved: FaceMarkers = { ...markers, source: 'hand', confidence: 1 };
  if (id === 'face') return mapFace(moved, ([x, y]) => [x + delta[0], y + delta[1]]);
  if (id === 'nose') return { ...moved, nose: { tip: plus(markers.nose.tip, delta), base: goal } };
  if (id === 'chin' || id === 'jaw-left' || id === 'jaw-right') return withJaw(moved, id, delta);
  if (id.startsWith('mouth')) return { ...moved, mouth: moveMouth(markers.mouth, id, goal, aspect) };
  const n = id.startsWith('eye-0') ? 0 : 1;
  const eye = markers.eyes[n];
  if (!eye) return markers;
  const map = cornerMap(eye.upper, id, goal, aspect);
  const put = <T>(list: readonly T[], value: T): readonly T[] => list.map((one, index) => (index === n ? value : one));
  if (map) {
    const brow = markers.brows[n];
    return {
      ...moved,
      eyes: put(markers.eyes, { upper: eye.upper.map(map), lower: eye.lower.map(map) }),
      brows: brow ? put(markers.brows, brow.map(map)) : markers.brows,
    };
  }
  const upper = id.endsWith('top') ? bend(eye.upper, goal, aspect) : eye.upper;
  const lower = id.endsWith('bottom') ? bend(eye.lower, goal, aspect) : eye.lower;
  return middle(upper)[1] <= middle(lower)[1] ? { ...moved, eyes: put(markers.eyes, { upper, lower }) } : markers;
}

/** The whole face larger (over 1) or smaller about its middle. */
export function scaleFace(markers: FaceMarkers, factor: number): FaceMarkers {
  const { x, y, width, height } = markers.face;
  const [cx, cy] = [x + width / 2, y + height / 2];
  const scaled = mapFace(markers, ([px, py]) => [cx + (px - cx) * factor, cy + (py - cy) * factor]);
  const { face } = scaled;
  if (face.width < 0.03 || face.width > 1.2 || face.height > 1.2) return markers;
  return { ...scaled, source: 'hand', confidence: 1 };
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share));
const plus = (a: Spot, b: Spot): Spot => [a[0] + b[0], a[1] + b[1]];
/** 0 at both ends, 1 in the middle. */
const bump = (u: number): number => Math.max(0, 4 * u * (1 - u));

function mapFace(m: FaceMarkers, map: (spot: Spot) => Spot): FaceMarkers {
  const [x, y] = map([m.face.x, m.face.y]);
  const [right, low] = map([m.face.x + m.face.width, m.face.y + m.face.height]);
  return {
    ...m,
    face: { x, y, width: right - x, height: low - y },
    mouth: mapMouth(m.mouth, (line) => line.map(map)),
    eyes: m.eyes.map(({ upper, lower }) => ({ upper: upper.map(map), lower: lower.map(map) })),
    brows: m.brows.map((brow) => brow.map(map)),
    nose: { tip: map(m.nose.tip), base: map(m.nose.base) },
    jaw: m.jaw.map(map),
  };
}

const mapMouth = (mouth: FaceMarkers['mouth'], map: (line: Line) => Line): FaceMarkers['mouth'] => ({
  upperOuter: map(mouth.upperOuter),
  upperInner: map(mouth.upperInner),
  lowerInner: map(mouth.lowerInner),
  lowerOuter: map(mouth.lowerOuter),
});

/** Turns and stretches the plane so that one end of the line goes to `goal` and the other stays; null: `id` names no corner, or the line would turn over. */
function cornerMap(line: Line, id: HandleId, goal: Spot, aspect: number): ((spot: Spot) => Spot) | null {
  const left = id.endsWith('left');
  if (!left && !id.endsWith('right')) return null;
  const fixed = left ? last(line) : first(line);
  const from = left ? first(line) : last(line);
  const [ax, ay] = [(from[0] - fixed[0]) * aspect, from[1] - fixed[1]];
  const [bx, by] = [(goal[0] - fixed[0]) * aspect, goal[1] - fixed[1]];
  const square = ax * ax + ay * ay;
  const narrow = (goal[0] - fixed[0]) * (left ? -1 : 1) < 0.008;
  if (square === 0 || narrow) return (spot) => spot;
  const [re, im] = [(ax * bx + ay * by) / square, (ax * by - ay * bx) / square];
  return ([x, y]) => {
    const [dx, dy] = [(x - fixed[0]) * aspect, y - fixed[1]];
    return [fixed[0] + (re * dx - im * dy) / aspect, fixed[1] + im * dx + re * dy];
  };
}

/** Bends a line between its ends so that its middle comes as close to `goal` as the direction across it allows. */
function bend(line: Line, goal: Spot, aspect: number): Line {
  const [a, b] = [first(line), last(line)];
  const [ux, uy] = [(b[0] - a[0]) * aspect, b[1] - a[1]];
  const long = Math.hypot(ux, uy) || 1;
  const [nx, ny] = [-uy / long, ux / long];
  const from = middle(line);
  const across = (goal[0] - from[0]) * aspect * nx + (goal[1] - from[1]) * ny;
  const along = (spot: Spot): number => ((spot[0] - a[0]) * aspect * ux + (spot[1] - a[1]) * uy) / (long * long);
  const full = bump(along(from)) || 1;
  return line.map((spot) => {
    const by = (across * bump(along(spot))) / full;
    return [spot[0] + (nx * by) / aspect, spot[1] + ny * by];
  });
}

function moveMouth(mouth: FaceMarkers['mouth'], id: HandleId, goal: Spot, aspect: number): FaceMarkers['mouth'] {
  const map = cornerMap(mouth.upperOuter, id, goal, aspect);
  if (map) return mapMouth(mouth, (line) => line.map(map));
  const top = middle(mouth.upperOuter)[1];
  const low = middle(mouth.lowerOuter)[1];
  const [upperInner, lowerInner] = [middle(mouth.upperInner)[1], middle(mouth.lowerInner)[1]];
  // no lip turns over
  if (id === 'mouth-top') return { ...mouth, upperOuter: bend(mouth.upperOuter, [goal[0], Math.min(goal[1], upperInner)], aspect) };
  if (id === 'mouth-bottom') return { ...mouth, lowerOuter: bend(mouth.lowerOuter, [goal[0], Math.max(goal[1], lowerInner)], aspect) };
  const half = (lowerInner - upperInner) / 2;
  const y = Math.min(low - half, Math.max(top + half, goal[1]));
  return {
    ...mouth,
    upperInner: bend(mouth.upperInner, [goal[0], y - half], aspect),
    lowerInner: bend(mouth.lowerInner, [goal[0], y + half], aspect),
  };
}

function withJaw(m: FaceMarkers, id: 'chin' | 'jaw-left' | 'jaw-right', delta: Spot): FaceMarkers {
  const count = m.jaw.length - 1;
  const chin = lowest(m.jaw);
  const reach = { chin: Math.max(chin, count - chin, 1), 'jaw-left': Math.max(chin, 1), 'jaw-right': Math.max(count - chin, 1) }[id];
  const centre = { chin, 'jaw-left': 0, 'jaw-right': count }[id];
  const jaw = m.jaw.map((spot, n): Spot => {
    const pull = Math.max(0, 1 - Math.abs(n - centre) / reach) ** 1.5;
    return [spot[0] + delta[0] * pull, spot[1] + delta[1] * pull];
  });
  const xs = jaw.map(([x]) => x);
  const low = Math.max(...jaw.map(([, y]) => y));
  const x = Math.min(...xs);
  const width = Math.max(...xs) - x;
  const height = low - m.face.y;
  return width > 0.01 && height > 0.01 ? { ...m, jaw, face: { x, y: m.face.y, width, height } } : m;
}
