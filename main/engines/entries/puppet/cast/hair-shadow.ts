/** The shadow that front hair throws on the face: the hair itself in one colour, a little lower. */
import { vertical } from '../ink/ink.ts';
import type { HeadLayer } from './cast.ts';

/** `fromY`: above, all skin is under the hair itself. */
export function hairShadowLayer(colour: string, layers: readonly HeadLayer[], fromY: number): HeadLayer {
  return {
    box: { x: -104, y: fromY, width: 208, height: 94 - fromY },
    near: 34,
    slope: 0.12,
    finish: { shadow: { colour, blur: 1.2 } },
    draw: (ink) => {
      ink.translate(5, 9);
      for (const layer of layers) {
        ink.save();
        layer.draw(ink);
        ink.restore();
      }
      // Not on the clothes: they lie too far behind.
      ink.globalCompositeOperation = 'destination-out';
      ink.fillStyle = vertical(ink, 46, 92, [0, 'rgba(0,0,0,0)'], [1, '#000000']);
      ink.fillRect(-160, 46, 320, 120);
    },
  };
}
