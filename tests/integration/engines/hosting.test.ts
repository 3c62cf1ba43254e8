/** The life of an instance with real processes: load, crash, restart with the engine loaded and the face attached again, giving up, an end that leaves nothing behind. */
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { FrameCue } from '../../../main/contract/cues.ts';
import { poseCue } from '../../../main/contract/pose-cue.ts';
import type { FacePacketMeta } from '../../../main/contract/programme-media.ts';
import type { FaceSignature } from '../../../main/engines/contract/signature.ts';
import type { EngineInstance, EngineInstanceState } from '../../../main/engines/hosting/engine-instance.ts';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import { listenMedia } from '../../../main/processes/protocol/listen-media.ts';
import type { MediaConnection } from '../../../main/processes/protocol/media-socket.ts';
import { newSocketPath, openSink, removeSockets, speak, startEngine, ttsRequest } from './support.ts';

const policy = { baseDelayMs: 10, maxDelayMs: 20, decayMs: 60_000, maxAttempts: 2 };
const started: EngineInstance[] = [];
function start(...args: Parameters<typeof startEngine>): EngineInstance {
  const engine = startEngine(...args);
  started.push(engine);
  return engine;
}
afterEach(async () => {
  await Promise.all(started.splice(0).map((engine) => engine.dispose()));
});
afterAll(removeSockets);

function untilState(engine: EngineInstance, state: EngineInstanceState): Promise<void> {
  const reached = createDeferred<void>();
  const stop = engine.onState((change) => {
    if (change.state === state) reached.resolve();
  });
  if (engine.state === state) reached.resolve();
  return reached.promise.finally(stop);
}
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('an instance', () => {
  it('tells its signature, process and memory, and leaves nothing behind', async () => {
    const engine = start('flite');
    expect(engine.state).toBe('loading');
    const signature = await engine.whenReady();
    expect(signature).toMatchObject({ kind: 'tts', sampleRate: 16_000, languages: ['en'], timings: 'phoneme' });
    const pid = engine.pid as number;
    if (process.platform === 'linux') expect(await engine.rssBytes()).toBeGreaterThan(20 * 1024 * 1024);
    await engine.dispose();
    expect(engine.state).toBe('unloaded');
    expect(isAlive(pid)).toBe(false);
    await expect(engine.whenReady()).rejects.toMatchObject({ code: 'not-loaded' });
  });

  it('is loaded again after a crash, and speaks', async () => {
    const sink = await openSink();
    const engine = start('flite', {}, { policy });
    await engine.whenReady();
    const states: EngineInstanceState[] = [];
    engine.onState((change) => states.push(change.state));
    const restarting = untilState(engine, 'restarting');
    process.kill(engine.pid as number, 'SIGKILL');
    await restarting;
    expect(engine.message?.en).toMatch(/started again/);
    expect(engine.signature?.kind).toBe('tts');
    await expect(speak(engine, sink, 'Too early.', 'en')).rejects.toMatchObject({ code: 'not-loaded' });
    await engine.whenReady();
    expect(states).toEqual(['restarting', 'ready']);
    expect(engine.generation).toBe(2);
    expect((await speak(engine, sink, 'Here I am again.', 'en')).end.samples).toBeGreaterThan(8000);
    await sink.close();
  });

  it('fails what was being said when its process dies', async () => {
    const sink = await openSink();
    const engine = start('flite', {}, { policy });
    await engine.whenReady();
    await expect(async () => {
      for await (const item of engine.infer('tts', ttsRequest(sink, 'A sentence of a long story. '.repeat(300), 'en')))
        if (item.type === 'audio') process.kill(engine.pid as number, 'SIGKILL');
    }).rejects.toMatchObject({ code: 'engine-failed' });
    await sink.close();
  });

  it('is given up after the last attempt, says so, and can be started by hand', async () => {
    const engine = start('flite', {}, { policy });
    await engine.whenReady();
    const failed = untilState(engine, 'failed');
    const stop = engine.onState(({ state }) => {
      if (state === 'ready') process.kill(engine.pid as number, 'SIGKILL');
    });
    process.kill(engine.pid as number, 'SIGKILL');
    await failed;
    stop();
    expect(engine.message?.en).toMatch(/stopped/);
    expect(engine.generation).toBe(1 + policy.maxAttempts);
    engine.retry();
    await engine.whenReady();
    expect(engine.state).toBe('ready');
  });

  it('does not try a refused load again', async () => {
    const engine = start('espeak', { voice: 'robot' }, { policy });
    await expect(engine.whenReady()).rejects.toMatchObject({ code: 'bad-options' });
    expect(engine.generation).toBe(1);
    expect(engine.message?.en).toMatch(/female, male/);
  });

  it('fails in words when its entry is missing', async () => {
    const engine = start('flite', {}, { policy, entriesDir: '/nowhere' });
    await expect(engine.whenReady()).rejects.toMatchObject({ code: 'engine-failed' });
    expect(engine.state).toBe('failed');
  });

  it('ends a wait that is aborted', async () => {
    const engine = start('flite');
    const abort = new AbortController();
    const wait = engine.whenReady(abort.signal);
    abort.abort(new Error('no patience'));
    await expect(wait).rejects.toThrow('no patience');
  });
});

const cue = (frame: number): FrameCue => poseCue('sil', { frame, timeMs: (frame * 1000) / 30 });

interface Stage {
  readonly packets: FacePacketMeta[];
  readonly connections: MediaConnection[];
  /** Resolves with the packets once there are `n` of a type. */
  until(type: FacePacketMeta['type'], n: number): Promise<FacePacketMeta[]>;
  close(): Promise<void>;
}

async function openStage(path: string): Promise<Stage> {
  const packets: FacePacketMeta[] = [];
  const connections: MediaConnection[] = [];
  let check = (): void => {};
  const listener = await listenMedia(path, (connection) => {
    connections.push(connection);
    connection.onPacket(({ meta, data }) => {
      packets.push({ ...meta, bytes: data.length } as unknown as FacePacketMeta);
      check();
    });
  });
  return {
    packets,
    connections,
    until(type, n) {
      const done = createDeferred<FacePacketMeta[]>();
      check = () => {
        const found = packets.filter((packet) => packet.type === type);
        if (found.length >= n) done.resolve(found);
      };
      check();
      return done.promise;
    },
    close: () => listener.close(),
  };
}

describe('a face', () => {
  it('says hello, answers each cue with one frame in order, and forgets what is not wanted', async () => {
    const path = newSocketPath();
    const stage = await openStage(path);
    const face = start('beacon-face');
    const signature = (await face.whenReady()) as FaceSignature;
    await face.attach(path);
    expect((await stage.until('face-hello', 1))[0]).toMatchObject({
      instanceId: face.id,
      width: signature.width,
      height: signature.height,
      format: signature.format,
    });
    const [connection] = stage.connections as [MediaConnection];
    await connection.send({ type: 'frames', requestId: 1, cues: [cue(10), cue(11), cue(12)] });
    await connection.send({ type: 'frames', requestId: 2, cues: Array.from({ length: 200 }, (_, index) => cue(100 + index)) });
    await connection.send({ type: 'face-forget', requestId: 2 });
    await connection.send({ type: 'frames', requestId: 3, cues: [cue(500)] });
    const last = createDeferred<void>();
    connection.onPacket(({ meta }) => {
      if (meta['requestId'] === 3) last.resolve();
    });
    await last.promise;
    const frames = (await stage.until('face-frame', 4)) as Extract<FacePacketMeta, { type: 'face-frame' }>[];
    expect(frames.filter(({ requestId }) => requestId === 1).map(({ frame }) => frame)).toEqual([10, 11, 12]);
    expect(frames.filter(({ requestId }) => requestId === 2).length).toBeLessThan(200);
    expect(frames.at(-1)).toMatchObject({ requestId: 3, frame: 500 });
    expect(frames[0]?.base).toBe(true);
    expect(stage.packets.some(({ type }) => type === 'face-failed')).toBe(false);
    await stage.close();
  });

  it('comes back to a programme that was started again, and after its own crash', async () => {
    const path = newSocketPath();
    const first = await openStage(path);
    const face = start('beacon-face', {}, { policy });
    await face.whenReady();
    await face.attach(path);
    await first.until('face-hello', 1);
    await first.close();
    const second = await openStage(path);
    await second.until('face-hello', 1);
    process.kill(face.pid as number, 'SIGKILL');
    await second.until('face-hello', 2);
    await untilState(face, 'ready');
    const connection = second.connections.at(-1) as MediaConnection;
    await connection.send({ type: 'frames', requestId: 7, cues: [cue(1)] });
    const [frame] = (await second.until('face-frame', 1)) as Extract<FacePacketMeta, { type: 'face-frame' }>[];
    expect(frame).toMatchObject({ requestId: 7, frame: 1, base: true });
    await second.close();
  });

  it('says that it does not reach a programme that is not there', async () => {
    const face = start('beacon-face');
    await face.whenReady();
    await expect(face.attach(newSocketPath())).rejects.toMatchObject({ code: 'sink-lost' });
    await face.detach();
  });
});
