/** Picture and landmarks from files to a placed portrait. Every refusal is a PictureError with words. */
import { decodePicture } from '../../../portraits/pictures/decode-picture.ts';
import { readLandmarks } from '../../../portraits/pictures/read-landmarks.ts';
import type { PortraitOptions } from './options.ts';
import { placePortrait, type PlacedPortrait } from './place-portrait.ts';

export async function loadPortrait(options: PortraitOptions): Promise<PlacedPortrait> {
  const picture = await decodePicture(options.picturePath);
  const landmarks = await readLandmarks(options.landmarksPath);
  const outline = options.background === 'person' && options.personPath ? await decodePicture(options.personPath) : null;
  return placePortrait(picture, landmarks, options, outline);
}
