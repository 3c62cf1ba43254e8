/**
 * The slates of the studio: two that are drawn and the streamer's own picture. Makes each for a show's parameters, once, and keeps it. The picture is read in a
 * process of its own: a file that breaks a decoder breaks no show.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { SlateId } from '../contract/air.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { VideoFormat } from '../contract/media.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import { keepPicture } from '../portraits/control/keep-picture.ts';
import type { ProcessAdapter } from '../processes/host/types.ts';
import type { EncoderSettings } from '../programme/protocol/control.ts';
import { createSlateArtist } from '../slates/control/slate-artist.ts';
import { airMessages } from './air-messages.ts';
import { slateFor, type SlateKind } from './show-files.ts';

export type SlatePaths = Readonly<Partial<Record<SlateId, string>>>;

export interface SlateDesk {
  readonly own: 'none' | 'there';
  /** Of every slate that there is; the drawn ones always are. Rejects when those cannot be made. */
  prepare(video: VideoFormat, encoder: EncoderSettings): Promise<SlatePaths & { readonly 'back-soon': string }>;
  /** undefined: there is no such slate. */
  pathOf(slate: SlateId, video: VideoFormat, encoder: EncoderSettings): Promise<string | undefined>;
  /** Refuses in words what is no picture; the one before stays then. */
  choose(picturePath: string): Promise<{ readonly done: true } | { readonly done: false; readonly words: UserMessage }>;
  forget(): Promise<void>;
}

export function createSlateDesk(options: {
  readonly adapter: ProcessAdapter;
  readonly entriesDir: string;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
}): SlateDesk {
  const { dataDir, logger } = options;
  const maker = { cacheDir: path.join(dataDir, 'cache'), artist: createSlateArtist(options) };
  const folder = path.join(dataDir, 'slates');
  const ownPath = path.join(folder, 'own.png');
  const isThere = (): boolean => existsSync(ownPath);

  /**
   * By the show's own encoder, so that parameter sets stay the same over the seam. Where that encoder cannot (all its sessions may be taken), by x264:
   * decoders and the recording then start anew at each seam, and the show goes on.
   */
  async function make(video: VideoFormat, encoder: EncoderSettings, slate: SlateKind): Promise<string> {
    try {
      return await slateFor(maker, video, encoder, slate);
    } catch (error) {
      if ((encoder.encoder ?? 'x264') === 'x264') throw error;
      logger.warn('the slate is by x264', { error });
      return slateFor(maker, video, { ...encoder, encoder: 'x264' }, slate);
    }
  }

  async function own(video: VideoFormat, encoder: EncoderSettings): Promise<string | undefined> {
    if (!isThere()) return undefined;
    const picture = await readFile(ownPath);
    const digest = createHash('sha256').update(picture).digest('hex').slice(0, 16);
    return make(video, encoder, { name: `own-${digest}`, picturePath: ownPath });
  }

  const pathOf: SlateDesk['pathOf'] = async (slate, video, encoder) =>
    slate === 'own' ? own(video, encoder) : make(video, encoder, { name: slate });

  return {
    get own() {
      return isThere() ? 'there' : 'none';
    },
    pathOf,
    async prepare(video, encoder) {
      const [startingSoon, backSoon, picture] = await Promise.all([
        pathOf('starting-soon', video, encoder),
        pathOf('back-soon', video, encoder),
        own(video, encoder).catch((error: unknown) => {
          logger.error('the own slate cannot be made', { error });
          return undefined;
        }),
      ]);
      return {
        'back-soon': backSoon as string,
        ...(startingSoon === undefined ? {} : { 'starting-soon': startingSoon }),
        ...(picture === undefined ? {} : { own: picture }),
      };
    },
    async choose(picturePath) {
      await mkdir(folder, { recursive: true });
      const fresh = `${ownPath}.new`;
      try {
        const answer = await keepPicture(options, { picturePath, outPath: fresh });
        if ('refused' in answer) return { done: false, words: answer.refused };
        await rename(fresh, ownPath);
        return { done: true };
      } catch (error) {
        logger.error('a slate picture could not be kept', { error });
        return { done: false, words: airMessages.slateUnusable };
      } finally {
        await rm(fresh, { force: true });
      }
    },
    forget: () => rm(ownPath, { force: true }),
  };
}
