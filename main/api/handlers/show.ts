/** Starting, steering and ending a show. */
import type { StudioImplementer } from '../guarded-implementer.ts';
import { watchLog } from '../streams/watch-log.ts';
import { createIdleHandlers, createMusicHandlers } from './quiet-time.ts';
import type { StudioPort } from '../studio-port.ts';

export function createShowHandlers(os: StudioImplementer, port: StudioPort) {
  const { controls } = port;
  return {
    start: os.show.start.handler(({ input }) => port.startShow(input)),
    goLive: os.show.goLive.handler(({ input }) => controls.goLive(input)),
    slate: os.show.slate.handler(({ input }) => controls.slate(input.slate)),
    panic: os.show.panic.handler(() => controls.panic()),
    continue: os.show.continue.handler(() => controls.continue()),
    stop: os.show.stop.handler(() => port.stopShow()),
    acceptResume: os.show.acceptResume.handler(() => port.acceptResume()),
    declineResume: os.show.declineResume.handler(() => {
      port.declineResume();
      return { done: true as const };
    }),
    chooseSlatePicture: os.show.chooseSlatePicture.handler(({ input }) => controls.chooseSlatePicture(input.picturePath)),
    forgetSlatePicture: os.show.forgetSlatePicture.handler(() => controls.forgetSlatePicture()),
    log: os.show.log.handler(({ signal }) => watchLog(controls.log, signal)),
    idle: createIdleHandlers(os, port.quietTime),
    music: createMusicHandlers(os, port.quietTime),
  };
}
