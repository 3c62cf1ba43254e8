/** `npm run bench enhance`: what the sharpener costs for one whole picture of an anchor, at the sizes of both presets. One process, no show. */
import { videoPresets } from '../main/contract/media.ts';
import { createUnsharpMask } from '../main/engines/entries/sharpen/unsharp-mask.ts';
import { defaultAnchorRect } from '../main/programme/protocol/anchor-rect.ts';
import { describeMachine, percentile, round, type BenchResult } from './lib/bench-result.ts';

const pictures = 300;

export function run(): BenchResult {
  const rows = Object.entries(videoPresets).map(([preset, video]) => {
    const { width, height } = defaultAnchorRect(video);
    const data = anchorLike(width, height);
    const sharpen = createUnsharpMask(0.5);
    const times = Array.from({ length: pictures }, () => {
      const from = performance.now();
      sharpen(data, width, height);
      return performance.now() - from;
    }).slice(pictures / 10);
    return {
      preset,
      picture: `${width}x${height}`,
      'p50 ms': round(percentile(times, 50), 2),
      'p95 ms': round(percentile(times, 95), 2),
      'frame ms': round(1000 / video.fps),
    };
  });
  return {
    name: 'enhance',
    machine: describeMachine(),
    rows,
    ok: true,
    notes: ['a round anchor that fills its place; a real one has less to sharpen'],
  };
}

/** A disc of soft patterns with nothing around it, i420a. */
function anchorLike(width: number, height: number): Uint8Array {
  const pixels = width * height;
  const data = new Uint8Array((pixels * 5) / 2).fill(128, pixels, (pixels * 3) / 2);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const inside = Math.hypot(x - width / 2, y - height / 2) < height * 0.48;
      data[y * width + x] = inside ? 120 + Math.round(50 * Math.sin(x / 5) * Math.cos(y / 7)) : 16;
      data[(pixels * 3) / 2 + y * width + x] = inside ? 255 : 0;
    }
  return data;
}
