/** Which frames of a received 720p stream of the beacon face went through a beacon lens, and through which: by their marks. */
import { spawn } from 'node:child_process';
import { createBarcodeReader } from '../../../main/cli/verify/read-barcode.ts';
import { lensMarkLuma, lensMarks, type LensMark } from '../../../main/contract/beacon.ts';
import { videoPresets } from '../../../main/contract/media.ts';
import { defaultAnchorRect } from '../../../main/programme/protocol/anchor-rect.ts';

export interface MarkedFrame {
  readonly frame: number;
  /** `wrong`: a mark that belongs to another frame, or both. */
  readonly mark: LensMark | 'none' | 'wrong';
}

/** The beacon face is as large as its place: nothing is scaled. */
const place = defaultAnchorRect(videoPresets['720p']);
const paper = 200;
const tolerance = 30;

/** In the order of the file; pictures without a barcode are left out. */
export async function readMarks(file: string): Promise<readonly MarkedFrame[]> {
  const { x, y, width, height } = place;
  const filter = `crop=${width}:${height}:${x}:${y}`;
  const ffmpeg = spawn('ffmpeg', ['-v', 'error', '-i', file, '-vf', filter, '-pix_fmt', 'yuv420p', '-f', 'rawvideo', '-'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const bytes = (width * height * 3) / 2;
  const picture = Buffer.alloc(bytes);
  const read = createBarcodeReader();
  const found: MarkedFrame[] = [];
  let filled = 0;
  for await (const chunk of ffmpeg.stdout as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length;) {
      const taken = chunk.copy(picture, filled, at);
      at += taken;
      filled += taken;
      if (filled < bytes) continue;
      filled = 0;
      const payload = read.read({ width, height, pixels: picture.subarray(0, width * height) });
      if (payload) found.push({ frame: payload.frame, mark: markIn(picture, payload.frame) });
    }
  }
  return found;
}

function markIn(luma: Uint8Array, frame: number): MarkedFrame['mark'] {
  const marks = lensMarks(place.width);
  const seen = (['left', 'right'] as const).filter((name) => middleOf(luma, marks[name]) < paper);
  const [only] = seen;
  if (only === undefined) return 'none';
  if (seen.length > 1 || Math.abs(middleOf(luma, marks[only]) - lensMarkLuma(frame)) > tolerance) return 'wrong';
  return only;
}

function middleOf(luma: Uint8Array, { x, y, width, height }: { x: number; y: number; width: number; height: number }): number {
  const middleX = x + (width >> 1);
  const middleY = y + (height >> 1);
  let sum = 0;
  for (let dy = -2; dy < 2; dy += 1) for (let dx = -8; dx < 8; dx += 1) sum += luma[(middleY + dy) * place.width + middleX + dx] ?? 0;
  return sum / 64;
}

/** Runs of one mark: ['none', 'left', …]. */
export function marksInTurn(frames: readonly MarkedFrame[]): MarkedFrame['mark'][] {
  return frames.map(({ mark }) => mark).filter((mark, index, all) => mark !== all[index - 1]);
}
