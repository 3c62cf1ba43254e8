/** The streamer's own picture as a slate: all of it inside the frame, undistorted, on a soft enlargement of itself, so that no bare bars stand beside it. */
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { VideoFormat } from '../../contract/media.ts';

type Size = Pick<VideoFormat, 'width' | 'height'>;

/** So small that its enlargement is a blur. */
const softSide = 24;
/** A picture that is smaller than the frame is not blown up to mush. */
const mostEnlargement = 3;

/** PNG bytes in, PNG bytes of the frame's size out. */
export async function fitPicture(png: Buffer, { width, height }: Size): Promise<Buffer> {
  const picture = await loadImage(png);
  const canvas = createCanvas(width, height);
  const ink = canvas.getContext('2d');
  ink.imageSmoothingQuality = 'high';
  ink.fillStyle = '#10151c';
  ink.fillRect(0, 0, width, height);

  const cover = Math.max(width / picture.width, height / picture.height);
  const across = { width: picture.width * cover, height: picture.height * cover };
  const soft = createCanvas(softSide, Math.max(2, Math.round((softSide * height) / width)));
  const softInk = soft.getContext('2d');
  softInk.imageSmoothingQuality = 'high';
  softInk.drawImage(
    picture,
    ((width - across.width) / 2 / width) * soft.width,
    ((height - across.height) / 2 / height) * soft.height,
    (across.width / width) * soft.width,
    (across.height / height) * soft.height,
  );
  // its edge samples what is outside of it: drawn a little larger than the frame
  const spill = Math.ceil(Math.max(width, height) / softSide);
  ink.drawImage(soft, -spill, -spill, width + 2 * spill, height + 2 * spill);
  ink.fillStyle = 'rgba(9, 12, 18, 0.55)';
  ink.fillRect(0, 0, width, height);

  const fit = Math.min(width / picture.width, height / picture.height, mostEnlargement);
  const shown = { width: Math.round(picture.width * fit), height: Math.round(picture.height * fit) };
  const at = { x: Math.round((width - shown.width) / 2), y: Math.round((height - shown.height) / 2) };
  if (shown.width < width - 1 || shown.height < height - 1) {
    ink.save();
    ink.shadowColor = 'rgba(0, 0, 0, 0.6)';
    ink.shadowBlur = Math.min(width, height) / 24;
    ink.fillStyle = '#10151c';
    ink.fillRect(at.x + 1, at.y + 1, Math.max(1, shown.width - 2), Math.max(1, shown.height - 2));
    ink.restore();
  }
  ink.drawImage(picture, at.x, at.y, shown.width, shown.height);
  return canvas.encode('png');
}
