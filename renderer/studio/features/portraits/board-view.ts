/** Which part of the picture the board shows. Shares of the picture's width and height. Pure. */
import type { FaceMarkers } from '../../../../main/contract/face-handles.ts';

export interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export const wholePicture: Part = { x: 0, y: 0, width: 1, height: 1 };

/** A square round the face with room to drag in, within the picture where that can be. `aspect`: width / height of the picture. */
export function faceView({ face }: FaceMarkers, aspect: number): Part {
  const height = Math.min(1, Math.max(0.1, Math.max(face.height * 1.5, face.width * aspect * 1.5)));
  const width = Math.min(1, height / aspect);
  const inside = (start: number, size: number): number => Math.min(1 - size, Math.max(0, start));
  return {
    x: inside(face.x + face.width / 2 - width / 2, width),
    y: inside(face.y + face.height / 2 - height / 2, height),
    width,
    height,
  };
}
