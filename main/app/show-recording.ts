/**
 * One recording of a show: its journal beside the file, the watch over its disk, the end in order. Nothing of it ever ends or delays the show.
 */
import path from 'node:path';
import type { VideoFormat } from '../contract/media.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/disposable.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Outlet } from '../outlet/control/create-outlet.ts';
import type { RecordingSummary } from '../outlet/control/recording-ledger.ts';
import { journalPath, openJournal, type Journal, type JournalLine } from '../recording/journal.ts';
import { diskWords } from '../recording/recording-words.ts';
import { watchDisk } from '../recording/watch-disk.ts';
import type { UnstampedShowEvent } from './create-show.ts';
import { appMessages } from './messages.ts';
import { recordingPath } from './show-files.ts';
import { answered, closed } from './storage-patience.ts';

export interface ShowRecordingOptions {
  readonly outlet: Pick<Outlet, 'startRecording' | 'stopRecording'>;
  readonly recordingsDir: string;
  readonly video: VideoFormat;
  /** Picture and sound together. */
  readonly kbps: number;
  readonly diskReserveBytes?: number | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly emit: (event: UnstampedShowEvent) => void;
  /** A name that is not taken. */
  readonly freePath?: (folder: string, at: Date) => Promise<string>;
  /** Closed while nobody waits for it: the disk was full, or it opened only after it had been ended. */
  readonly onClosed: (summary: RecordingSummary) => void;
}

export interface ShowRecording extends Disposable {
  readonly state: 'not-started' | 'starting' | 'started' | 'closed';
  /** Where it cannot be started it is said in words, and nothing is left behind. False then. */
  start(): Promise<boolean>;
  /** What happens in the show. */
  note(line: JournalLine): void;
  /** Where the programme's frames stand in the file. */
  anchor(at: { readonly path: string; readonly frame: number; readonly atMs: number }): void;
  /** Ends the recording; the show goes on. null: nothing was recorded, or it is still opening, which is not waited for. */
  close(): Promise<RecordingSummary | null>;
}

export const recordingTitle = 'Vanchor Studio';

export function createShowRecording(options: ShowRecordingOptions): ShowRecording {
  const { outlet, video, clock, logger, emit, freePath = recordingPath } = options;
  let state: ShowRecording['state'] = 'not-started';
  let journal: Journal | null = null;
  /** Told before the journal is there: the file that it lies beside comes first. */
  let early: JournalLine[] = [];
  let disk: Disposable | null = null;
  let closing: Promise<RecordingSummary | null> | undefined;

  const write = (line: JournalLine): void => {
    if (journal) journal.write(line);
    else if (state === 'starting') early.push(line);
  };

  const closeJournal = async (): Promise<void> => {
    const ending = journal;
    journal = null;
    if (ending)
      await closed(ending.close(), clock, (error) => logger.warn('the journal of the recording was not closed in order', { error }));
  };

  const stopped = (): Promise<RecordingSummary | null> =>
    outlet.stopRecording().catch((error: unknown) => {
      logger.error('the recording was not closed in order', { error });
      return null;
    });

  const end = async (): Promise<RecordingSummary | null> => {
    if (state !== 'started') return null;
    await disk?.dispose();
    const summary = await stopped();
    state = 'closed';
    await closeJournal();
    return summary;
  };
  const close = (): Promise<RecordingSummary | null> => (closing ??= end());

  const closeFull = async (): Promise<void> => {
    const summary = await close();
    if (!summary) return;
    emit({ type: 'notice', level: 'error', message: summary.durationMs > 0 ? diskWords.stopped(summary.path) : diskWords.noRoom });
    options.onClosed(summary);
  };

  return {
    get state() {
      return state;
    },
    async start() {
      state = 'starting';
      let file: string;
      try {
        file = await answered(freePath(options.recordingsDir, new Date(clock.wallNow())), clock);
        await outlet.startRecording({ path: file, title: recordingTitle, aiGenerated: true });
      } catch (error) {
        state = 'closed';
        early = [];
        logger.error('the recording could not be started', { error });
        // nobody wants it any more where it was ended meanwhile
        if (closing === undefined) emit({ type: 'notice', level: 'error', message: appMessages.recordingFailed });
        return false;
      }
      if (closing !== undefined) {
        state = 'closed';
        early = [];
        const summary = await stopped();
        if (summary) options.onClosed(summary);
        return false;
      }
      journal = openJournal(journalPath(file), (error) => {
        logger.error('the journal of the recording cannot be written', { error });
        emit({ type: 'notice', level: 'warn', message: appMessages.journalFailed });
      });
      journal.write({ type: 'start', version: 1, fps: video.fps, title: recordingTitle, pid: process.pid });
      for (const line of early.splice(0)) journal.write(line);
      state = 'started';
      disk = watchDisk({
        folder: options.recordingsDir,
        kbps: options.kbps,
        clock,
        ...(options.diskReserveBytes === undefined ? {} : { reserveBytes: options.diskReserveBytes }),
        onLow: (message) => emit({ type: 'notice', level: 'warn', message }),
        onFull: () => void closeFull(),
      });
      return true;
    },
    note: write,
    anchor: ({ path: file, frame, atMs }) => write({ type: 'anchor', file: path.basename(file), frame, atMs }),
    close,
    async dispose() {
      await disk?.dispose();
      // A show that fails in its start leaves no file open; the outlet closes the recording with its own end.
      await closeJournal();
    },
  };
}
