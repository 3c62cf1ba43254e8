/** A voice without timings on air: the model's marks drive the mouth that the face is asked for, on the frame, closed where p, b and m are said, never before the sound. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createVoice } from '../../../main/app/engine-ports/create-voice.ts';
import { createStage } from '../../../main/app/stage.ts';
import { asInstanceId, asShowId, asSlotId } from '../../../main/contract/ids.ts';
import type { FrameCue } from '../../../main/contract/cues.ts';
import { neutralExpression, type Mark } from '../../../main/contract/speech.ts';
import { visemeIndex } from '../../../main/contract/visemes.ts';
import { createConversation } from '../../../main/conversation/create-conversation.ts';
import { createEngineInstance } from '../../../main/engines/hosting/create-engine-instance.ts';
import { systemClock } from '../../../main/kernel/clock.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { mouthFromMarks } from '../../../main/performance/mouth.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import { createRouter } from '../../../main/routing/create-router.ts';
import { buildFixture } from '../../fixtures/build-fixture.ts';
import type { UntimedVoiceOptions } from '../../fixtures/untimed-voice.ts';
import { Rig } from './rig.ts';

const showId = asShowId('show');
const frameMs = 1000 / 30;
const text = 'Bob bought a big bag of purple plums for his mom and a maple table for the people of the village.';
let entriesDir = '';
let dir = '';
let rig: Rig;
const clean: (() => unknown)[] = [];

beforeAll(async () => {
  entriesDir = dirname(await buildFixture('untimed-voice'));
});
beforeEach(() => {
  rig = new Rig();
  dir = mkdtempSync(join(tmpdir(), 'untimed-'));
});
afterEach(async () => {
  for (const done of clean.splice(0).reverse()) await done();
  await rig.dispose();
  rmSync(dir, { recursive: true, force: true });
});

interface Clause {
  readonly firstFrame: number;
  readonly lastFrame: number;
  /** As the voice said them and told nobody. */
  readonly said: readonly Mark[];
  /** The last cue that the face was asked for, by frame. */
  readonly cues: ReadonlyMap<number, FrameCue>;
}

async function speakOnAir(pace: number): Promise<Clause> {
  const saidPath = join(dir, 'said');
  writeFileSync(saidPath, '');
  const voice = createEngineInstance({
    adapter: createNodeForkAdapter(),
    manifest: { id: 'untimed', kind: 'tts', entry: 'untimed-voice', title: { en: '', zh: '' }, summary: { en: '', zh: '' }, license: '-' },
    spec: {
      showId,
      instanceId: asInstanceId('untimed'),
      engineId: 'untimed',
      options: { voice: 'rms', saidPath, pace } satisfies UntimedVoiceOptions,
      resourcesDir: resolve('resources'),
    },
    entriesDir,
    clock: systemClock,
    logger: silentLogger,
  });
  clean.push(() => voice.dispose());
  await rig.configure();
  await rig.programme.start();
  const face = await rig.attachFace();
  expect(await voice.whenReady()).toMatchObject({ timings: 'none', lips: { method: 'model' } });
  const router = createRouter();
  router.setSlot({ id: asSlotId('voice'), kind: 'tts', instance: voice });
  const stage = createStage(rig.programme, silentLogger);
  clean.push(() => stage.dispose());
  const conversation = createConversation({
    showId,
    brain: {
      async *answer() {
        yield await Promise.resolve(text);
      },
    },
    feeling: { express: () => Promise.resolve(neutralExpression) },
    voice: createVoice({ router, showId, sinkPath: () => rig.mediaPath, logger: silentLogger }),
    stage,
    moderator: { check: () => ({ allowed: true }) },
    clock: systemClock,
    logger: silentLogger,
  });
  clean.push(() => conversation.dispose());
  conversation.say({ author: 'a', text: 'go' });
  const first = await rig.event('speech-started');
  const last = await rig.event('turn-ended');
  // times below are of one clause
  expect(rig.events.filter(({ type }) => type === 'speech-started')).toHaveLength(1);
  return {
    firstFrame: first.frame,
    lastFrame: last.frame,
    said: readFileSync(saidPath, 'utf8')
      .split('\n')
      .filter(Boolean)
      .flatMap((line) => JSON.parse(line) as Mark[]),
    cues: new Map(face.cues.map((cue) => [cue.frame, cue])),
  };
}

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (index: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[index], 0) / pairs.length;
  const [mx, my] = [mean(0), mean(1)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [x, y] of pairs) [xy, xx, yy] = [xy + (x - mx) * (y - my), xx + (x - mx) ** 2, yy + (y - my) ** 2];
  return xy / Math.sqrt(xx * yy);
}

it.each([
  ['far ahead of its sound', 0],
  ['not much faster than it is heard', 1.5],
])('a voice that comes %s', async (_, pace) => {
  const { firstFrame, lastFrame, said, cues } = await speakOnAir(pace);
  const frames = Array.from(cues.keys()).filter((frame) => frame >= firstFrame && frame < lastFrame);
  expect(frames.length).toBeGreaterThan(100);

  // no lead: closed in every frame before the sound
  for (const [frame, cue] of cues) if (frame < firstFrame) expect(cue.jaw, `frame ${frame}`).toBe(0);

  // on the frame: the mouth fits best with what was said when it is not moved
  const jawSaid = (frame: number): number => mouthFromMarks(said, [], (frame - firstFrame + 0.5) * frameMs, frameMs).jaw;
  const fits = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((shift) => ({
    shift,
    r: correlation(frames.map((frame) => [cues.get(frame)?.jaw ?? 0, jawSaid(frame - shift)])),
  }));
  const best = fits.reduce((most, fit) => (fit.r > most.r ? fit : most));
  console.log(`pace ${pace}: jaw on air against what was said r ${best.r.toFixed(2)} at ${best.shift} frames`);
  expect(Math.abs(best.shift)).toBeLessThanOrEqual(1);
  expect(best.r).toBeGreaterThan(pace === 0 ? 0.5 : 0.35);

  // closures: what no loudness shows
  const closures = said.filter(({ viseme }, at) => viseme === 'PP' && said[at - 1]?.viseme !== 'PP');
  const seen = closures.filter(({ atMs, durationMs }) => {
    const middle = firstFrame + Math.floor((atMs + durationMs / 2) / frameMs);
    return [-2, -1, 0, 1, 2].some((off) => (cues.get(middle + off)?.visemes[visemeIndex.PP] ?? 0) > 0.6);
  });
  console.log(`pace ${pace}: ${seen.length} of ${closures.length} closures seen`);
  expect(closures.length).toBeGreaterThan(12);
  expect(seen.length / closures.length).toBeGreaterThan(pace === 0 ? 0.65 : 0.4);
});
