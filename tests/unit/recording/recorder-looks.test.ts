/** How the recorder asks the disk once a second: one question at a time, so that a disk that never answers takes one thread of the process, not all. */
import type * as Files from 'node:fs/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { createShowRecorder } from '../../../main/app/show-recorder.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';

const asked: { readonly path: string; readonly answer: () => void }[] = [];
const ask = (path: string, value: object): Promise<object> => new Promise((resolve) => asked.push({ path, answer: () => resolve(value) }));
vi.mock('node:fs/promises', async (original) => ({
  ...(await original<typeof Files>()),
  statfs: (path: string) => ask(path, { bavail: 7, bsize: 1000 }),
  stat: (path: string) => ask(path, { size: 10 }),
}));
afterEach(() => void asked.splice(0));

it('asks for the folder, then for one part after another', async () => {
  const clock = createFakeClock();
  const recorder = createShowRecorder({
    outlet: { stats: async () => ({ replay: null }) } as never,
    recordingsDir: '/r',
    replayDir: '/d/replay/1-show',
    video: { width: 64, height: 64, fps: 30 },
    kbps: 4000,
    clock,
    logger: silentLogger,
    emit: () => {},
    onChange: () => {},
    onClosed: () => {},
  });
  for (const path of ['/r/a.mp4', '/r/a-2.mp4']) recorder.note({ type: 'recording', state: 'recording', path } as never);
  const seen: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    // the fourth is that of the next second
    await clock.advance(round < 3 ? 0 : 1000);
    expect(asked.length).toBeLessThan(2);
    for (const { path, answer } of asked.splice(0)) {
      seen.push(path);
      answer();
    }
  }
  expect(seen).toEqual(['/r', '/r/a.mp4', '/r/a-2.mp4', '/r']);
  expect(recorder.view().freeBytes).toBe(7000);
  await recorder.dispose();
});
