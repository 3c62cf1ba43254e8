/** How much a clip changes from frame to frame, in its middle where the anchor stands: luma, 0..255. */
import { spawn } from 'node:child_process';

const width = 640;
const height = 360;

export interface ClipChange {
  readonly frames: number;
  /** Mean change of the picture between two frames that follow each other, and the largest such mean. */
  readonly median: number;
  readonly largest: number;
  readonly largestAtSeconds: number;
}

export async function measureClip(ffmpegPath: string, file: string, fps: number): Promise<ClipChange> {
  const args = [
    '-hide_banner',
    '-loglevel',
    'error',
    '-i',
    file,
    '-vf',
    `scale=${width}:${height}`,
    '-f',
    'rawvideo',
    '-pix_fmt',
    'gray',
    '-',
  ];
  const child = spawn(ffmpegPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const size = width * height;
  const changes: number[] = [];
  let last: Buffer | null = null;
  let pending = Buffer.alloc(0);
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= size) {
      const frame = Buffer.from(pending.subarray(0, size));
      pending = pending.subarray(size);
      if (last) {
        let sum = 0;
        for (let i = 0; i < size; i++) sum += Math.abs((frame[i] ?? 0) - (last[i] ?? 0));
        changes.push(sum / size);
      }
      last = frame;
    }
  }
  const largest = Math.max(0, ...changes);
  return {
    frames: changes.length + 1,
    median: changes.toSorted((a, b) => a - b)[changes.length >> 1] ?? 0,
    largest,
    largestAtSeconds: changes.indexOf(largest) / fps,
  };
}
