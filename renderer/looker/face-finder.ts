/**
 * Faces by `@mediapipe/face_mesh`. Its detector is made for photos in which a face fills a part of the picture, so one that shows nothing is looked at once
 * more with room around it, then softened: drawings are found so.
 */
import { loadLibrary } from './load-library.ts';

interface Results {
  readonly multiFaceLandmarks?: readonly (readonly { readonly x: number; readonly y: number }[])[];
}
interface FaceMesh {
  setOptions(options: Readonly<Record<string, unknown>>): void;
  onResults(listener: (results: Results) => void): void;
  initialize(): Promise<void>;
  send(inputs: { readonly image: HTMLCanvasElement }): Promise<void>;
}
type FaceMeshClass = new (config: { readonly locateFile: (file: string) => string }) => FaceMesh;
type Mesh = [x: number, y: number][];

interface Try {
  /** The picture's share of the field that is searched. */
  readonly share: number;
  readonly blur: number;
}
const tries: readonly Try[] = [
  { share: 1, blur: 0 },
  { share: 0.5, blur: 0 },
  { share: 0.6, blur: 5 },
];
const fieldSide = 768;

export async function createFaceFinder(): Promise<(picture: ImageBitmap) => Promise<{ faces: Mesh[] }>> {
  const FaceMesh = await loadLibrary<FaceMeshClass>('face_mesh/face_mesh.js', 'FaceMesh');
  const finder = new FaceMesh({ locateFile: (file) => `face_mesh/${file}` });
  finder.setOptions({ maxNumFaces: 5, refineLandmarks: true, minDetectionConfidence: 0.4 });
  let found: Mesh[] = [];
  finder.onResults(({ multiFaceLandmarks }) => {
    found = (multiFaceLandmarks ?? []).map((mesh) => mesh.map(({ x, y }) => [x, y]));
  });
  await finder.initialize();
  const blank = document.createElement('canvas');
  blank.width = blank.height = 64;
  blank.getContext('2d')?.fillRect(0, 0, 64, 64);

  async function findOnce(picture: ImageBitmap, { share, blur }: Try): Promise<Mesh[]> {
    const longest = Math.max(picture.width, picture.height);
    const side = share === 1 ? Math.min(1024, longest) : fieldSide;
    const fit = (side * share) / longest;
    const canvas = document.createElement('canvas');
    canvas.width = share === 1 ? Math.max(1, Math.round(picture.width * fit)) : side;
    canvas.height = share === 1 ? Math.max(1, Math.round(picture.height * fit)) : side;
    const [x0, y0] = [(canvas.width - picture.width * fit) / 2, (canvas.height - picture.height * fit) / 2];
    const ink = canvas.getContext('2d');
    if (!ink) throw new Error('no canvas to draw on');
    ink.fillStyle = share === 1 ? '#ffffff' : '#b0a8a0';
    ink.fillRect(0, 0, canvas.width, canvas.height);
    if (blur > 0) ink.filter = `blur(${blur}px)`;
    ink.imageSmoothingQuality = 'high';
    ink.drawImage(picture, x0, y0, picture.width * fit, picture.height * fit);
    // every picture is another one: a blank one loses what would be followed from the last (`reset` builds the whole graph anew: seconds)
    await finder.send({ image: blank });
    found = [];
    await finder.send({ image: canvas });
    return found.map((mesh) =>
      mesh.map(([x, y]) => [(x * canvas.width - x0) / (picture.width * fit), (y * canvas.height - y0) / (picture.height * fit)]),
    );
  }

  return async (picture) => {
    for (const attempt of tries) {
      const faces = await findOnce(picture, attempt);
      if (faces.length > 0) return { faces };
    }
    return { faces: [] };
  };
}
