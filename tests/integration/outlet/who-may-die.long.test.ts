/** The media server, the outlet and the disk fail in turn: the rest goes on, and every recording plays. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  Bench,
  decodeErrors,
  localDestination,
  probeFormat,
  probePackets,
  startEncoder,
  startMediaServer,
  startOutlet,
  until,
  video,
} from './support.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.dispose());

const sigkill = (pid: number | undefined): void => {
  if (pid === undefined) throw new Error('there is no process to kill');
  process.kill(pid, 'SIGKILL');
};

describe('who may die', () => {
  it('the media server: the recording never notices, the destination comes back on the same ports', async () => {
    const server = await startMediaServer(bench);
    const ports = await server.started;
    const { outlet, mediaPath, stats, destinationStates } = await startOutlet(bench);
    await startEncoder(bench, mediaPath, 1);
    await until('live', async () => (await stats()).source === 'live');
    await outlet.addDestination({ id: localDestination, ...server.publishTarget('/live/show'), maxQueueBytes: 4_000_000 });
    await outlet.startRecording({ path: bench.path('show.mp4'), title: 'Show', aiGenerated: true });
    await until('publishing', () => destinationStates(localDestination).includes('live'));

    sigkill(server.pid);
    await until('publishing again', () => destinationStates(localDestination).filter((state) => state === 'live').length === 2);
    expect(await server.started).toEqual(ports);
    const backMs = (await stats()).videoMs;
    await until('a second more', async () => (await stats()).videoMs > backMs + 1000);
    const recording = await outlet.stopRecording();
    expect(recording?.parts).toHaveLength(1);
    const times = probePackets(recording?.path ?? '').flatMap((packet) => (packet.stream === 'video' ? [packet.ptsSeconds * 1000] : []));
    const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.max(...steps)).toBeLessThan(2000 / video.fps);
    expect(decodeErrors(recording?.path ?? '')).toBe('');
  });

  it('the outlet by SIGKILL: the file plays, a next part is opened, destinations are connected again', async () => {
    const server = await startMediaServer(bench);
    const { outlet, events, mediaPath, stats, destinationStates } = await startOutlet(bench);
    await startEncoder(bench, mediaPath, 1);
    await until('live', async () => (await stats()).source === 'live');
    await outlet.addDestination({ id: localDestination, ...server.publishTarget('/live/show'), maxQueueBytes: 4_000_000 });
    await outlet.startRecording({ path: bench.path('show.mp4'), title: 'Show', aiGenerated: true });
    await until('something is written', async () => (await stats()).recordingBytes > 50_000);

    const before = outlet.pid;
    sigkill(before);
    const running = await until('the next process', () =>
      events.find((event) => event.type === 'process' && event.generation === 2 && event.state === 'running'),
    );
    expect(running).toMatchObject({ mediaPath });
    expect(outlet.pid).not.toBe(before);
    await startEncoder(bench, mediaPath, 2);
    await until('live again', async () => (await stats()).source === 'live');
    await until('publishing again', () => destinationStates(localDestination).filter((state) => state === 'live').length === 2);
    await until('the next part is written', async () => (await stats()).recordingBytes > 50_000);
    const recording = await outlet.stopRecording();

    expect(recording?.path).toBe(bench.path('show.mp4'));
    expect(recording?.parts).toEqual([bench.path('show.mp4'), bench.path('show-2.mp4')]);
    for (const part of recording?.parts ?? []) {
      expect(probeFormat(part).durationSeconds).toBeGreaterThan(0.5);
      expect(decodeErrors(part)).toBe('');
    }
  });

  it('goes to the slate when the programme hangs up, and refuses nonsense on its socket without dying', async () => {
    const { outlet, events, mediaPath, stats } = await startOutlet(bench);
    const encoder = await startEncoder(bench, mediaPath, 1);
    await until('live', async () => (await stats()).source === 'live');
    encoder.disconnect();
    await until('slate', async () => (await stats()).source === 'slate');
    const before = outlet.pid;
    const noise = connect(mediaPath, () => noise.write(Buffer.alloc(4096, 0xff)));
    await new Promise((done) => noise.once('close', done).once('error', () => {}));
    await startEncoder(bench, mediaPath, 2);
    await until('live again', async () => (await stats()).source === 'live');
    expect(outlet.pid).toBe(before);
    expect(events.filter((event) => event.type === 'source').map((event) => event.state)).toEqual(['live', 'slate', 'live']);
  });

  it('a recording that cannot be opened is said in words; nothing else suffers', async () => {
    const { outlet, events, stats } = await startOutlet(bench);
    await expect(outlet.startRecording({ path: '/proc/no-such-place/show.mp4', title: 'Show', aiGenerated: true })).rejects.toMatchObject({
      code: 'cannot-open',
    });
    const failed = events.find((event) => event.type === 'recording');
    expect(failed).toMatchObject({
      state: 'failed',
      message: { en: expect.stringMatching(/cannot be written/), zh: expect.stringMatching(/无法/) },
    });
    await until('the slate runs', async () => (await stats()).source === 'slate');
    await outlet.startRecording({ path: bench.path('show.mp4'), title: 'Show', aiGenerated: true });
    await until('it records', async () => (await stats()).recordingBytes > 10_000);
    await outlet.stopRecording();
  });
});

/** A small file system to fill, where this user may mount one. */
function mountSmallDisk(folder: string): boolean {
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    console.log('skipped: a real full disk (this user may not mount); an injected failing file covers it in the unit tests');
    return false;
  }
}

describe('a full disk', () => {
  it('ends the recording in words, keeps what was written playable, and leaves the broadcast alone', async ({ skip }) => {
    const disk = bench.path('disk');
    if (!mountSmallDisk(disk)) return skip();
    bench.defer(() => execFileSync('umount', ['-l', disk]));
    const server = await startMediaServer(bench);
    const { outlet, events, mediaPath, stats, destinationStates } = await startOutlet(bench);
    await startEncoder(bench, mediaPath, 1);
    await until('live', async () => (await stats()).source === 'live');
    await outlet.addDestination({ id: localDestination, ...server.publishTarget('/live/show'), maxQueueBytes: 4_000_000 });
    await outlet.startRecording({ path: `${disk}/show.mp4`, title: 'Show', aiGenerated: true });
    const failed = await until('the disk is full', () => events.find((event) => event.type === 'recording' && event.state === 'failed'));
    expect(failed).toMatchObject({
      path: `${disk}/show.mp4`,
      message: { en: expect.stringMatching(/disk is full/), zh: expect.stringMatching(/磁盘已满/) },
    });
    expect(statSync(`${disk}/show.mp4`).size).toBeGreaterThan(10_000);
    expect(probeFormat(`${disk}/show.mp4`).durationSeconds).toBeGreaterThan(0.5);
    expect(decodeErrors(`${disk}/show.mp4`)).toBe('');
    const atMs = (await stats()).videoMs;
    await until('the broadcast goes on', async () => (await stats()).videoMs > atMs + 1000);
    expect(destinationStates(localDestination)).toEqual(['connecting', 'live']);
    expect((await stats()).source).toBe('live');
    return undefined;
  });
});
