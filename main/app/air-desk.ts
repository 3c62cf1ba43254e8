/** The show's controls with the slates they need: what the doors may ask of a show that is on, and the streamer's own slate picture. */
import path from 'node:path';
import type { ShowPort } from '../api/show-port.ts';
import type { Air } from '../contract/air.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { ProcessAdapter } from '../processes/host/types.ts';
import { appMessages } from './messages.ts';
import { createShowControls, type ShowControls, type SteeredShow } from './show-controls.ts';
import { createSlateDesk, type SlateDesk } from './slate-desk.ts';

export interface AirDesk {
  readonly controls: ShowControls;
  readonly slates: SlateDesk;
  readonly port: Omit<ShowPort, 'log'>;
}

export function createAirDesk(options: {
  readonly adapter: ProcessAdapter;
  readonly entriesDir: string;
  readonly dataDir: string;
  readonly show: () => SteeredShow | undefined;
  /** The destinations join the running programme. */
  readonly joinPlatforms: (how: { readonly record: boolean }) => Promise<void>;
  readonly onAir: (air: Air) => void;
  /** Whether a picture of the streamer's own is there; told at once, too. */
  readonly onOwnSlate: (own: SlateDesk['own']) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): AirDesk {
  const { onOwnSlate } = options;
  const slates = createSlateDesk(options);
  const controls = createShowControls(options);
  onOwnSlate(slates.own);
  return {
    controls,
    slates,
    port: {
      goLive: (how) => controls.goLive(how),
      slate: (slate) => controls.slate(slate),
      panic: () => controls.panic(),
      continue: () => controls.continue(),
      async chooseSlatePicture(picturePath) {
        if (!path.isAbsolute(picturePath)) return { done: false, words: appMessages.wholePath };
        const answer = await slates.choose(picturePath);
        onOwnSlate(slates.own);
        return answer;
      },
      async forgetSlatePicture() {
        await slates.forget();
        onOwnSlate(slates.own);
        return { done: true };
      },
    },
  };
}
