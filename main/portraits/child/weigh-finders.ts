/**
 * Two finders, one answer. The mesh of `@mediapipe/face_mesh` tells no score, so what it alone sees is doubted; what both see is believed. Whose points are
 * taken of a face that both see was measured: docs/adr/0008-portraits-are-warped-from-landmarks.md. Pure.
 */
import type { Point } from '../pictures/landmarks.ts';
import { boxOf, isTurned, shared, sureScore, type ClaimedFace } from './judge-faces.ts';

/** Of a face that `human` did not see: usable, and looked at by a person. */
const aloneScore = 0.6;
/** Boxes that cover each other by so much are one face. */
const sameFace = 0.5;

/** `seen`: meshes of the second finder; undefined where it did not look. */
export function weighFinders(byHuman: readonly ClaimedFace[], seen: readonly (readonly Point[])[] | undefined): readonly ClaimedFace[] {
  if (!seen) return byHuman;
  const left = new Set(byHuman);
  const both = seen.map((mesh): ClaimedFace => {
    const box = boxOf(mesh);
    const other = [...left].find((face) => shared(boxOf(face.mesh), box) >= sameFace && shared(box, boxOf(face.mesh)) >= sameFace);
    if (!other) return { finder: 'face-mesh', mesh, score: aloneScore, yaw: 0 };
    left.delete(other);
    // drawn from the side, a face is often called turned by one of them: measured, both are right where they agree
    const turned = isTurned(other) && isTurned({ mesh, yaw: 0 });
    return { finder: 'face-mesh', mesh, score: Math.max(other.score, sureScore), yaw: other.yaw, turned };
  });
  return [...both, ...left];
}
