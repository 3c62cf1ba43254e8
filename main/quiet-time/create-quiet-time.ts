/** Owns the settings of quiet time: takes changes or refuses them in words, keeps them, and tells the show that is on. Knows no process and no window. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { UserMessage } from '../contract/failure.ts';
import type { ShowEvent } from '../contract/show-events.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import { oneAtATime } from '../kernel/one-at-a-time.ts';
import { createIdleTalk, type Talk } from './create-idle-talk.ts';
import { stampOf, type MeasuredTrack } from './measure-track.ts';
import { parseScript } from './parse-script.ts';
import { quietTimeWords, scriptRefused, trackRefused } from './quiet-time-words.ts';
import { readQuietTime } from './read-settings.ts';
import type { IdleSettings, MusicFile, MusicSettings, QuietTimeSettings } from './settings.ts';

type Done = { readonly done: true } | { readonly done: false; readonly words: UserMessage };
export type IdleChange = Partial<Omit<IdleSettings, 'lines'>> & { readonly script?: string };
export type MusicChange = Partial<Pick<MusicSettings, 'state' | 'belowDb' | 'duckDb'>> & { readonly paths?: readonly string[] };

/** What a show plays under its speech. */
export interface WantedMusic {
  readonly state: 'on' | 'off';
  readonly tracks: readonly { readonly path: string; readonly gainDb: number }[];
  readonly firstTrack: number;
  readonly belowDb: number;
  readonly duckDb: number;
}

/** The show that is on, as far as this is concerned. */
export interface QuietShow {
  /** null: not now. */
  talk(talk: Talk): { readonly turnId: string } | null;
  setMusic(music: WantedMusic): Promise<void>;
}

export interface MusicNews {
  readonly state: 'playing' | 'off' | 'held' | 'skipped';
  readonly track: number;
}

export interface QuietTimeView {
  readonly idle: Omit<IdleSettings, 'lines'> & {
    readonly script: string;
    readonly lineCount: number;
    readonly linesLeft: number | null;
    readonly dueInMs: number | null;
  };
  readonly music: {
    readonly state: 'on' | 'off';
    readonly belowDb: number;
    readonly duckDb: number;
    readonly files: { readonly path: string; readonly title: string; readonly durationMs: number; readonly lufs: number }[];
    readonly now: { readonly state: 'playing' | 'off' | 'held' | 'skipped'; readonly title: string };
  };
}

export interface QuietTime {
  view(): QuietTimeView;
  setIdle(change: IdleChange): Done;
  setMusic(change: MusicChange): Promise<Done>;
  talkNow(): Done;
  /** null: it is over. */
  showIs(show: QuietShow | null): Promise<void>;
  note(event: ShowEvent): void;
  noteMusic(news: MusicNews): void;
  /** Silence and slate at once: nothing is said by itself until `resume`. */
  panic(): void;
  resume(): void;
  dispose(): void;
}

export interface QuietTimeOptions {
  readonly clock: Clock;
  /** 0 up to, not including, 1. */
  readonly chance: () => number;
  readonly logger: Logger;
  /** As it was kept; anything. */
  readonly kept: unknown;
  readonly keep: (settings: QuietTimeSettings) => void;
  /** Rejects where no ffmpeg is. */
  readonly measure: (file: string) => Promise<MeasuredTrack>;
  readonly onChange: () => void;
  readonly tell: (event: MusicNews & { readonly title: string }, message: UserMessage | null) => void;
  readonly notice: (message: UserMessage) => void;
}

export const mostMusicFiles = 50;
/** Where voices are brought to (engines/child/sound/speech-level.ts). */
const speechLufs = -16;
/** A recording of almost nothing is not made into noise. */
const mostGainDb = 24;

export function createQuietTime(options: QuietTimeOptions): QuietTime {
  const { clock, chance, logger, measure, onChange, keep } = options;
  let settings = readQuietTime(options.kept);
  let show: QuietShow | null = null;
  let playing: readonly MusicFile[] = [];
  let now: MusicNews & { readonly title: string } = { state: 'off', track: 0, title: '' };
  const inTurn = oneAtATime();
  /** Of the newest tell: one that looked at files for long may be overtaken by another, and has nothing to say then. */
  let tells = 0;
  /** Files that this show does without, which was told; of one that cannot be played, its stamp: it is not measured again until it changes. */
  const leftOut = new Map<string, string>();
  const measuring = new Map<string, Promise<MeasuredTrack | null>>();
  let life: 'on' | 'over' = 'on';

  const idle = createIdleTalk({ clock, chance, talk: (talk) => show?.talk(talk) ?? null, onChange });
  idle.set(settings.idle);

  function change(next: Partial<QuietTimeSettings>): void {
    settings = { ...settings, ...next };
    keep(settings);
    onChange();
  }

  /** Into the settings as they are by now: what was removed meanwhile stays removed. */
  function keepMeasured(file: MusicFile): void {
    const { files } = settings.music;
    if (life === 'over' || !files.some((one) => one.path === file.path)) return;
    change({ music: { ...settings.music, files: files.map((one) => (one.path === file.path ? file : one)) } });
  }

  /** Asked for twice at a time, it is done once. null: not now. */
  function measureAgain(file: string): Promise<MeasuredTrack | null> {
    const running = measuring.get(file);
    if (running) return running;
    const mine = measure(file)
      .catch(() => null)
      .then((again) => {
        measuring.delete(file);
        if (again?.state === 'track') keepMeasured(again.file);
        return again;
      });
    measuring.set(file, mine);
    return mine;
  }

  /** Files that were changed since are measured anew; those that are gone are left out, and told. null: overtaken. */
  async function playable(isOvertaken: () => boolean): Promise<readonly MusicFile[] | null> {
    const found: MusicFile[] = [];
    for (const listed of settings.music.files) {
      const seen = await stat(listed.path).catch(() => null);
      if (isOvertaken()) return null;
      // what another has measured in the meantime is in the settings by now
      const file = settings.music.files.find((one) => one.path === listed.path) ?? listed;
      const stamp = seen === null ? null : stampOf(seen);
      const isKnown = stamp === file.stamp;
      if (!isKnown && stamp !== null && leftOut.get(file.path) === stamp) continue;
      const again = isKnown || stamp === null ? null : await measureAgain(file.path);
      if (isOvertaken()) return null;
      const track = isKnown ? file : again?.state === 'track' ? again.file : null;
      if (track) {
        found.push(track);
        leftOut.delete(file.path);
        continue;
      }
      if (!leftOut.has(file.path)) options.notice(quietTimeWords.gone(titleOf(file.path)));
      leftOut.set(file.path, again?.state === 'refused' && stamp !== null ? stamp : '');
    }
    return found;
  }

  async function tellShow(): Promise<void> {
    tells += 1;
    const mine = tells;
    const to = show;
    if (!to) return;
    if (settings.music.state === 'on') {
      const found = await playable(() => mine !== tells);
      if (!found) return;
      playing = found;
    }
    const { state, belowDb, duckDb } = settings.music;
    try {
      await to.setMusic({
        state: playing.length === 0 ? 'off' : state,
        tracks: playing.map((file) => ({ path: file.path, gainDb: Math.min(mostGainDb, speechLufs - file.lufs) })),
        firstTrack: 0,
        belowDb,
        duckDb,
      });
    } catch (error) {
      logger.warn('the programme did not take the music', { error: String(error) });
    }
  }

  /** Measures what is new; the first one that will not do is why nothing is changed. */
  async function filesFor(paths: readonly string[]): Promise<{ readonly files: readonly MusicFile[] } | { readonly words: UserMessage }> {
    if (paths.length > mostMusicFiles) return { words: quietTimeWords.tooManyFiles(mostMusicFiles) };
    const files: MusicFile[] = [];
    for (const file of new Set(paths)) {
      const known = settings.music.files.find((one) => one.path === file);
      if (known) {
        files.push(known);
        continue;
      }
      let measured: MeasuredTrack;
      try {
        measured = await measure(file);
      } catch (error) {
        logger.warn('music could not be looked at', { error: String(error) });
        return { words: quietTimeWords.noFfmpeg };
      }
      if (measured.state === 'refused') {
        logger.info('a music file was refused', { file, why: measured.why, detail: measured.detail });
        return { words: trackRefused(titleOf(file), measured.why) };
      }
      files.push(measured.file);
    }
    return { files };
  }

  async function takeMusic({ paths, ...rest }: MusicChange): Promise<Done> {
    const found = paths === undefined ? { files: settings.music.files } : await filesFor(paths);
    if ('words' in found) return { done: false, words: found.words };
    // one that was there already may have been measured anew meanwhile
    const files = found.files.map((file) => settings.music.files.find((one) => one.path === file.path) ?? file);
    const music = { ...settings.music, ...rest, files };
    if (music.state === 'on' && music.files.length === 0) {
      if (rest.state === 'on') return { done: false, words: quietTimeWords.noFiles };
      music.state = 'off';
    }
    change({ music });
    await tellShow();
    return { done: true };
  }

  return {
    view() {
      const { lines, ...rest } = settings.idle;
      const { files, ...music } = settings.music;
      return {
        idle: { ...rest, script: lines.join('\n'), lineCount: lines.length, linesLeft: idle.linesLeft, dueInMs: idle.dueInMs },
        music: {
          ...music,
          files: files.map(({ path: file, durationMs, lufs }) => ({ path: file, title: titleOf(file), durationMs, lufs })),
          now: { state: now.state, title: now.title },
        },
      };
    },
    setIdle({ script, ...rest }) {
      const parsed = script === undefined || script.trim() === '' ? null : parseScript(script);
      if (parsed?.state === 'refused' && parsed.why !== 'empty') return { done: false, words: scriptRefused(parsed) };
      const lines = script === undefined ? settings.idle.lines : parsed?.state === 'script' ? parsed.lines : [];
      const next: IdleSettings = { ...settings.idle, ...rest, lines };
      if (next.minSeconds > next.maxSeconds) return { done: false, words: quietTimeWords.interval };
      if (next.source === 'script' && lines.length === 0) return { done: false, words: quietTimeWords.noScript };
      change({ idle: next });
      idle.set(next);
      return { done: true };
    },
    setMusic: (wanted) => inTurn(() => takeMusic(wanted)),
    talkNow() {
      if (!show) return { done: false, words: quietTimeWords.offAir };
      const outcome = idle.now();
      if (outcome === 'begun') return { done: true };
      return { done: false, words: outcome === 'busy' ? quietTimeWords.busy : quietTimeWords.noScript };
    },
    async showIs(next) {
      show = next;
      now = { state: 'off', track: 0, title: '' };
      playing = [];
      leftOut.clear();
      await tellShow();
    },
    note: (event) => idle.note(event),
    noteMusic(news) {
      const title = titleOf(playing[news.track]?.path ?? '');
      const told = now.state === news.state && now.title === title;
      now = { ...news, title };
      if (told) return;
      const message = news.state === 'held' ? quietTimeWords.held(title) : news.state === 'skipped' ? quietTimeWords.skipped(title) : null;
      options.tell(now, message);
      onChange();
    },
    panic: () => idle.panic(),
    resume: () => idle.resume(),
    dispose() {
      life = 'over';
      show = null;
      tells += 1;
      idle.dispose();
    },
  };
}

const titleOf = (file: string): string => path.basename(file);
