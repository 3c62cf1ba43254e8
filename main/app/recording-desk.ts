/**
 * The studio's recordings beyond the life of a show: what is finished beside everything else (also what an earlier run left), the last minutes that are
 * saved, the list of what lies in the folder. Nothing here ends or delays a show.
 */
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { longestReplayMinutes, type RecordingEntryView, type RecordingView } from '../api/contract/recording.ts';
import type { RecordingPort } from '../api/recording-port.ts';
import type { UserMessage } from '../contract/failure.ts';
import { untilAborted } from '../kernel/abortable.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/disposable.ts';
import { ensureFolder } from '../kernel/ensure-folder.ts';
import type { Logger } from '../kernel/logger.ts';
import type { RecordingSummary } from '../outlet/control/recording-ledger.ts';
import type { ProcessAdapter } from '../processes/host/types.ts';
import { createFinaliser, type Finaliser } from '../recording/control/create-finaliser.ts';
import { findUnfinished } from '../recording/find-unfinished.ts';
import { isAlive } from '../kernel/is-alive.ts';
import { createRecordingLister, removeRecording } from '../recording/list-recordings.ts';
import type { SettingStore } from '../storage/stores/setting-store.ts';
import type { UnstampedShowEvent } from './create-show.ts';
import { recordingMessages as words } from './recording-messages.ts';
import { recordingPath } from './show-files.ts';
import type { RecorderView, ShowRecorder } from './show-recorder.ts';
import { answered } from './storage-patience.ts';

export interface RecordingDeskOptions {
  readonly adapter: ProcessAdapter;
  readonly entriesDir: string;
  readonly dataDir: string;
  readonly folder: string;
  readonly ffmpegPath: () => Promise<string>;
  readonly settings: SettingStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly emit: (event: UnstampedShowEvent) => void;
  readonly onChange: () => void;
  /** Shows a file or folder to whoever sits at the machine; undefined: nobody does. */
  readonly reveal?: ((path: string) => void) | undefined;
}

export interface RecordingDesk extends RecordingPort, Disposable {
  view(): RecordingView;
  /** From now on they lie there; what is being finished elsewhere goes on. Not during a show. */
  moveTo(folder: string): void;
  /** A show begins; the last minutes are kept where they are wanted. */
  attach(recorder: ShowRecorder): Promise<void>;
  detach(): void;
  /** A recording was closed: it becomes a normal file, and nobody waits for it. */
  closed(summary: RecordingSummary): void;
  /** Everything that was closed is finished, and what an earlier run left. */
  settled(): Promise<void>;
}

const settingName = 'recording.replay-minutes';
const idle: RecorderView = {
  state: 'off',
  path: null,
  sinceMs: null,
  durationMs: 0,
  bytes: 0,
  parts: 0,
  freeBytes: null,
  minutesLeft: null,
  error: null,
};
const refused = (message: UserMessage): { readonly done: false; readonly words: UserMessage } => ({ done: false, words: message });
const done = { done: true } as const;

export function createRecordingDesk(options: RecordingDeskOptions): RecordingDesk {
  const { logger, emit, settings, clock } = options;
  let { folder } = options;
  let lister = createRecordingLister(folder);
  const ending = new AbortController();
  let recorder: ShowRecorder | null = null;
  let listVersion = 0;
  const listChanged = (): void => {
    listVersion += 1;
    options.onChange();
  };
  const finaliserOf = (name: string): Finaliser => createFinaliser({ ...options, name });
  const finisher = finaliserOf('finaliser');
  /** A process of its own: what is saved does not wait for hours of recording. */
  const saver = finaliserOf('replay-saver');

  removeKeptMinutesOfTheDead(path.join(options.dataDir, 'replay'), logger);

  const minutesWanted = (): number => {
    const kept = settings.get(settingName);
    return typeof kept === 'number' && Number.isInteger(kept) && kept >= 0 && kept <= longestReplayMinutes ? kept : 0;
  };
  const isBusy = (file: string): boolean =>
    [...finisher.jobs, ...saver.jobs].some((job) => path.basename(job.path) === file) ||
    (recorder?.writing.some((part) => path.basename(part) === file) ?? false);

  const finish = async (file: string): Promise<void> => {
    try {
      const answer = await finisher.run({ kind: 'finalise', path: file });
      if (!answer.done) emit({ type: 'notice', level: 'warn', message: answer.words });
      else if (!answer.result.already) emit({ type: 'notice', level: 'info', message: answer.result.note ?? words.finished(file) });
    } catch (error) {
      logger.info('a recording is finished at the next start', { file, reason: String(error) });
    }
    listChanged();
  };

  const leftOver = (async () => {
    try {
      const looked = findUnfinished({
        folder,
        ownOnly: true,
        isOurs: (file) => recorder?.writing.includes(file) ?? false,
        signal: ending.signal,
      });
      // a folder that never answers must not keep the studio from closing
      const found = await untilAborted(looked, ending.signal);
      await Promise.all(found.filter((file) => !isBusy(path.basename(file))).map(finish));
    } catch (error) {
      if (!ending.signal.aborted) logger.warn('unfinished recordings were not looked at', { error });
    }
  })();

  const known = async (file: string): Promise<RecordingEntryView | undefined> =>
    (await desk.list()).recordings.find((one) => one.file === file);

  const desk: RecordingDesk = {
    moveTo(next) {
      if (next === folder) return;
      folder = next;
      lister = createRecordingLister(next);
      listChanged();
    },
    view() {
      const { path: file, ...shown } = recorder?.view() ?? idle;
      const minutes = minutesWanted();
      const replay = recorder?.replay;
      return {
        ...shown,
        path: file,
        finishing: [...saver.jobs, ...finisher.jobs].map(({ kind, path: of, phase, share }) => ({
          kind,
          file: path.basename(of),
          phase,
          percent: Math.floor(share * 100),
        })),
        replay: {
          minutes,
          state: minutes === 0 ? 'off' : replay ? (replay.state === 'off' ? 'waiting' : replay.state) : 'waiting',
          coveredMs: replay?.range ? replay.range.untilMs - replay.range.fromMs : 0,
          bytes: replay?.range?.bytes ?? 0,
          error: replay?.error ?? null,
        },
        listVersion,
      };
    },
    async attach(next) {
      recorder = next;
      const minutes = minutesWanted();
      if (minutes > 0) await next.replay.set(minutes);
      listChanged();
    },
    detach() {
      recorder = null;
      listChanged();
    },
    closed(summary) {
      listChanged();
      void finish(summary.path);
    },
    async settled() {
      await leftOver;
      await Promise.all([finisher.settled(), saver.settled()]);
    },
    async start() {
      if (!recorder) return refused(words.notOnAir);
      if (recorder.view().state === 'recording' || recorder.view().state === 'starting') return refused(words.alreadyRecording);
      const started = await recorder.start();
      listChanged();
      return started ? done : refused(recorder?.view().error ?? words.notStarted);
    },
    async stop() {
      if (!recorder || recorder.writing.length === 0) return refused(words.notRecording);
      const summary = await recorder.stop();
      listChanged();
      return { done: true, path: summary?.path ?? null };
    },
    async saveLast(asked) {
      if (!recorder) return refused(words.notOnAir);
      const kept = minutesWanted();
      if (kept === 0 || recorder.replay.state === 'off') return refused(words.replayOff);
      if (recorder.replay.error) return refused(recorder.replay.error);
      const minutes = Math.min(asked ?? kept, kept);
      let file: string;
      try {
        await answered(ensureFolder(folder), clock);
        file = await answered(recordingPath(folder, new Date(clock.wallNow()), `last ${minutes} min`), clock);
      } catch (error) {
        logger.error('the folder of recordings cannot be used', { error });
        return refused(words.notStarted);
      }
      const span = await recorder.replay.hold(minutes, path.basename(file));
      if (!span) return refused(words.replayEmpty);
      try {
        const answer = await saver.run({ kind: 'save', path: file, request: { ...span.request, path: file } });
        if (!answer.done) return refused(answer.words);
        emit({ type: 'notice', level: 'info', message: words.saved(file, answer.result.durationMs) });
        return { done: true, path: file };
      } catch {
        return refused(words.closing);
      } finally {
        await span.release();
        listChanged();
      }
    },
    async setReplay(minutes) {
      settings.set(settingName, minutes);
      await recorder?.replay.set(minutes);
      options.onChange();
      return done;
    },
    async list() {
      const writing = new Set(recorder?.writing.map((part) => path.basename(part)) ?? []);
      const finishing = new Set(finisher.jobs.map((job) => path.basename(job.path)));
      const entries = await lister.list();
      return {
        folder,
        recordings: entries.map((entry) => ({
          ...entry,
          state: writing.has(entry.file) ? 'recording' : finishing.has(entry.file) ? 'finishing' : entry.state,
        })),
      };
    },
    async finalise(file) {
      const entry = await known(file);
      if (!entry) return refused(words.unknown);
      if (entry.state === 'recording' || isBusy(file)) return refused(words.busy);
      void finish(path.join(folder, file));
      return done;
    },
    async remove(file) {
      const entry = await known(file);
      if (!entry) return refused(words.unknown);
      if (isBusy(file)) return refused(words.busy);
      try {
        await removeRecording(folder, file);
      } catch (error) {
        logger.error('a recording could not be removed', { file, error });
        return refused(words.notRemoved(file));
      } finally {
        listChanged();
      }
      return done;
    },
    async reveal(file) {
      if (file !== undefined && !(await known(file))) return refused(words.unknown);
      if (!options.reveal) return refused(words.noFolderView(folder));
      options.reveal(file === undefined ? folder : path.join(folder, file));
      return done;
    },
    async dispose() {
      ending.abort(new DOMException('the studio is closing', 'AbortError'));
      await Promise.all([finisher.dispose(), saver.dispose()]);
      await leftOver;
    },
  };
  return desk;
}

/** What studios that were killed have kept of their last minutes. */
function removeKeptMinutesOfTheDead(dir: string, logger: Logger): void {
  let names: string[] = [];
  try {
    names = readdirSync(dir);
  } catch {
    return;
  }
  for (const name of names) {
    const owner = /^(\d+)-/.exec(name)?.[1];
    // one of our own number is an earlier life's: no show is on yet
    if (owner === undefined || (Number(owner) !== process.pid && isAlive(Number(owner)))) continue;
    try {
      rmSync(path.join(dir, name), { recursive: true, force: true });
    } catch (error) {
      logger.warn('the kept minutes of an earlier run could not be removed', { name, error });
    }
  }
}
