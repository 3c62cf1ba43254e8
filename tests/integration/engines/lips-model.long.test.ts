/** The lips' model in the process of a voice without timings: it is used and it closes, and where it cannot run that is said; bad sound, memory, a death. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { countClosures } from '../../../bench/lib/lips/count-closures.ts';
import { asInstanceId, asShowId } from '../../../main/contract/ids.ts';
import type { Mark } from '../../../main/contract/speech.ts';
import { createLipsFromModel } from '../../../main/engines/child/lips/lips-from-model.ts';
import { loadVisemeNet, modelFile, rowsPerRun, type VisemeNet } from '../../../main/engines/child/lips/viseme-net.ts';
import { rowSize } from '../../../main/engines/child/lips/frame-context.ts';
import type { TtsSignature } from '../../../main/engines/contract/signature.ts';
import { createEngineInstance } from '../../../main/engines/hosting/create-engine-instance.ts';
import type { EngineInstance } from '../../../main/engines/hosting/engine-instance.ts';
import { systemClock } from '../../../main/kernel/clock.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import { collectGarbage } from '../../../main/processes/child/collect-garbage.ts';
import { buildFixture } from '../../fixtures/build-fixture.ts';
import { openSink, removeSockets, speak, type Sink } from './support.ts';

const resources = resolve('resources');
const line = 'Bob bought a big bag of purple plums for his mom, and my family moved very far.';
let entriesDir = '';
let dir = '';
let sink: Sink;
let count = 0;
const started: EngineInstance[] = [];

beforeAll(async () => {
  entriesDir = dirname(await buildFixture('untimed-voice'));
  dir = mkdtempSync(join(tmpdir(), 'lips-'));
  sink = await openSink();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((voice) => voice.dispose()));
});
afterAll(async () => {
  await sink.close();
  removeSockets();
  rmSync(dir, { recursive: true, force: true });
});

function startVoice(resourcesDir = resources): { readonly voice: EngineInstance; readonly said: () => Mark[] } {
  count += 1;
  const saidPath = join(dir, `said-${count}`);
  writeFileSync(saidPath, '');
  const voice = createEngineInstance({
    adapter: createNodeForkAdapter(),
    manifest: {
      id: 'untimed',
      kind: 'tts',
      entry: 'untimed-voice',
      title: { en: 'Untimed', zh: '无时' },
      summary: { en: '', zh: '' },
      license: 'none',
    },
    spec: {
      showId: asShowId('show'),
      instanceId: asInstanceId(`untimed-${count}`),
      engineId: 'untimed',
      options: { voice: 'rms', saidPath },
      resourcesDir,
    },
    entriesDir,
    clock: systemClock,
    logger: silentLogger,
    policy: { baseDelayMs: 10, maxDelayMs: 20, decayMs: 60_000, maxAttempts: 3 },
  });
  started.push(voice);
  return {
    voice,
    said: () =>
      readFileSync(saidPath, 'utf8')
        .split('\n')
        .filter(Boolean)
        .flatMap((text) => JSON.parse(text) as Mark[]),
  };
}

/** Resources whose lips' model is `model`; none when left out. */
function resourcesWith(model?: Uint8Array): string {
  count += 1;
  const folder = join(dir, `resources-${count}`);
  mkdirSync(join(folder, dirname(modelFile)), { recursive: true });
  if (model) writeFileSync(join(folder, modelFile), model);
  return folder;
}

function expectWhole(marks: readonly Mark[], durationMs: number): void {
  let end = 0;
  for (const mark of marks) {
    expect(mark.atMs).toBeCloseTo(end, 6);
    expect(mark.durationMs).toBeGreaterThan(0);
    end = mark.atMs + mark.durationMs;
  }
  expect(end).toBeCloseTo(durationMs, 6);
}

describe('a voice without timings', () => {
  it('is listened to by the model: its lips close where the voice says p, b or m', async () => {
    const { voice, said } = startVoice();
    const signature = (await voice.whenReady()) as TtsSignature;
    expect(signature).toMatchObject({ timings: 'none', lips: { method: 'model' } });
    expect(voice.message).toBeUndefined();
    const { marks, end } = await speak(voice, sink, line, 'en');
    expectWhole(marks, end.durationMs);
    const closures = countClosures(said(), marks);
    expect(closures.said).toBeGreaterThan(8);
    expect(closures.found / closures.said).toBeGreaterThan(0.7);
  });

  it('has the model again when its process died in mid-clause', async () => {
    const { voice } = startVoice();
    await voice.whenReady();
    const back = new Promise<void>((done) => {
      voice.onState(({ state }) => state === 'ready' && done());
    });
    await expect(async () => {
      const pid = voice.pid as number;
      const speaking = speak(voice, sink, `${line} `.repeat(40), 'en');
      process.kill(pid, 'SIGKILL');
      await speaking;
    }).rejects.toMatchObject({ code: 'engine-failed' });
    await back;
    expect(voice.generation).toBe(2);
    expect((voice.signature as TtsSignature).lips).toEqual({ method: 'model' });
    const { marks, end } = await speak(voice, sink, line, 'en');
    expectWhole(marks, end.durationMs);
    expect(marks.some(({ viseme }) => viseme === 'PP')).toBe(true);
  });

  const shipped = readFileSync(join(resources, modelFile));
  const broken = Buffer.from(shipped);
  // not a number, in the middle of the weights
  for (let at = broken.length >> 1; at < (broken.length >> 1) + 4000; at += 1) broken[at] = 0xff;
  it.each([
    ['is missing', 'model-missing', undefined],
    ['is empty', 'model-damaged', Buffer.alloc(0)],
    ['is cut off', 'model-damaged', shipped.subarray(0, shipped.length >> 1)],
    ['is something else', 'model-damaged', Buffer.from('<html>404</html>')],
    ['has broken weights', 'model-damaged', broken],
    ['is another model', 'model-damaged', readFileSync(resolve('node_modules/@ricky0123/vad-web/dist/silero_vad_v6.onnx'))],
  ] as const)('whose model %s speaks all the same, moves its lips the simpler way and says so', async (_, fault, model) => {
    const { voice } = startVoice(resourcesWith(model));
    const signature = (await voice.whenReady()) as TtsSignature;
    expect(signature.lips).toEqual({ method: 'signal', fault });
    expect(voice.state).toBe('ready');
    expect(voice.message?.en).toMatch(/Untimed speaks as ever .* do not close for p, b and m: .* Install the app again/);
    expect(voice.message?.zh).toMatch(/“无时”照常发声.*不会闭合.*重新安装/);
    const { marks, end } = await speak(voice, sink, line, 'en');
    expectWhole(marks, end.durationMs);
    expect(new Set(marks.map(({ viseme }) => viseme)).size).toBeGreaterThan(3);
    expect(marks.some(({ viseme }) => viseme === 'PP')).toBe(false);
  });

  it('whose model came back has it after its next start', async () => {
    const folder = resourcesWith();
    const { voice } = startVoice(folder);
    await voice.whenReady();
    expect(voice.message).toBeDefined();
    copyFileSync(join(resources, modelFile), join(folder, modelFile));
    const back = new Promise<void>((done) => {
      voice.onState(({ state }) => state === 'ready' && done());
    });
    process.kill(voice.pid as number, 'SIGKILL');
    await back;
    expect((voice.signature as TtsSignature).lips).toEqual({ method: 'model' });
    expect(voice.message).toBeUndefined();
  });
});

describe('the model', () => {
  const rate = 24_000;
  let net: VisemeNet;
  beforeAll(async () => {
    net = await loadVisemeNet(join(resources, modelFile));
  });
  afterAll(() => net.close());

  let state = 1;
  const noise = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x3fffffff - 1;
  };
  const sounds: Readonly<Record<string, (at: number) => number>> = {
    silence: () => 0,
    'the faintest noise': () => Math.round(noise()),
    'noise at full scale': () => Math.round(noise() * 32_767),
    'a constant at the lowest value': () => -32_768,
    'a square wave at full scale': (at) => (at % 100 < 50 ? 32_767 : -32_768),
    'clicks a second apart': (at) => (at % rate === 0 ? 32_767 : 0),
  };

  it.each(Object.keys(sounds))('takes %s without harm', async (name) => {
    const samples = Int16Array.from({ length: rate * 4 + 7 }, (_, at) => sounds[name]?.(at) ?? 0);
    const lips = createLipsFromModel(net, rate);
    const marks = [...(await lips.hear(samples)), ...(await lips.end())];
    expectWhole(marks, (samples.length * 1000) / rate);
    if (name === 'silence') expect(new Set(marks.map(({ viseme }) => viseme))).toEqual(new Set(['sil']));
  });

  it('is a third of a second behind at most, and holds no more after ten minutes than after one', async () => {
    const lips = createLipsFromModel(net, 16_000);
    const piece = new Int16Array(1600);
    let [toldMs, mostBehindMs, early] = [0, 0, 0];
    for (let tenth = 0; tenth < 6000; tenth += 1) {
      for (let at = 0; at < piece.length; at += 1) piece[at] = Math.round(noise() * (tenth % 7 === 0 ? 60 : 9000));
      for (const mark of await lips.hear(piece)) toldMs = mark.atMs + mark.durationMs;
      mostBehindMs = Math.max(mostBehindMs, (tenth + 1) * 100 - toldMs);
      if (tenth === 600) early = process.memoryUsage().rss;
    }
    // a shape is decided 190 ms behind, and told when it is over or goes on for 120
    expect(mostBehindMs).toBeLessThanOrEqual(1000 / 3);
    expect(process.memoryUsage().rss - early).toBeLessThan(64 * 2 ** 20);
  });

  it('gives its memory back with its session, also in the middle of a run', async () => {
    const cycle = async (): Promise<void> => {
      const one = await loadVisemeNet(join(resources, modelFile));
      const run = one.run(new Float32Array(rowsPerRun * rowSize));
      await one.close();
      await run;
    };
    const rss = async (): Promise<number> => {
      collectGarbage();
      await new Promise((resume) => setImmediate(resume));
      collectGarbage();
      return process.memoryUsage().rss;
    };
    for (let warm = 0; warm < 60; warm += 1) await cycle();
    const before = await rss();
    // sessions that are kept take 50 MiB and more
    for (let round = 0; round < 300; round += 1) await cycle();
    expect((await rss()) - before).toBeLessThan(24 * 2 ** 20);
  });

  it('refuses rows that are none, and all once it is closed', async () => {
    await expect(net.run(new Float32Array(3))).rejects.toMatchObject({ fault: 'model-failed' });
    await expect(net.run(new Float32Array(rowsPerRun * rowSize).fill(Number.NaN))).rejects.toMatchObject({ fault: 'model-failed' });
    expect(await net.run(new Float32Array(rowsPerRun * rowSize))).toHaveLength(rowsPerRun * 15);
    const closed = await loadVisemeNet(join(resources, modelFile));
    await closed.close();
    await expect(closed.run(new Float32Array(rowsPerRun * rowSize))).rejects.toMatchObject({ fault: 'model-failed' });
  });
});
