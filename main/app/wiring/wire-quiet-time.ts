/** While nobody writes: quiet time over real files and ffmpeg, its settings kept where this run keeps any, its news as show events. */
import type { QuietTimePort } from '../../api/quiet-time-port.ts';
import { resolveFfmpeg } from '../../programme/control/resolve-ffmpeg.ts';
import { createQuietTime, type QuietTime } from '../../quiet-time/create-quiet-time.ts';
import { measureTrack } from '../../quiet-time/measure-track.ts';
import type { StudioBase } from '../studio-base.ts';

export function wireQuietTime(
  { config, clock, logger, storage, events }: StudioBase,
  parts: { readonly remember: boolean },
): { readonly quietTime: QuietTime; readonly port: QuietTimePort } {
  // what is set by the command line is not kept, and what was kept is not its business
  const remember = parts.remember && !config.quietTime;
  const quietTime = createQuietTime({
    clock,
    chance: Math.random,
    logger,
    kept: remember ? storage.settings.get('quiet-time') : undefined,
    keep: (settings) => {
      if (remember) storage.settings.set('quiet-time', settings);
    },
    measure: async (file) => measureTrack(file, { ffmpegPath: (await resolveFfmpeg()).path }),
    onChange: events.changed,
    tell(news, message) {
      events.emit({ type: 'music', state: news.state, title: news.title });
      if (message) events.notice('warn', message);
    },
    notice: (message) => events.notice('warn', message),
  });
  return {
    quietTime,
    port: {
      setIdle: (change) => quietTime.setIdle(present(change)),
      talkNow: () => quietTime.talkNow(),
      setMusic: (change) => quietTime.setMusic(present(change)),
    },
  };
}

/** What a door leaves out is left out, not undefined. */
function present<T extends object>(change: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]: Exclude<T[Name], undefined>;
  };
}
