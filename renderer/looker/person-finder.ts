/** Where a person is, by `@mediapipe/selfie_segmentation`: its general model's mask of 256 x 256 over the whole picture. */
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

  return async (picture) => {
    const [image, ink] = canvas();
    // what is transparent already is no person
    ink.fillStyle = '#808080';
    ink.fillRect(0, 0, side, side);
    ink.imageSmoothingQuality = 'high';
    ink.drawImage(picture, 0, 0, side, side);
    seen = false;
    await finder.send({ image });
    if (!seen) throw new Error('no mask came');
    const { data } = maskInk.getImageData(0, 0, side, side);
    let cover = '';
    for (let at = 3; at < data.length; at += 4) cover += String.fromCharCode(data[at] ?? 0);
    return { width: side, height: side, cover: btoa(cover) };
  };
}
