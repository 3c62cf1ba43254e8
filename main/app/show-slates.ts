/**
 * The slates of one show: which files the outlet plays, which of them is held by command, and that all are made anew when another encoder takes over in
 * mid-show, so that what the outlet plays always has the parameter sets of the stream.
 */
import type { SlateId } from '../contract/air.ts';
import type { VideoFormat } from '../contract/media.ts';
import type { VideoEncoderId } from '../contract/video-encoders.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Outlet } from '../outlet/control/create-outlet.ts';
import type { SlateFiles } from '../outlet/protocol/control.ts';
import type { EncoderSettings } from '../programme/protocol/control.ts';
import type { SlateDesk, SlatePaths } from './slate-desk.ts';

export interface ShowSlates {
  /** As they are now. */
  files(): SlateFiles;
  /** By command; null: the programme is shown again. false: there is no such slate. */
  hold(outlet: Pick<Outlet, 'holdSlate'>, slate: SlateId | null): Promise<boolean>;
  /** Never rejects: where they cannot be made, the ones before stay. */
  encoderBecame(outlet: Pick<Outlet, 'holdSlate' | 'useSlates'>, encoder: VideoEncoderId): Promise<void>;
}

export async function prepareShowSlates(options: {
  readonly desk: Pick<SlateDesk, 'prepare' | 'pathOf'>;
  readonly video: VideoFormat;
  readonly encoder: EncoderSettings;
  /** From the start. One that is not there is as good as none: what was asked for is a show. */
  readonly held: SlateId | undefined;
  readonly logger: Logger;
}): Promise<ShowSlates> {
  const { desk, video, logger } = options;
  let settings = options.encoder;
  let paths: SlatePaths & { readonly 'back-soon': string } = await desk.prepare(video, settings);
  let held: SlateId | null = options.held !== undefined && paths[options.held] !== undefined ? options.held : null;

  // the streamer's own picture may be another one by now, or none
  const pathOf = async (slate: SlateId): Promise<string | undefined> =>
    (slate === 'own' ? undefined : paths[slate]) ?? (await desk.pathOf(slate, video, settings));

  const files = (): SlateFiles => {
    const { 'back-soon': slatePath, ...more } = paths;
    const heldSlatePath = held === null ? undefined : paths[held];
    return { slatePath, moreSlatePaths: Object.values(more), ...(heldSlatePath === undefined ? {} : { heldSlatePath }) };
  };

  return {
    files,
    async hold(outlet, slate) {
      const path = slate === null ? null : await pathOf(slate);
      if (path === undefined) return false;
      await outlet.holdSlate(path);
      if (slate !== null && path !== null) paths = { ...paths, [slate]: path };
      held = slate;
      return true;
    },
    async encoderBecame(outlet, encoder) {
      const { device: _, ...rest } = settings;
      settings = { ...rest, encoder };
      try {
        paths = await desk.prepare(video, settings);
        const before = held;
        await outlet.useSlates(files());
        // held, or let go, while they were read
        if (held !== before) await outlet.holdSlate(files().heldSlatePath ?? null);
      } catch (error) {
        logger.warn('the slates could not be made for the new encoder', { encoder, error });
      }
    },
  };
}
