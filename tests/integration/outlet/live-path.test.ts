/** The live path with real parts: ffmpeg -> outlet -> own publisher -> node-media-server -> a viewer; and the recording beside it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  Bench,
  decodeErrors,
  flashesAndTones,
  kill,
  localDestination,
  probeFormat,
  probePackets,
  sizeOf,
  startEncoder,
  startMediaServer,
  startOutlet,
  startViewer,
  until,
  video,
} from './support.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.dispose());

const frameMs = 1000 / video.fps;

/** The smallest distance of each flash to a tone, ms, signed. */
function offsets(path: string): number[] {
  const { flashes, tones } = flashesAndTones(path);
  return flashes.flatMap((flash) => {
    const near = tones.map((tone) => (tone - flash) * 1000).sort((a, b) => Math.abs(a) - Math.abs(b))[0];
    return near !== undefined && Math.abs(near) < 400 ? [near] : [];
  });
}

describe('outlet, live', () => {
  it('keeps one connection and one timeline over an encoder death, with the slate in between', async () => {
    const server = await startMediaServer(bench);
    const { outlet, events, mediaPath, stats, destinationStates } = await startOutlet(bench);
    await outlet.addDestination({ id: localDestination, ...server.publishTarget('/live/show'), maxQueueBytes: 4_000_000 });
    const first = await startEncoder(bench, mediaPath, 1);
    await until('live', async () => (await stats()).source === 'live');
    await until('publishing', () => destinationStates(localDestination).includes('live'));
    const viewer = startViewer(bench, server.rtmpUrl('/live/show'));
    await until('the viewer receives', () => sizeOf(viewer.path) > 20_000);
    await outlet.startRecording({ path: bench.path('show.mp4'), title: 'A show 节目', aiGenerated: true });
    const beforeMs = (await stats()).videoMs;
    await until('three seconds live', async () => (await stats()).videoMs > beforeMs + 3000);

    await kill(first.process);
    await until('slate', async () => (await stats()).source === 'slate');
    await until('two seconds of slate', async () => (await stats()).slateMs > 2000);
    await startEncoder(bench, mediaPath, 2);
    await until('live again', async () => (await stats()).source === 'live');
    const againMs = (await stats()).videoMs;
    await until('three seconds live again', async () => (await stats()).videoMs > againMs + 3000);

    const recording = await outlet.stopRecording();
    const end = await stats();
    expect(viewer.process.exitCode).toBeNull();
    await kill(viewer.process, 'SIGTERM');

    expect(events.filter((event) => event.type === 'source').map((event) => event.state)).toEqual(['live', 'slate', 'live']);
    expect(destinationStates(localDestination)).toEqual(['connecting', 'live']);
    expect(end.destinations[0]).toMatchObject({ state: 'live', reconnects: 0, droppedVideoTags: 0 });
    expect(end.encoderGenerations).toBe(2);

    for (const path of [viewer.path, recording?.path ?? '']) {
      const packets = probePackets(path);
      for (const stream of ['video', 'audio'] as const) {
        const times = packets.filter((packet) => packet.stream === stream).map((packet) => packet.ptsSeconds * 1000);
        expect(times.length).toBeGreaterThan(200);
        const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
        expect(Math.min(...steps)).toBeGreaterThan(0);
        expect(Math.max(...steps)).toBeLessThan(3 * frameMs);
      }
      const measured = offsets(path);
      expect(measured.length).toBeGreaterThanOrEqual(5);
      expect(Math.max(...measured) - Math.min(...measured)).toBeLessThanOrEqual(frameMs + 1);
      expect(decodeErrors(path)).toBe('');
    }
    expect(recording?.parts).toEqual([bench.path('show.mp4')]);
    const format = probeFormat(bench.path('show.mp4'));
    expect(format.codecs).toEqual(['h264', 'aac']);
    expect(format.tags['title']).toBe('A show 节目');
    expect(format.tags['comment']).toMatch(/AI-generated/);
    expect(Math.abs(format.durationSeconds * 1000 - (recording?.durationMs ?? 0))).toBeLessThan(100);
  });
});
