/** Which of the faces that the finders claim is meant, and what is wrong with it, in words. Pure; knows no pixels. */
import type { UserMessage } from '../../contract/failure.ts';
import { guessLandmarks, landmarkFault, landmarksFromMesh, type Point } from '../pictures/landmarks.ts';
import type { Finding, FindingCode, FoundFace } from '../protocol/find-face.ts';

/** As the detector gives it, in shares of the upright picture. */
export interface ClaimedFace {
  /** 468 or 478 points. */
  readonly mesh: readonly Point[];
  /** 0..1: how sure the mesh is that this is a face. */
  readonly score: number;
  /** Turn to the side in radians. */
  readonly yaw: number;
  /** Two finders' word on whether it is turned far to the side; left out where one looked. */
  readonly turned?: boolean;
  /** Whose mesh it is. */
  readonly finder: 'human' | 'face-mesh';
}

/** Less than this is no face. */
const leastScore = 0.3;
export const sureScore = 0.7;
/** A second face counts from this share of the first one's area. */
const rivalShare = 0.3;
/** Nose against both cheeks: 1 = in the middle, 0 = above one of them. Measured: 25 degrees give 0.45, 40 degrees 0.2. */
const leastBalance = 0.3;
const mostYaw = 0.7;
/** Pixels of the picture. */
const leastFace = 90;
const mostShare = 0.85;

const words: Readonly<Record<FindingCode, UserMessage>> = {
  none: {
    en: 'No face was found in this picture. The markers are a guess at an ordinary portrait: move them by hand, or choose a picture that shows the face from the front.',
    zh: '未在图片中找到人脸。标记点按普通肖像估计，请手动调整，或换一张正面清晰的图片。',
  },
  several: {
    en: 'There are several faces; the largest one was taken. Crop the picture if another one is meant.',
    zh: '图片中有多张人脸，已选择最大的一张。如需其他人，请先裁剪图片。',
  },
  profile: {
    en: 'The face is turned far to the side; lips and lids will not fit well. A picture from the front looks better.',
    zh: '脸部侧转较大，嘴唇和眼睑难以贴合，建议使用正面图片。',
  },
  hidden: {
    en: 'A part of the face lies outside the picture or is covered. It can speak, but look at it before it goes on air.',
    zh: '脸部有一部分超出画面或被遮挡。可以使用，但上播前请先预览。',
  },
  tiny: {
    en: 'The face is very small in this picture and will look soft. Crop the picture to head and shoulders from a larger original.',
    zh: '图片中的脸很小，放大后会模糊。请用更大的原图裁剪到头肩部分。',
  },
  huge: {
    en: 'The face fills nearly the whole picture, so the head has no room to move. Leave more space around it.',
    zh: '脸部几乎占满画面，头部没有活动空间，请在四周多留些空白。',
  },
  unsure: {
    en: 'This may be a face; it is not certain. Look at mouth and eyes, and move the markers where they are off.',
    zh: '不确定这是否为人脸，请检查嘴和眼睛的位置，必要时调整标记点。',
  },
};

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function boxOf(mesh: readonly Point[]): Box {
  const xs = mesh.map((p) => p[0]);
  const ys = mesh.map((p) => p[1]);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** How much of `a` lies within `b`. */
export function shared(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? (width * height) / (a.width * a.height) : 0;
}

/** Nose tip between the outer edges of the cheeks (mesh points 1, 234, 454). */
function balance(mesh: readonly Point[]): number {
  const [nose, left, right] = [mesh[1]?.[0] ?? 0, mesh[234]?.[0] ?? 0, mesh[454]?.[0] ?? 0];
  const [a, b] = [nose - left, right - nose];
  return a <= 0 || b <= 0 ? 0 : Math.min(a, b) / Math.max(a, b);
}

/** Far to the side, by its own mesh. */
export function isTurned({ mesh, yaw }: Pick<ClaimedFace, 'mesh' | 'yaw'>): boolean {
  return balance(mesh) < leastBalance || Math.abs(yaw) > mostYaw;
}

/** The most promising first. */
function usableFaces(claimed: readonly ClaimedFace[], aspect: number) {
  return claimed
    .filter(({ score, mesh }) => score >= leastScore && mesh.length >= 468)
    .map((face) => ({ ...face, box: boxOf(face.mesh), landmarks: landmarksFromMesh(face.mesh, face.finder, face.score) }))
    .filter(({ landmarks }) => landmarkFault(landmarks, aspect) === null)
    .sort((a, b) => b.box.width * b.box.height * b.score - a.box.width * a.box.height * a.score);
}

/** Every face that somebody could mean, at most five, the one of `judgeFaces` first; where there is none, the guess alone. */
export function judgeEachFace(
  claimed: readonly ClaimedFace[],
  picture: { readonly width: number; readonly height: number },
): readonly FoundFace[] {
  const apart: ReturnType<typeof usableFaces> = [];
  for (const face of usableFaces(claimed, picture.width / picture.height))
    if (apart.every(({ box }) => shared(face.box, box) < 0.5 && shared(box, face.box) < 0.5)) apart.push(face);
  return [judgeFaces(claimed, picture), ...apart.slice(1, 5).map((face) => judgeFaces([face], picture))];
}

export function judgeFaces(claimed: readonly ClaimedFace[], picture: { readonly width: number; readonly height: number }): FoundFace {
  const aspect = picture.width / picture.height;
  const faces = usableFaces(claimed, aspect);
  const best = faces[0];
  if (!best) return { landmarks: guessLandmarks(aspect), findings: [finding('none')] };
  const area = best.box.width * best.box.height;
  const rival = faces.slice(1).some(({ box }) => box.width * box.height >= area * rivalShare && shared(box, best.box) < 0.5);
  const { x, y, width, height } = best.box;
  const outside = x < -0.005 || y < -0.005 || x + width > 1.005 || y + height > 1.005;
  const findings: Finding[] = [];
  if (rival) findings.push(finding('several'));
  if (best.turned ?? isTurned(best)) findings.push(finding('profile'));
  if (outside) findings.push(finding('hidden'));
  if (height * picture.height < leastFace) findings.push(finding('tiny'));
  else if (Math.max(height, width) > mostShare) findings.push(finding('huge'));
  if (best.score < sureScore) findings.push(finding('unsure'));
  return { landmarks: best.landmarks, findings };
}

export function finding(code: FindingCode): Finding {
  return { code, words: words[code] };
}
