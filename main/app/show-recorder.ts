/** Everything that is recorded of one show: its recordings, one at a time, and the last minutes. Tells what it is doing; finishing the files is the desk's. */
import { stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { UserMessage } from '../contract/failure.ts';
import type { VideoFormat } from '../contract/media.ts';
import type { ShowEvent } from '../contract/show-events.ts';
import type { Mark } from '../contract/speech.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/disposable.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Outlet, OutletProcessEvent } from '../outlet/control/create-outlet.ts';
import type { RecordingSummary } from '../outlet/control/recording-ledger.ts';
import type { OutletEvent } from '../outlet/protocol/control.ts';
import { journalLine, wordsLine } from '../recording/journal.ts';
import { minutesLeft } from '../recording/watch-disk.ts';
import type { UnstampedShowEvent } from './create-show.ts';
import { createShowRecording, recordingTitle, type ShowRecording } from './show-recording.ts';
import { createShowReplay, type ShowReplay } from './show-replay.ts';

export interface ShowRecorderOptions {
  readonly outlet: Pick<Outlet, 'startRecording' | 'stopRecording' | 'setReplay' | 'holdReplay' | 'releaseReplay' | 'stats'>;
  readonly recordingsDir: string;
  /** For the last minutes of this show. */
  readonly replayDir: string;
  readonly video: VideoFormat;
  /** Picture and sound together. */
  readonly kbps: number;
  readonly diskReserveBytes?: number | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly emit: (event: UnstampedShowEvent) => void;
  readonly onChange: () => void;
  /** A recording was closed: it may be finished. */
  readonly onClosed: (summary: RecordingSummary) => void;
}

export interface RecorderView {
  readonly state: 'off' | 'starting' | 'recording' | 'failed';
  readonly path: string | null;
  readonly sinceMs: number | null;
  /** By the clock that does not jump. */
  readonly durationMs: number;
  readonly bytes: number;
  readonly parts: number;
  readonly freeBytes: number | null;
  readonly minutesLeft: number | null;
  readonly error: UserMessage | null;
}

export interface ShowRecorder extends Disposable {
  view(): RecorderView;
  readonly replay: ShowReplay;
  /** The files of the recording that runs, first part first. */
  readonly writing: readonly string[];
  /** False: it could not be started, which was said in words; or one runs already. */
  start(): Promise<boolean>;
  /** null: nothing was recorded. The show goes on. */
  stop(): Promise<RecordingSummary | null>;
  note(event: UnstampedShowEvent): void;
  marks(clauseId: string, marks: readonly Mark[]): void;
  outlet(event: OutletEvent | OutletProcessEvent): void;
}

const lookEveryMs = 1000;

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

export function createShowRecorder(options: ShowRecorderOptions): ShowRecorder {
  const { outlet, clock, onChange, onClosed } = options;
  const replay = createShowReplay({ ...options, dir: options.replayDir, title: recordingTitle });
  let recording: ShowRecording | undefined;
  let state: RecorderView['state'] = 'off';
  let since: { readonly atMs: number; readonly wallMs: number } | null = null;
  let parts: string[] = [];
  let bytes = 0;
  let freeBytes: number | null = null;
  let error: UserMessage | null = null;
  let lastPath: string | null = null;
  let ended = false;
  let cancelLook: (() => void) | undefined;

  const off = (next: 'off' | 'failed'): void => {
    state = next;
    since = null;
    recording = undefined;
    onChange();
  };

  const look = async (): Promise<void> => {
    const stats = replay.state === 'running' ? await outlet.stats().catch(() => null) : null;
    if (replay.state === 'running' && stats) replay.noteRange(stats.replay);
    // one after another: storage that never answers holds one thread of this process, not all of them
    const disk = await statfs(options.recordingsDir).catch(() => null);
    const looked = parts;
    let written = 0;
    for (const part of looked) written += await sizeOf(part);
    if (ended) return;
    freeBytes = disk ? disk.bavail * disk.bsize : null;
    // of a recording that began meanwhile nothing is known yet
    if (looked === parts) bytes = written;
    onChange();
    cancelLook = clock.after(lookEveryMs, () => void look());
  };
  void look();

  const closeRecording = async (): Promise<RecordingSummary | null> => {
    const closing = recording;
    if (!closing) return null;
    const summary = await closing.close();
    if (recording === closing) off(state === 'failed' ? 'failed' : 'off');
    if (summary) onClosed(summary);
    return summary;
  };

  return {
    replay,
    get writing() {
      return recording ? parts : [];
    },
    view: () => ({
      state,
      path: state === 'off' ? null : lastPath,
      sinceMs: since?.wallMs ?? null,
      durationMs: since ? clock.now() - since.atMs : 0,
      bytes: state === 'off' ? 0 : bytes,
      parts: state === 'off' ? 0 : parts.length,
      freeBytes,
      minutesLeft: freeBytes === null ? null : minutesLeft(freeBytes, options.kbps, options.diskReserveBytes),
      error,
    }),
    async start() {
      if (ended || recording) return false;
      parts = [];
      bytes = 0;
      error = null;
      lastPath = null;
      state = 'starting';
      onChange();
      const mine = createShowRecording({
        ...options,
        onClosed(summary) {
          if (recording === mine) off('failed');
          onClosed(summary);
        },
      });
      recording = mine;
      const started = await mine.start();
      if (recording !== mine) return false;
      if (!started) {
        off('failed');
        return false;
      }
      for (const line of replay.recent()) mine.note(line);
      if (state === 'starting') state = 'recording';
      since = { atMs: clock.now(), wallMs: clock.wallNow() };
      onChange();
      return true;
    },
    stop: closeRecording,
    note(event) {
      if (event.type === 'recording') {
        lastPath = event.path;
        if (event.state === 'recording' && !parts.includes(event.path)) parts.push(event.path);
        if (event.message) error = event.message;
        // closed and finished by the end of it, like any other; what was written plays
        if (event.state === 'failed' && recording) {
          state = 'failed';
          queueMicrotask(() => void closeRecording());
        }
      }
      const line = journalLine(event as ShowEvent);
      if (!line) return;
      recording?.note(line);
      replay.note(line);
    },
    marks(clauseId, marks) {
      const line = wordsLine(clauseId, marks);
      if (!line) return;
      recording?.note(line);
      replay.note(line);
    },
    outlet(event) {
      if (event.type === 'recording-anchor') recording?.anchor(event);
      else if (event.type === 'replay-anchor') replay.anchor(event.frame, event.timelineMs);
      else if (event.type === 'replay') replay.told(event);
      else if (event.type === 'process' && event.state === 'running' && event.generation > 1) replay.outletRestarted(event.pid);
    },
    async dispose() {
      ended = true;
      cancelLook?.();
      await recording?.dispose();
      await replay.dispose();
    },
  };
}

/** Named for who keeps them, so that the next start knows whose they were. */
export const replayDirOf = (dataDir: string, showId: string): string => path.join(dataDir, 'replay', `${process.pid}-${showId}`);
