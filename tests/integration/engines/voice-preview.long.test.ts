/** A voice is tried by a real engine beside the studio's own: heard, given up, the newest of two, refused where there is no room; and what was set of voices is there after a restart. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createStudio, type Studio } from '../../../main/app/create-studio.ts';
import { defaultConfig } from '../../../main/app/studio-config.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import { createRedactor } from '../../../main/telemetry/redactor.ts';
import { rootDir } from '../support/studio-on-air.ts';

let dataDir: string;
let studio: Studio | undefined;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'vanchor-voices-'));
});
afterEach(async () => {
  await studio?.dispose();
  rmSync(dataDir, { recursive: true, force: true });
});

async function open(engineMemoryBytes?: number): Promise<Studio> {
  studio = await createStudio({
    adapter: createNodeForkAdapter(),
    entriesDir: path.join(rootDir, 'dist/main/children'),
    resourcesDir: path.join(rootDir, 'resources'),
    dataDir,
    recordingsDir: dataDir,
    logger: silentLogger,
    redactor: createRedactor(),
    rememberSlots: true,
    config: {
      ...defaultConfig,
      slots: defaultConfig.slots.filter(({ slotId }) => slotId.startsWith('tts')),
      rtmpPort: 0,
      httpPort: 0,
      ...(engineMemoryBytes === undefined ? {} : { engineMemoryBytes }),
    },
  });
  await studio.ready;
  return studio;
}

const male = { engineId: 'espeak', voiceId: 'male', lang: 'zh', emotion: 'neutral' } as const;

it('speaks beside the slots, with the dictionary; the newest wish counts, and one that is given up ends', async () => {
  const on = await open();
  const { voices } = on;
  const before = await voices.preview({ ...male, text: '我在重庆。' });
  if (!before.done) throw new Error(before.words.en);
  expect(before.durationMs).toBeGreaterThan(500);
  const file = Buffer.from(before.wavBase64, 'base64');
  expect([file.toString('latin1', 0, 4), file.readUInt16LE(22), file.readUInt16LE(34), file.readUInt32LE(24)]).toEqual([
    'RIFF',
    1,
    16,
    before.sampleRate,
  ]);
  // the engine that made it is not the one in the slot
  const slots = on.snapshot().models.slots;
  expect(slots.flatMap(({ warm }) => warm).map(({ choiceId }) => choiceId)).toEqual(['espeak']);
  expect(slots.every(({ phase }) => phase === 'idle')).toBe(true);

  voices.putReading({ lang: 'zh', word: '重庆', reading: 'zhong4 qing4' });
  const after = await voices.preview({ ...male, text: '我在重庆。' });
  expect(after.done && after.wavBase64).not.toBe(before.wavBase64);

  const [first, second] = await Promise.all([voices.preview(male), voices.preview({ ...male, voiceId: 'female' })]);
  expect(first.done).toBe(false);
  expect(second.done).toBe(true);
  const given = new AbortController();
  const asked = voices.preview(male, given.signal);
  given.abort();
  await expect(asked).rejects.toThrow();
  expect(await voices.preview({ ...male, text: '!!!' })).toMatchObject({ done: false });
  expect(await voices.preview({ ...male, engineId: 'flite', voiceId: 'slt' })).toMatchObject({ done: false });
});

it('is refused in words where there is no room, and nothing else changes', async () => {
  const on = await open(16 * 1024 * 1024);
  const { voices } = on;
  const answer = await voices.preview(male);
  expect(answer.done).toBe(false);
  expect(!answer.done && answer.words.en).toMatch(/memory/i);
  expect(on.snapshot().models.slots.every(({ active }) => active?.state === 'ready' || active === null)).toBe(true);
});

it('keeps what was set', async () => {
  const first = await open();
  first.voices.tune({ engineId: 'flite', voiceId: 'rms' }, { speed: 1.25, pitch: 2, volume: 0.8 });
  first.voices.setDefault('en', { engineId: 'espeak', voiceId: 'male' });
  first.voices.putReading({ lang: 'en', word: 'nginx', reading: 'engine ex' });
  await first.dispose();
  const { voices } = await open();
  const view = voices.list();
  expect(view.voices.find(({ voiceId }) => voiceId === 'rms')?.tuning).toEqual({ speed: 1.25, pitch: 2, volume: 0.8 });
  expect(view.languages.find(({ lang }) => lang === 'en')).toMatchObject({
    wantedState: 'counts',
    speaks: { voiceId: 'male', by: 'default' },
  });
  expect(view.dictionary).toEqual([{ lang: 'en', word: 'nginx', reading: 'engine ex' }]);
});
