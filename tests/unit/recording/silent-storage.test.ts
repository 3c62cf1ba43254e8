/**
 * Storage that never answers, as a network drive whose server went away. A named pipe that nobody opens at its other end is such a file: opening it blocks a
 * thread for ever. Neither the start nor the end of a show waits for it, nor does the studio's end.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UnstampedShowEvent } from '../../../main/app/create-show.ts';
import { appMessages } from '../../../main/app/messages.ts';
import { createRecordingDesk } from '../../../main/app/recording-desk.ts';
import { createShowRecording, type ShowRecording } from '../../../main/app/show-recording.ts';
import { recordingPath } from '../../../main/app/show-files.ts';
import { createStudioEvents } from '../../../main/app/studio-events.ts';
import { asShowId } from '../../../main/contract/ids.ts';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { journalPath } from '../../../main/recording/journal.ts';
import { createFakeClock, type FakeClock } from '../../fakes/fake-clock.ts';

let dir: string;
let clock: FakeClock;
let pipes: string[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vanchor-silent-'));
  clock = createFakeClock();
  pipes = [];
});
afterEach(() => {
  // both ends at once: whoever waits for either goes on, and its thread is free
  for (const pipe of pipes) closeSync(openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK));
  rmSync(dir, { recursive: true, force: true });
});

function silentFile(path: string): string {
  execFileSync('mkfifo', [path]);
  pipes.push(path);
  return path;
}

/** Whether it has settled yet. */
function watched<T>(promise: Promise<T>): { value: T | 'waits' } {
  const seen: { value: T | 'waits' } = { value: 'waits' };
  void promise.then((value) => {
    seen.value = value;
  });
  return seen;
}

function recording(freePath?: () => Promise<string>) {
  const told: UnstampedShowEvent[] = [];
  const started: string[] = [];
  /** Without anybody waiting for it. */
  const closed: string[] = [];
  const made: ShowRecording = createShowRecording({
    outlet: {
      startRecording: async ({ path }) => void started.push(path),
      stopRecording: async () => ({ path: join(dir, 'show.mp4'), durationMs: 5000, parts: [join(dir, 'show.mp4')] }),
    },
    recordingsDir: dir,
    video: { width: 1280, height: 720, fps: 30 },
    kbps: 4000,
    clock,
    logger: silentLogger,
    emit: (event) => told.push(event),
    onClosed: (summary) => closed.push(summary.path),
    ...(freePath ? { freePath } : {}),
  });
  return { recording: made, told, started, closed };
}

describe('a recording that is ended before it has begun', () => {
  it('is closed as soon as it is open, without a journal, and nobody waits for that', async () => {
    const path = createDeferred<string>();
    const { recording: one, told, started, closed } = recording(() => path.promise);
    const starting = one.start();
    expect(await one.close()).toBeNull();
    path.resolve(join(dir, 'show.mp4'));
    expect(await starting).toBe(false);
    expect([started, closed, told]).toEqual([[join(dir, 'show.mp4')], [join(dir, 'show.mp4')], []]);
    expect(one.state).toBe('closed');
    expect(existsSync(journalPath(join(dir, 'show.mp4')))).toBe(false);
  });

  it('says nothing where it could not have begun either', async () => {
    const path = createDeferred<string>();
    const { recording: one, told } = recording(() => path.promise);
    const starting = one.start();
    await one.close();
    path.reject(new Error('no folder'));
    expect([await starting, told]).toEqual([false, []]);
  });
});

describe.skipIf(process.platform === 'win32')('storage that never answers', () => {
  it('does not keep a recording from its end', async () => {
    const file = await recordingPath(dir, new Date(clock.wallNow()));
    silentFile(journalPath(file));
    const { recording: one, started } = recording();
    expect(await one.start()).toBe(true);
    expect(started).toEqual([file]);
    one.note({ type: 'turn', turnId: 't', text: 'Why?' });
    const closing = watched(one.close());
    await clock.advance(1900);
    expect(closing.value).toBe('waits');
    await clock.advance(200);
    expect(closing.value).toMatchObject({ durationMs: 5000 });
    expect(one.state).toBe('closed');
    await one.dispose();
  });

  it('does not keep a show from its start: it goes on without a recording, in the usual words', async () => {
    const { recording: one, told, started } = recording(() => new Promise(() => {}));
    const starting = watched(one.start());
    await clock.advance(9900);
    expect(starting.value).toBe('waits');
    await clock.advance(200);
    expect([starting.value, one.state, started]).toEqual([false, 'closed', []]);
    expect(told).toEqual([{ type: 'notice', level: 'error', message: appMessages.recordingFailed }]);
    expect(await one.close()).toBeNull();
  });

  it('does not keep the log of a show open', async () => {
    const events = createStudioEvents({ state: { apply: () => {} }, showLog: { note: () => {} }, clock, logger: silentLogger });
    events.beginShow(asShowId('a'), silentFile(join(dir, 'events.jsonl')));
    events.emit({ type: 'source', state: 'live' });
    const ending = watched(events.endShow().then(() => 'ended' as const));
    await clock.advance(2100);
    expect(ending.value).toBe('ended');
  });

  it('does not keep the studio from closing while it looks for what is unfinished', async () => {
    writeFileSync(join(dir, 'show.mp4'), '');
    silentFile(journalPath(join(dir, 'show.mp4')));
    const desk = createRecordingDesk({
      adapter: {} as never,
      entriesDir: dir,
      dataDir: dir,
      folder: dir,
      ffmpegPath: async () => 'ffmpeg',
      settings: { get: () => undefined, set: () => {} },
      clock,
      logger: silentLogger,
      emit: () => {},
      onChange: () => {},
    });
    const ending = watched(Promise.resolve(desk.dispose()).then(() => 'ended' as const));
    await clock.advance(100);
    expect(ending.value).toBe('ended');
  });
});
