/** The anchor's mouth as the preview shows it: how dark it is in there, picture by picture. */
import type { Page } from 'playwright-core';

/** Around the mouth in the 1280x720 picture, with room for the head's own sway; chin, nose and microphone stay outside. */
const mouth = { x: 606, y: 394, width: 68, height: 44 } as const;
/** Below this luma a pixel is inside of an open mouth; closed lips are a thin line. */
const darkLuma = 90;

/** Dark pixels of each of `pictures` different pictures that the video element shows. */
export function watchMouth(page: Page, pictures: number): Promise<number[]> {
  return page.evaluate(
    async ({ x, y, width, height, darkLuma, pictures }) => {
      const video = document.querySelector('video');
      if (video === null) throw new Error('there is no video element');
      const canvas = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
      if (canvas === null) throw new Error('there is no canvas');
      const counts: number[] = [];
      while (counts.length < pictures) {
        await new Promise((shown) => video.requestVideoFrameCallback(shown));
        canvas.drawImage(video, x, y, width, height, 0, 0, width, height);
        const { data } = canvas.getImageData(0, 0, width, height);
        let dark = 0;
        for (let at = 0; at < data.length; at += 4) {
          const luma = 0.2126 * (data[at] ?? 0) + 0.7152 * (data[at + 1] ?? 0) + 0.0722 * (data[at + 2] ?? 0);
          if (luma < darkLuma) dark += 1;
        }
        counts.push(dark);
      }
      return counts;
    },
    { ...mouth, darkLuma, pictures },
  );
}

export const spreadOf = (counts: readonly number[]): number => Math.max(...counts) - Math.min(...counts);
