/** Where a person is, by `@mediapipe/selfie_segmentation`: its general model's mask of 256 x 256 over the whole picture, looked at twice. */
import { loadLibrary } from './load-library.ts';

interface Results {
  readonly segmentationMask: CanvasImageSource;
}
interface SelfieSegmentation {
  setOptions(options: { readonly modelSelection: 0 | 1; readonly selfieMode: boolean }): void;
  onResults(listener: (results: Results) => void): void;
  initialize(): Promise<void>;
  send(inputs: { readonly image: HTMLCanvasElement }): Promise<void>;
}
type SelfieSegmentationClass = new (config: { readonly locateFile: (file: string) => string }) => SelfieSegmentation;

const side = 256;
const general = 0;

export async function createPersonFinder(): Promise<(picture: ImageBitmap) => Promise<object>> {
  const Finder = await loadLibrary<SelfieSegmentationClass>('selfie_segmentation/selfie_segmentation.js', 'SelfieSegmentation');
  const finder = new Finder({ locateFile: (file) => `selfie_segmentation/${file}` });
  finder.setOptions({ modelSelection: general, selfieMode: false });
  const canvas = (): [HTMLCanvasElement, CanvasRenderingContext2D] => {
    const element = document.createElement('canvas');
    element.width = element.height = side;
    const ink = element.getContext('2d', { willReadFrequently: true });
    if (!ink) throw new Error('no canvas to draw on');
    return [element, ink];
  };
  const [, maskInk] = canvas();
  let seen = false;
  finder.onResults(({ segmentationMask }) => {
    maskInk.clearRect(0, 0, side, side);
    maskInk.drawImage(segmentationMask, 0, 0, side, side);
    seen = true;
  });
  await finder.initialize();

  async function look(picture: ImageBitmap, way: 'as it is' | 'mirrored'): Promise<Uint8ClampedArray> {
    const [image, ink] = canvas();
    // what is transparent already is no person
    ink.fillStyle = '#808080';
    ink.fillRect(0, 0, side, side);
    ink.imageSmoothingQuality = 'high';
    if (way === 'mirrored') ink.setTransform(-1, 0, 0, 1, side, 0);
    ink.drawImage(picture, 0, 0, side, side);
    seen = false;
    await finder.send({ image });
    if (!seen) throw new Error('no mask came');
    return maskInk.getImageData(0, 0, side, side).data;
  }

  return async (picture) => {
    // what it misses on one side it often sees in the mirror
    const [left, right] = [await look(picture, 'as it is'), await look(picture, 'mirrored')];
    let cover = '';
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) {
        const row = y * side * 4 + 3;
        cover += String.fromCharCode(Math.round(((left[row + x * 4] ?? 0) + (right[row + (side - 1 - x) * 4] ?? 0)) / 2));
      }
    return { width: side, height: side, cover: btoa(cover) };
  };
}
