/** The beacon face's manifest: a measuring instrument, hidden in the studio. */
import type { EngineManifest } from '../../contract/manifest.ts';

export const beaconFaceManifest: EngineManifest = {
  id: 'beacon-face',
  kind: 'face',
  entry: 'engine-beacon-face',
  title: { en: 'Beacon face', zh: '信标画面' },
  summary: {
    en: 'Draws the number of every frame as a barcode, so that a received stream can be measured.',
    zh: '把每一帧的编号画成条码，以便对收到的直播流进行测量。',
  },
  license: 'Apache-2.0',
  test: true,
};
