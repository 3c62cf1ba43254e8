/** "The last minutes" of one show: asks the outlet to keep them, watches the disk for them, and hands a held span on to be saved. Never touches the show. */
import { rm } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { UserMessage } from '../contract/failure.ts';
import type { VideoFormat } from '../contract/media.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/disposable.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Outlet } from '../outlet/control/create-outlet.ts';
import type { ReplayRange } from '../outlet/protocol/control.ts';
import type { JournalLine } from '../recording/journal.ts';
import { createReplayStory } from '../recording/replay-story.ts';
import type { SaveReplayRequest } from '../recording/save-replay.ts';
import { watchDisk } from '../recording/watch-disk.ts';
import type { UnstampedShowEvent } from './create-show.ts';
import { recordingMessages as words } from './recording-messages.ts';
import { closed } from './storage-patience.ts';

export interface ShowReplayOptions {
  readonly outlet: Pick<Outlet, 'setReplay' | 'holdReplay' | 'releaseReplay'>;
  /** Of this show alone. */
  readonly dir: string;
  readonly video: VideoFormat;
  readonly kbps: number;
  readonly title: string;
  readonly diskReserveBytes?: number | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly emit: (event: UnstampedShowEvent) => void;
  readonly onChange: () => void;
}

export interface HeldSpan {
  readonly request: Omit<SaveReplayRequest, 'ffmpegPath' | 'path'>;
  /** The story names its file. */
  release(): Promise<void>;
}

export interface ShowReplay extends Disposable {
  readonly state: 'off' | 'running' | 'failed';
  readonly error: UserMessage | null;
  /** 0 = off. */
  set(minutes: number): Promise<void>;
  note(line: JournalLine): void;
  /** What a recording that begins now has to know of the turn that runs. */
  recent(): readonly JournalLine[];
  anchor(frame: number, timelineMs: number): void;
  outletRestarted(pid: number | undefined): void;
  told(event: { readonly state: 'failed' | 'slow'; readonly message: UserMessage }): void;
  /** null: nothing is kept. */
  hold(minutes: number, file: string): Promise<HeldSpan | null>;
  readonly range: ReplayRange | null;
  noteRange(range: ReplayRange | null): void;
}

/** Beside the wanted time: the fragment that is being written, and one that is about to go. */
const slackMs = 6000;
/** Over the nominal rate: an encoder may. */
const rateMargin = 1.5;
const msPerMinute = 60_000;

export function createShowReplay(options: ShowReplayOptions): ShowReplay {
  const { outlet, dir, clock, logger, emit, onChange } = options;
  const story = createReplayStory();
  let state: ShowReplay['state'] = 'off';
  let error: UserMessage | null = null;
  let range: ReplayRange | null = null;
  let disk: Disposable | null = null;
  let held = 0;
  let ended = false;

  const fail = (message: UserMessage): void => {
    if (state !== 'running') return;
    state = 'failed';
    error = message;
    range = null;
    void disk?.dispose();
    emit({ type: 'notice', level: 'warn', message });
    onChange();
  };
  const removeFiles = (): Promise<void> =>
    rm(dir, { recursive: true, force: true }).catch((cause: unknown) => logger.warn('the kept minutes were not removed', { error: cause }));

  const set = async (minutes: number): Promise<void> => {
    await disk?.dispose();
    disk = null;
    error = null;
    range = null;
    const maxMs = minutes * msPerMinute;
    state = minutes > 0 ? 'running' : 'off';
    const maxBytes = ((options.kbps * 1000) / 8) * ((maxMs + slackMs) / 1000) * rateMargin;
    story.newTimeline();
    await outlet.setReplay(minutes > 0 ? { dir, maxMs, maxBytes: Math.round(maxBytes) } : null).catch((cause: unknown) => {
      logger.error('the last minutes cannot be kept', { error: cause });
      fail(words.replayFailed);
    });
    onChange();
    if (state !== 'running') return;
    disk = watchDisk({
      folder: path.dirname(path.dirname(dir)),
      kbps: options.kbps,
      clock,
      ...(options.diskReserveBytes === undefined ? {} : { reserveBytes: options.diskReserveBytes }),
      // it takes no more than its bounds: only a full disk ends it
      onLow: () => {},
      onFull() {
        fail(words.replayNoRoom);
        outlet.setReplay(null).catch((cause: unknown) => logger.warn('the last minutes were not given up in order', { error: cause }));
      },
    });
  };

  return {
    get state() {
      return state;
    },
    get error() {
      return error;
    },
    get range() {
      return range;
    },
    noteRange(next) {
      range = next;
    },
    set,
    note: (line) => story.note(line),
    recent: () => story.recent(),
    anchor: (frame, timelineMs) => story.anchor(frame, timelineMs),
    outletRestarted(pid) {
      story.newTimeline();
      range = null;
      if (held > 0) return;
      // what the dead process kept; the living one has a folder of its own
      let names: string[] = [];
      try {
        names = readdirSync(dir);
      } catch {
        return;
      }
      for (const name of names) if (name !== String(pid)) void rm(path.join(dir, name), { recursive: true, force: true }).catch(() => {});
    },
    told({ state: what, message }) {
      if (what === 'failed') fail(message);
      else emit({ type: 'notice', level: 'warn', message });
    },
    async hold(minutes, file) {
      const span = state === 'running' ? await outlet.holdReplay(minutes * msPerMinute) : null;
      if (!span) return null;
      held += 1;
      const { holdId, head, fragments, fromMs, untilMs } = span;
      const { title } = options;
      return {
        request: {
          title,
          head,
          fragments,
          durationMs: untilMs - fromMs,
          story: story.of({ fromMs, file, fps: options.video.fps, title }),
        },
        async release() {
          held -= 1;
          await outlet.releaseReplay(holdId).catch(() => {});
          if (ended && held === 0) await removeFiles();
        },
      };
    },
    async dispose() {
      ended = true;
      await disk?.dispose();
      if (state === 'running')
        await outlet.setReplay(null).catch((cause: unknown) => logger.warn('the last minutes did not end in order', { error: cause }));
      state = 'off';
      // where it takes longer, it goes on beside the end of the show
      if (held === 0)
        await closed(removeFiles(), clock, (cause) => logger.warn('the kept minutes were not removed in time', { error: cause }));
    },
  };
}
