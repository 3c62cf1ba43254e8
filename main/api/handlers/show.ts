/** Starting and ending a show. */
import type { StudioImplementer } from '../guarded-implementer.ts';
import { createIdleHandlers, createMusicHandlers } from './quiet-time.ts';
import type { StudioPort } from '../studio-port.ts';

export function createShowHandlers(os: StudioImplementer, port: StudioPort) {
  return {
    start: os.show.start.handler(({ input }) => port.startShow(input)),
    stop: os.show.stop.handler(() => port.stopShow()),
    idle: createIdleHandlers(os, port.quietTime),
    music: createMusicHandlers(os, port.quietTime),
  };
}
