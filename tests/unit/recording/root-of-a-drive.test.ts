/** The root of a drive on Windows (D:\, a mapped Z:\): mkdir refuses it with EPERM, and it is a folder all the same. All who make the folder of recordings. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type * as Files from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRecordingDesk } from '../../../main/app/recording-desk.ts';
import { recordingMessages } from '../../../main/app/recording-messages.ts';
import { lookAtFolder } from '../../../main/app/folder-desk.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createFanOut } from '../../../main/outlet/child/fan-out.ts';
import { startRecorder } from '../../../main/outlet/child/recorder.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';

vi.mock('node:fs/promises', async (original) => ({
  ...(await original<typeof Files>()),
  mkdir: () => Promise.reject(Object.assign(new Error('operation not permitted, mkdir'), { code: 'EPERM' })),
}));

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vanchor-root-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('is a folder for recordings that can be chosen', async () => {
  expect(await lookAtFolder(root)).toMatchObject({ state: 'writable' });
  expect(await lookAtFolder(join(root, 'not there'))).toMatchObject({ state: 'missing' });
});

it('takes a recording', async () => {
  const clock = createFakeClock();
  const recorder = await startRecorder({
    spec: { path: join(root, 'show.mp4'), title: 'Show', aiGenerated: true },
    video: { width: 64, height: 64, fps: 30 },
    fanOut: createFanOut({ clock }),
    onState: () => {},
  });
  await recorder.stop();
  expect(readdirSync(root)).toEqual(['show.mp4']);
});

it('takes the last minutes', async () => {
  const desk = createRecordingDesk({
    adapter: {} as never,
    entriesDir: root,
    dataDir: root,
    folder: root,
    ffmpegPath: async () => 'ffmpeg',
    settings: { get: () => 5, set: () => {} },
    clock: createFakeClock(),
    logger: silentLogger,
    emit: () => {},
    onChange: () => {},
  });
  const asked: string[] = [];
  await desk.attach({
    replay: {
      state: 'running',
      error: null,
      set: async () => {},
      // nothing is kept yet: it was asked for, so the folder was taken
      hold: async (_minutes: number, file: string) => {
        asked.push(file);
        return null;
      },
    },
  } as never);
  expect(await desk.saveLast(5)).toEqual({ done: false, words: recordingMessages.replayEmpty });
  expect(asked).toHaveLength(1);
  await desk.dispose();
});
