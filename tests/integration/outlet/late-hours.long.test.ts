/** Hours into a show the RTMP times outgrow 24 bits: our publisher in this process, two real servers, a viewer on each. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../main/kernel/clock.ts';
import { asDestinationId } from '../../../main/contract/ids.ts';
import { openDestination } from '../../../main/outlet/child/destination.ts';
import { createFanOut } from '../../../main/outlet/child/fan-out.ts';
import { createSlatePlayer, parseSlate } from '../../../main/outlet/child/slate-player.ts';
import { streamMetadata } from '../../../main/outlet/child/stream-metadata.ts';
import { slateEncoder } from '../../../main/app/slate-encoder.ts';
import { buildSlate } from '../../../main/outlet/control/build-slate.ts';
import { nginxUnavailable, startNginx } from '../../fixtures/nginx/start-nginx.ts';
import {
  Bench,
  drawBackSoon,
  encoder,
  ffmpeg,
  freePort,
  kill,
  probePackets,
  sizeOf,
  startMediaServer,
  startViewer,
  until,
  video,
} from './support.ts';

const bench = new Bench();
afterAll(() => bench.dispose());
beforeAll(() =>
  buildSlate({
    ffmpegPath: ffmpeg,
    video,
    encoder: slateEncoder(video, encoder),
    draw: drawBackSoon(video),
    outPath: bench.path('slate.flv'),
  }),
);

/** The first time that needs the extended field. */
const edgeMs = 0xffffff;
const leadMs = 3000;

async function watchOverTheEdge(
  target: { readonly url: string; readonly streamKey: string },
  playUrl: string,
  name: string,
): Promise<number[]> {
  const loop = parseSlate(readFileSync(bench.path('slate.flv')));
  const fanOut = createFanOut({ clock: systemClock });
  const states: string[] = [];
  const destination = openDestination({
    spec: { id: asDestinationId(name), ...target, maxQueueBytes: 4_000_000 },
    fanOut,
    metadata: streamMetadata(video),
    clock: systemClock,
    onState: (state) => states.push(state),
  });
  const player = createSlatePlayer(loop, video.fps);
  const began = performance.now();
  let lastMs = 0;
  fanOut.publish(loop.videoConfig);
  if (loop.audioConfig) fanOut.publish(loop.audioConfig);
  const timer = setInterval(() => {
    for (const tag of player.due(performance.now() - began)) {
      lastMs = tag.timestampMs + edgeMs - leadMs;
      fanOut.publish({ ...tag, timestampMs: lastMs });
    }
  }, 10);
  try {
    await until('publishing', () => states.includes('live'));
    const viewer = startViewer(bench, playUrl, `${name}.mkv`);
    await until('the viewer receives', () => sizeOf(viewer.path) > 5000);
    const before = sizeOf(viewer.path);
    await until('well past the edge', () => lastMs > edgeMs + 2500 && sizeOf(viewer.path) > before);
    await kill(viewer.process, 'SIGTERM');
    expect(states).toEqual(['connecting', 'live']);
    return probePackets(viewer.path).flatMap((packet) => (packet.stream === 'video' ? [packet.ptsSeconds * 1000] : []));
  } finally {
    clearInterval(timer);
    destination.close();
  }
}

function expectUnbroken(times: readonly number[]): void {
  expect(times.length).toBeGreaterThan(60);
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(Math.min(...steps)).toBeGreaterThan(0);
  expect(Math.max(...steps)).toBeLessThan(70);
}

describe('times beyond 24 bits', () => {
  it('pass node-media-server', async () => {
    const server = await startMediaServer(bench);
    expectUnbroken(await watchOverTheEdge(server.publishTarget('/live/late'), server.rtmpUrl('/live/late'), 'late'));
  });

  it.skipIf(nginxUnavailable() !== null)('pass nginx', async () => {
    const ports = { rtmpPort: await freePort(), httpPort: await freePort() };
    await startNginx(bench.path('nginx'), ports, 'key', (command, args) => bench.spawn(command, args));
    const url = `rtmp://127.0.0.1:${ports.rtmpPort}/live`;
    expectUnbroken(await watchOverTheEdge({ url, streamKey: 'key' }, `${url}/key`, 'late-nginx'));
  });
});
